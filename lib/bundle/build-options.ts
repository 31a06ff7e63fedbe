import type { BuildOptions } from 'esbuild';
import type { WorkflowTool } from '../contract/workflow-tool.ts';
import { GENERATED_ENTRY, MAIN_FILE, START_HOST } from './layout.ts';

/**
 * The one build: host and workflow in one ES module. The workflow is imported dynamically, so that the host answers
 * pings before the workflow's modules have been evaluated. It is minified, which also drops comments and paths and so keeps
 * the hash the same when only comments change; functions and classes keep their names, which stacks and errors are read by.
 */
export function bundleOptions(options: {
  readonly root: string;
  readonly outDir: string;
  readonly entryFile: string;
  readonly hostModule: string;
  readonly playwrightModule: string;
  /** @default - the host speaks HTTP */
  readonly tool?: WorkflowTool | undefined;
}): BuildOptions {
  const { root, outDir, entryFile, hostModule, playwrightModule, tool } = options;
  return {
    absWorkingDir: root,
    stdin: {
      contents: startOf({ hostModule, entryFile, tool }),
      resolveDir: root,
      sourcefile: GENERATED_ENTRY,
      loader: 'js',
    },
    outfile: `${outDir}/${MAIN_FILE}`,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    alias: { 'playwright-core': playwrightModule },
    banner: { js: REQUIRE_BANNER },
    minify: true,
    keepNames: true,
    legalComments: 'none',
    charset: 'utf8',
    sourcemap: 'linked',
    sourcesContent: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  };
}

/**
 * What the bundle does. The host of tools is imported dynamically, as the workflow is: it loads zod, which workflows load, too, and esbuild
 * leaves out what begins zod where it is imported in both ways.
 */
function startOf(options: {
  readonly hostModule: string;
  readonly entryFile: string;
  readonly tool: WorkflowTool | undefined;
}): string {
  const [host, entry] = [JSON.stringify(options.hostModule), JSON.stringify(options.entryFile)];
  const load = `load: () => import(${entry})`;
  return options.tool === undefined
    ? `import { ${START_HOST.HTTP} } from ${host};\n${START_HOST.HTTP}({ ${load} });`
    : `import(${host}).then((host) => host.${START_HOST.MCP}({ ${load}, tool: ${JSON.stringify(options.tool)} }));`;
}

/** A module that reads the exports of the entry, without following its packages. */
export function inspectOptions(options: { readonly root: string; readonly entryFile: string }): BuildOptions {
  return {
    absWorkingDir: options.root,
    entryPoints: [options.entryFile],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node22',
    metafile: true,
    write: false,
    outfile: MAIN_FILE,
    logLevel: 'silent',
  };
}

/**
 * Dependencies in CommonJS call `require` of Node's own modules, which an ES module does not have. The names are
 * unlikely on purpose: the bundle's own modules may import the same things under the usual names.
 */
const REQUIRE_BANNER = [
  "import{createRequire as __bundleCreateRequire}from'node:module';",
  "import{fileURLToPath as __bundleFileURLToPath}from'node:url';",
  "import{dirname as __bundleDirname}from'node:path';",
  'const require=__bundleCreateRequire(import.meta.url);',
  'const __filename=__bundleFileURLToPath(import.meta.url);',
  'const __dirname=__bundleDirname(__filename);',
].join('');
