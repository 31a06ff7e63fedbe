import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleWorkflow } from '../../lib/bundle/index.ts';
import type { Bench } from '../bench.ts';
import { cpuWithBundler } from '../bundler-cpu.ts';
import { plainEnvironment } from '../cpu-of.ts';
import { TemporaryFolder } from '../temporary-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');
const ENTRY = 'workflows/getting-started.ts';

/** What is loaded at each cold start, and what it takes to make it. */
export const bundles: Bench = {
  id: 'bundle',
  about:
    '`main.mjs` of `workflows/getting-started.ts`, with the host in it, and the CPU time of Node and esbuild to make it with the built package.',
  rows: [
    {
      ...{ id: 'size', figure: 'bundle of a workflow', unit: 'MB', goals: [{ of: 'absolute', max: 1 }] },
      floor:
        '1.1 MB is what it cannot do without: this package with its SDK 0.57, credentials and clients of AWS 0.31, zod, which the workflow itself imports, 0.24; the rest checks JSON Schemas, guards the network and packs traces',
    },
    { id: 'cpu', figure: 'bundling a workflow', unit: 'ms CPU', statistic: 'min', goals: [] },
  ],
  async prepare({ use }) {
    const folder = use(new TemporaryFolder());
    const options = { projectRoot: root, entry: ENTRY, outDir: path.join(folder.dir, 'bundle') };
    const module = pathToFileURL(path.join(root, 'dist', 'esm', 'lib', 'bundle', 'index.js')).href;
    const code = `import { bundleWorkflow } from ${JSON.stringify(module)}; await bundleWorkflow(${JSON.stringify(options)});`;
    const command = [process.execPath, '--input-type=module', '-e', code];
    return {
      sides: {
        ours: async () => ({
          size: (await bundleWorkflow(options)).bytes / 1e6,
          cpu: await cpuWithBundler(command, { folder: folder.dir, cwd: root, env: plainEnvironment() }),
        }),
      },
    };
  },
};
