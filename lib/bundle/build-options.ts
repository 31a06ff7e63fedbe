import path from 'node:path';
import type { BuildOptions } from 'esbuild';
import type { WorkflowTool } from '../contract/workflow-tool.ts';
import {
  GENERATED_ENTRY,
  LETTERS_MODULE,
  MAIN_FILE,
  RUNTIME_PART,
  RUNTIME_VARIABLE,
  START_HOST,
} from './layout.ts';

/**
 * The builds of a bundle: its host and its workflow in one ES module. The workflow is imported dynamically, so that the host
 * answers pings before the workflow's modules have been evaluated. It is minified, which also drops comments and paths and so keeps
 * the hash the same when only comments change. Functions, arrows and classes keep their `name`, by which errors are known and stacks
 * are read. Not kept is what V8 takes from the text: in stacks, the class before a method of an object (`e.buy` for `Cart.buy`), and
 * names of private members.
 */
export function bundleOptions(options: {
  readonly root: string;
  readonly outDir: string;
  readonly entryFile: string;
  readonly hostModule: string;
  readonly sdkModule: string;
  readonly playwrightModule: string;
  /** @default - the host speaks HTTP */
  readonly tool?: WorkflowTool | undefined;
  readonly sourceMaps: boolean;
}): BundleBuilds {
  const { root, outDir, entryFile, hostModule, sdkModule, playwrightModule, tool, sourceMaps } = options;
  const build = (contents: string, outfile: string): BuildOptions => ({
    absWorkingDir: root,
    stdin: { contents, resolveDir: root, sourcefile: GENERATED_ENTRY, loader: 'js' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    alias: { 'playwright-core': playwrightModule },
    minify: true,
    keepNames: true,
    legalComments: 'none',
    charset: 'utf8',
    sourcemap: sourceMaps && 'external',
    sourcesContent: true,
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const load = `load: () => import(${JSON.stringify(entryFile)})`;
  const [start, given] =
    tool === undefined
      ? [START_HOST.HTTP, `{ ${load} }`]
      : [START_HOST.MCP, `{ ${load}, tool: ${JSON.stringify(tool)} }`];
  const [host, sdk] = [JSON.stringify(hostModule), JSON.stringify(sdkModule)];
  const main = path.join(outDir, MAIN_FILE);
  return {
    runtime: {
      ...build(
        `export const host = () => require(${host});\nexport const sdk = () => require(${sdk});`,
        path.join(root, RUNTIME_PART),
      ),
      format: 'iife',
      globalName: RUNTIME_VARIABLE,
      // A function has none of its own, and of packages that ask for it the bundler says nothing.
      define: { 'import.meta': '__bundleImportMeta' },
      banner: { js: `${REQUIRE_BANNER.js}const __bundleImportMeta=import.meta;` },
    },
    workflow: build(
      `import { runtime } from ${JSON.stringify(LETTERS_MODULE)};\nruntime.host().${start}(${given});`,
      main,
    ),
    // The host is imported dynamically, as the workflow is: it may load zod, which workflows load, too, and esbuild leaves out
    // what begins zod where it is imported in both ways.
    whole: {
      ...build(
        tool === undefined
          ? `import { ${start} } from ${host};\n${start}(${given});`
          : `import(${host}).then((host) => host.${start}(${given}));`,
        main,
      ),
      banner: REQUIRE_BANNER,
    },
  };
}

/** How a bundle is built. */
export interface BundleBuilds {
  /** The host and the SDK, which are the same for all workflows of a project: a variable named {@link RUNTIME_VARIABLE}. */
  readonly runtime: BuildOptions;
  /** What comes after it: the workflow, whose SDK is that of the runtime. */
  readonly workflow: BuildOptions;
  /** Both in one build, for a workflow that needs it. */
  readonly whole: BuildOptions;
}

/** A module that reads the exports of the entry, without following its packages and the SDK, which a clone has as files. */
export function inspectOptions(options: {
  readonly root: string;
  readonly entryFile: string;
  readonly sdkModule: string;
}): BuildOptions {
  return {
    absWorkingDir: options.root,
    entryPoints: [options.entryFile],
    bundle: true,
    packages: 'external',
    external: [options.sdkModule],
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
const REQUIRE_BANNER = {
  js: [
    "import{createRequire as __bundleCreateRequire}from'node:module';",
    "import{fileURLToPath as __bundleFileURLToPath}from'node:url';",
    "import{dirname as __bundleDirname}from'node:path';",
    'const require=__bundleCreateRequire(import.meta.url);',
    'const __filename=__bundleFileURLToPath(import.meta.url);',
    'const __dirname=__bundleDirname(__filename);',
  ].join(''),
};
