import path from 'node:path';
import { appendSourceMap, type SourceMapJson } from './append-source-map.ts';
import type { BuiltFile, BuiltFiles } from './built-files.ts';
import type { BundlePlan } from './bundle-plan.ts';
import { packageRoot, SOURCE_MAP_FILE } from './layout.ts';
import { isInside, relocateSourceMap } from './relocate.ts';
import { needsLocales } from './trim-packages.ts';

/** Makes one module of the parts of a bundle, which are a runtime and a workflow after it, or one whole. */
export function joinCodes(parts: readonly BuiltPart[]): string {
  return `${parts.map(codeOf).join('')}//# sourceMappingURL=${SOURCE_MAP_FILE}\n`;
}

/** Makes the source map of that module. */
export function joinSourceMaps(plan: BundlePlan, parts: readonly BuiltPart[]): string {
  let lines = 0;
  const maps = parts.map((part) => {
    const map = { map: sourceMapOf(plan, part), begins: lines };
    lines += codeOf(part).split('\n').length - 1;
    return map;
  });
  const joined = maps.reduce((first, { map: second, begins }) => ({
    map: appendSourceMap({ first: first.map, second, lines: begins }),
    begins: first.begins,
  }));
  return `${JSON.stringify(joined.map)}\n`;
}

/** What came of a build, and the folder that its source map is relative to. */
export interface BuiltPart {
  readonly built: BuiltFiles;
  readonly outDir: string;
}

/** Whether workflows can be put after a runtime: nothing in it needs what is left out of packages. */
export function isRuntime(built: BuiltFiles): boolean {
  return !needsLocales(built);
}

/**
 * Whether a workflow can be put after a runtime: of this package it uses the SDK alone. What else it uses would be there twice,
 * and one not know of the other.
 */
export function hasSdkAlone({ root, shared }: BundlePlan, { built }: BuiltPart): boolean {
  const ours = ['lib', 'dist'].map((folder) => path.join(packageRoot(), folder));
  return Object.keys(built.metafile?.inputs ?? {})
    .map((input) => path.resolve(root, input))
    .every((file) => Object.values(shared).includes(file) || !ours.some((folder) => isInside(folder, file)));
}

/** Modules that both parts have, absolute. */
export interface SharedModules {
  /** The SDK: in the part of the workflow only its names. */
  readonly sdkModule: string;
  /** What takes the place of `playwright-core`, which is outside. */
  readonly playwrightModule: string;
}

/** Of a runtime it is megabytes, and mostly that of the last bundle. */
function sourceMapOf({ root, outDir }: BundlePlan, part: BuiltPart): SourceMapJson {
  const known = sourceMaps.get(part.built);
  if (known?.outDir === outDir) return known.map;
  const map = relocateSourceMap({
    map: JSON.parse(fileOf(part, '.map').text),
    ...{ builtIn: part.outDir, outDir, root, packageRoot: packageRoot() },
  });
  sourceMaps.set(part.built, { outDir, map });
  return map;
}

const sourceMaps = new WeakMap<BuiltFiles, { readonly outDir: string; readonly map: SourceMapJson }>();

function codeOf(part: BuiltPart): string {
  return fileOf(part, '.mjs').text;
}

function fileOf({ built }: BuiltPart, suffix: '.mjs' | '.map'): BuiltFile {
  const file = built.outputFiles?.find((candidate) => candidate.path.endsWith(suffix));
  if (file === undefined) throw new Error(`The bundler has made no ${suffix} file.`);
  return file;
}
