import path from 'node:path';
import type { Bench } from '../bench.ts';
import { cpuOf, plainEnvironment } from '../cpu-of.ts';
import { newestPython } from '../newest-python.ts';

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
  async prepare({ say, isFull }) {
    const python = isFull ? await newestPython(say) : undefined;
    const env = plainEnvironment();
    const run = (command: readonly string[]) => async () => ({ import: await cpuOf(command, { env }) });
    return {
      sides: {
        ours: run([process.execPath, '--input-type=module', '-e', `import ${JSON.stringify(SDK)}`]),
        ...(python && { peer: run([python.executable, '-c', 'import nova_act']) }),
        limit: run([process.execPath, '--input-type=module', '-e', '']),
      },
      ...(python && { versions: python.versions }),
    };
  },
};
