import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import type { BuiltFile, BuiltFiles } from './built-files.ts';
import { sdkOfRuntime } from './sdk-of-runtime.ts';
import { weighLetters } from './weigh-letters.ts';

/** The options of a build with plugins that leave out of packages what a bundle can do without. */
export function trimPackages(build: BuildOptions, { keepsLocales, sdkModule }: Trims = {}): BuildOptions {
  return {
    ...build,
    plugins: [
      modulesOfAws(),
      ...(keepsLocales ? [] : [zodWithoutLocales]),
      ...(sdkModule === undefined ? [] : [sdkOfRuntime(sdkModule), weighLetters]),
    ],
  };
}

/** What is left out of a build besides what nobody needs. */
export interface Trims {
  /** Keeps the languages of zod, for a bundle that {@link needsLocales}. */
  readonly keepsLocales?: boolean | undefined;
  /** The SDK, absolute, which the runtime before it has. @default - it is a part of this build */
  readonly sdkModule?: string | undefined;
}

/**
 * Whether a bundle that was made without the languages of zod may ask for them: its code has their name somewhere, or
 * esbuild has seen that a name leads nowhere.
 */
export function needsLocales(built: BuiltFiles): boolean {
  return hasUndefinedImport(built) || built.outputFiles?.some((file) => namesLocales(file)) === true;
}

/** One file of it. */
export function namesLocales({ path: file, text }: BuiltFile): boolean {
  return !file.endsWith('.map') && /\blocales\b/.test(text);
}

/** Whether a name was asked for that a module does not have, which esbuild writes as `undefined`. */
export function hasUndefinedImport({ warnings }: Pick<BuiltFiles, 'warnings'>): boolean {
  return warnings.some(({ id }) => id === 'import-is-undefined');
}

/**
 * The clients of AWS as ES modules, of which a bundle takes what it uses. For Node their packages name CommonJS, which is
 * taken whole. They have both, file by file.
 */
function modulesOfAws(): Plugin {
  return {
    name: 'modules-of-aws',
    setup({ onResolve, resolve }) {
      const found = new Map<string, ReturnType<typeof resolve>>();
      onResolve({ filter: /^@(?:smithy|aws-sdk)\// }, async ({ path: name, pluginData, ...asked }) => {
        if (pluginData === AS_IT_IS) return undefined;
        const { importer, namespace, resolveDir, kind, with: attributes } = asked;
        // All files of a package find the same.
        const key = JSON.stringify([
          name,
          packageOf(importer) ?? resolveDir,
          kind === 'require-call',
          attributes,
        ]);
        const known =
          found.get(key) ??
          resolve(name, { importer, namespace, resolveDir, kind, with: attributes, pluginData: AS_IT_IS });
        found.set(key, known);
        const resolved = await known;
        const file = moduleOf(resolved.path);
        // Messages name the import that they are about: this one, and not the first of its kind.
        if (resolved.errors.length > 0) return undefined;
        return file === undefined ? resolved : { ...resolved, path: file };
      });
    },
  };
}

const AS_IT_IS = Symbol('as it is');

function moduleOf(file: string): string | undefined {
  const parts = /^(.*[\\/]node_modules[\\/]@(?:smithy|aws-sdk)[\\/][^\\/]+[\\/])dist-cjs([\\/].*)$/.exec(
    file,
  );
  if (parts === null) return undefined;
  const module = `${parts[1]}dist-es${parts[2]}`;
  return existsSync(module) ? module : undefined;
}

function packageOf(file: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

/** zod exports its messages in all languages, which makes half of it, and speaks English by itself. */
const zodWithoutLocales: Plugin = {
  name: 'zod-without-locales',
  setup({ onLoad }) {
    onLoad(
      { filter: /[\\/]node_modules[\\/]zod[\\/]v4[\\/](?:classic|mini|core)[\\/](?:external|index)\.js$/ },
      (asked) => ({
        contents: readFileSync(asked.path, 'utf8').replace(/^export \* as locales from .*$/m, ''),
        resolveDir: path.dirname(asked.path),
        loader: 'js',
      }),
    );
  },
};
