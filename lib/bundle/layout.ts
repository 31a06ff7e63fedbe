import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { ServerProtocol } from '../contract/host.ts';

/** The bundle that Node runs. */
export const MAIN_FILE = 'main.mjs';
/** Its source map. */
export const SOURCE_MAP_FILE = `${MAIN_FILE}.map`;

/** The first part of the bundle, as its build calls it. */
export const RUNTIME_PART = 'runtime.mjs';
/** The variable that the first part of the bundle leaves to the second. */
export const RUNTIME_VARIABLE = '__novaActRuntime';
/** The module by which the second part finds it. */
export const LETTERS_MODULE = 'nova-act-letters';

/** Name of the generated module that starts every bundle. */
export const GENERATED_ENTRY = 'nova-act-runtime-entry.js';
/** What that module calls, by protocol. The host itself is found by path: it becomes a part of the bundle, not of this process. */
export const START_HOST = { HTTP: 'runRuntimeHost', MCP: 'runMcpHost' } as const satisfies {
  readonly HTTP: keyof typeof import('../runtime/host.ts');
  readonly MCP: keyof typeof import('../runtime/mcp/index.ts');
};

/** The root of this package: the folder above this file that has the package's manifest, built or not. */
export function packageRoot(): string {
  let folder = realpathSync(import.meta.dirname);
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`There is no package.json above ${import.meta.dirname}.`);
    folder = parent;
  }
  return folder;
}

/**
 * The module of the runtime host that every bundle of a protocol starts with.
 *
 * @param projectRoot without links
 */
export function runtimeHostModule(projectRoot: string, protocol: ServerProtocol = 'HTTP'): string {
  return moduleOf(projectRoot, 'runtime', ...{ HTTP: ['host'], MCP: ['mcp', 'index'] }[protocol]);
}

/** What `import 'nova-act-cdk'` finds. */
export function sdkModule(projectRoot: string): string {
  return moduleOf(projectRoot, 'sdk', 'index');
}

function moduleOf(projectRoot: string, ...names: readonly string[]): string {
  const base = path.resolve(codeFolder(projectRoot), '..', ...names);
  return existsSync(`${base}.ts`) ? `${base}.ts` : `${base}.js`;
}

/** The module that takes the place of `playwright-core`, which stays outside the bundle. */
export function playwrightModule(projectRoot: string): string {
  return path.join(codeFolder(projectRoot), 'playwright-lazy.cjs');
}

/**
 * This folder. In a clone the workflows import the sources of the SDK, and a compiled host would be another copy, which hears of
 * no runs: there it is that of the sources, also when the program is compiled.
 */
function codeFolder(projectRoot: string): string {
  const ofSources = path.join(projectRoot, 'lib', 'bundle');
  const isClone = packageRoot() === projectRoot && existsSync(path.join(ofSources, 'layout.ts'));
  return isClone ? ofSources : import.meta.dirname;
}
