import path from 'node:path';
import { bundleWorkflow, linkPlaywright } from '../../lib/bundle/index.ts';
import type { Bench } from '../bench.ts';
import { plainEnvironment } from '../cpu-of.ts';
import { type FirstAnswers, firstAnswers } from '../host/first-answers.ts';
import { newestPython } from '../newest-python.ts';
import { TemporaryFolder } from '../temporary-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');
const script = (name: string): string => path.join(root, 'bench', 'host', name);

/** What AgentCore waits for when a session begins. */
export const hosts: Bench = {
  id: 'host',
  about:
    'From the start of the process to the first answer of `/ping`, without Docker: the bundle of `workflows/getting-started.ts`, and hosts of `bedrock-agentcore` ' +
    'that import `nova_act` at their top (eager) and when they are invoked (lazy). CPU is that of all threads until the answer. AgentCore waits for that ping; ours loads the workflow, the SDK and Playwright behind it, lazy ones `nova_act` when they are invoked. ' +
    'What that takes is in the rows "until its workflow is loaded": until, after the ping, an invocation is answered that needs no service (ours refuses the payload by the schema of the workflow). The early browser is off.',
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
    {
      ...{ id: 'loaded', figure: 'host until its workflow is loaded', unit: 'ms CPU', statistic: 'min' },
      ...{ peer: 'bedrock-agentcore, eager', goals: [] },
    },
    {
      ...{ id: 'loaded-lazy', figure: 'host until its workflow is loaded, lazy peer', unit: 'ms CPU' },
      ...{
        statistic: 'min',
        peer: 'bedrock-agentcore, lazy, with what it loads when it is invoked',
        goals: [],
      },
    },
  ],
  async prepare({ say, isFull, use }) {
    const python = isFull ? await newestPython(say) : undefined;
    const folder = use(new TemporaryFolder());
    const entry = 'workflows/getting-started.ts';
    const { mainFile } = await bundleWorkflow({ projectRoot: root, entry, outDir: folder.dir });
    linkPlaywright({ bundleDir: folder.dir, projectRoot: root });
    const host = (port: string) =>
      plainEnvironment({
        NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
        NOVA_ACT_RUNTIME_PORT: port,
        // What is compared with starts none either.
        NOVA_ACT_EARLY_BROWSER: '0',
      });
    const plain = (port: string) => plainEnvironment({ PORT: port });
    const pings = ({ cpuMs, wallMs }: FirstAnswers) => ({ eager: cpuMs, lazy: cpuMs, wall: wallMs });
    return {
      sides: {
        ours: async () => {
          const answers = await firstAnswers([process.execPath, mainFile], host, { prompt: '' });
          return { ...pings(answers), loaded: answers.loadedCpuMs, 'loaded-lazy': answers.loadedCpuMs };
        },
        ...(python && {
          peer: async () => {
            const eager = await firstAnswers([python.executable, script('eager.py')], plain, {});
            const lazy = await firstAnswers([python.executable, script('lazy.py')], plain, {});
            return {
              ...{ eager: eager.cpuMs, lazy: lazy.cpuMs, wall: lazy.wallMs },
              ...{ loaded: eager.loadedCpuMs, 'loaded-lazy': lazy.loadedCpuMs },
            };
          },
        }),
        limit: async () => pings(await firstAnswers([process.execPath, script('bare.mjs')], plain, {})),
      },
      ...(python && { versions: python.versions }),
    };
  },
};
