import path from 'node:path';
import { python } from '../../test/interop/support/python.ts';
import type { Bench } from '../bench.ts';
import { cpuOf, plainEnvironment } from '../cpu-of.ts';

const SDK = path.resolve(import.meta.dirname, '../../dist/cjs/lib/sdk/index.js');

/** What a program pays for the SDK before its own first line. */
export const importing: Bench = {
  id: 'import',
  about: '`import "nova-act-cdk"` of the built package, and `import nova_act`, each in a process of its own.',
  rows: [
    {
      id: 'import',
      figure: 'import of the SDK',
      unit: 'ms CPU',
      statistic: 'min',
      peer: 'Python SDK',
      limit: 'bare Node',
      goals: [{ of: 'peer', max: 0.15 }],
    },
  ],
  isFull: true,
  async prepare() {
    const { executable } = await python();
    const env = plainEnvironment();
    const run = (command: readonly string[]) => async () => ({ import: await cpuOf(command, { env }) });
    return {
      sides: {
        ours: run([process.execPath, '--input-type=module', '-e', `import ${JSON.stringify(SDK)}`]),
        peer: run([executable, '-c', 'import nova_act']),
        limit: run([process.execPath, '--input-type=module', '-e', '']),
      },
      [Symbol.asyncDispose]: async () => undefined,
    };
  },
};
