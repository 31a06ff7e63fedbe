// Bundles what Node runs of the package, in a few files of CommonJS: docs/decisions/0035-the-package-is-a-bundle.md
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { toCommonJs } from './to-commonjs.mjs';

/**
 * Writes into dist/cjs the modules of lib/ that are found by name or path, and the parts that they share, so that each module is
 * there once in a process.
 *
 * @param modules from `lib/` on, with their suffix
 */
export async function bundlePackage(root, modules) {
  const outdir = path.join(root, 'dist', 'cjs');
  await build({
    absWorkingDir: root,
    entryPoints: [
      ...modules.map((file) => ({ in: file, out: file.replace(/\.ts$/, '') })),
      { in: ALL, out: ALL },
    ],
    outdir,
    chunkNames: 'parts/[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    plugins: [besideOriginals(root), all(root, modules)],
    logLevel: 'warning',
  });
  rmSync(path.join(outdir, `${ALL}.js`));
  for (const file of readdirSync(outdir, { recursive: true })) {
    if (!file.endsWith('.js')) continue;
    const to = path.join(outdir, file);
    const isPart = file.startsWith('parts');
    // Parts that nothing is taken of have nothing to do: a check that a room begins with is in its own part.
    const text = readFileSync(to, 'utf8').replaceAll(/^import "\.\.?\/.*";\n/gm, '');
    const code = toCommonJs(withClassNames(text), { lazy: isPart });
    writeFileSync(to, code.includes(ORIGINALS) ? `${code}${findsOriginals(root, to)}` : code);
  }
  writeFileSync(path.join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
}

const ALL = 'all';

/**
 * A module that nobody needs. As it imports the others, nothing is theirs alone, and they become lists of names that lead to
 * parts. Node reads what it imports twice: the first time to find the names, which is slow.
 */
function all(root, modules) {
  return {
    name: ALL,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${ALL}$`) }, () => ({ path: ALL, namespace: ALL }));
      onLoad({ filter: /./, namespace: ALL }, () => ({
        contents: modules.map((file) => `import './${file}';`).join('\n'),
        resolveDir: root,
      }));
    },
  };
}

const ORIGINALS = '__originals';

/** What is found by path is found once: beside the original. */
function besideOriginals(root) {
  return {
    name: 'beside-originals',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]lib[\\/].*\.ts$/ }, ({ path: file }) => {
        const text = readFileSync(file, 'utf8');
        if (!text.includes('import.meta.dirname')) return undefined;
        const folder = path.relative(root, path.dirname(file)).replaceAll(path.sep, '/');
        return {
          loader: 'ts',
          contents: text.replaceAll('import.meta.dirname', `${ORIGINALS}(${JSON.stringify(folder)})`),
        };
      });
    },
  };
}

/** A function stands at the end, where it moves no line, and is there from the beginning. */
function findsOriginals(root, file) {
  const esm = path.relative(path.dirname(file), path.join(root, 'dist', 'esm')).replaceAll(path.sep, '/');
  return `function ${ORIGINALS}(folder) {\n    return require("node:path").join(__dirname, "${esm}", folder);\n}\n`;
}

/** esbuild calls a class that speaks of itself `_Workflow`, and so would stacks. */
function withClassNames(source) {
  const renamed = source.matchAll(/\bvar (\w+) ?= ?class (_\1)\b/g);
  return [...renamed].reduce(
    (text, [, name, hidden]) => text.replaceAll(new RegExp(`\\b${hidden}\\b`, 'g'), name),
    source,
  );
}
