import path from 'node:path';
import { bundleWorkflow, linkPlaywright } from '../../lib/bundle/index.ts';
import type { Bench } from '../bench.ts';
import { plainEnvironment } from '../cpu-of.ts';
import { firstPing } from '../host/first-ping.ts';
import { newestPython } from '../newest-python.ts';
import { TemporaryFolder } from '../temporary-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');
const script = (name: string): string => path.join(root, 'bench', 'host', name);

/** What AgentCore waits for when a session begins. */
export const hosts: Bench = {
  id: 'host',
  about:
    'From the start of the process to the first answer of `/ping`, without Docker: the bundle of `workflows/getting-started.ts`, and hosts of `bedrock-agentcore` ' +
    'that import `nova_act` at their top (eager) and when they are invoked (lazy). CPU is that of all threads until the answer.',
  rows: [
    {
      ...{ id: 'eager', figure: 'host to its first ping', unit: 'ms CPU', statistic: 'min' },
      ...{ peer: 'bedrock-agentcore, eager', limit: 'node:http', goals: [{ of: 'peer', max: 0.15 }] },
    },
    {
      ...{ id: 'lazy', figure: 'host to its first ping, lazy peer', unit: 'ms CPU', statistic: 'min' },
      ...{ peer: 'bedrock-agentcore, lazy', limit: 'node:http', goals: [{ of: 'peer', max: 0.4 }] },
    },
    {
      ...{ id: 'wall', figure: 'host to its first ping, by the clock', unit: 'ms' },
      ...{ peer: 'bedrock-agentcore, lazy', limit: 'node:http', goals: [] },
    },
  ],
  async prepare({ say, isFull, use }) {
    const python = isFull ? await newestPython(say) : undefined;
    const folder = use(new TemporaryFolder());
    const entry = 'workflows/getting-started.ts';
    const { mainFile } = await bundleWorkflow({ projectRoot: root, entry, outDir: folder.dir });
    linkPlaywright({ bundleDir: folder.dir, projectRoot: root });
    const host = (port: string) =>
      plainEnvironment({ NOVA_ACT_RUNTIME_HOST: '127.0.0.1', NOVA_ACT_RUNTIME_PORT: port });
    const plain = (port: string) => plainEnvironment({ PORT: port });
    const same = ({ cpuMs, wallMs }: { readonly cpuMs: number; readonly wallMs: number }) => ({
      ...{ eager: cpuMs, lazy: cpuMs, wall: wallMs },
    });
    return {
      sides: {
        ours: async () => same(await firstPing([process.execPath, mainFile], host)),
        ...(python && {
          peer: async () => {
            const eager = await firstPing([python.executable, script('eager.py')], plain);
            const lazy = await firstPing([python.executable, script('lazy.py')], plain);
            return { eager: eager.cpuMs, lazy: lazy.cpuMs, wall: lazy.wallMs };
          },
        }),
        limit: async () => same(await firstPing([process.execPath, script('bare.mjs')], plain)),
      },
      ...(python && { versions: python.versions }),
    };
  },
};
