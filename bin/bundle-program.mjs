// Bundles the program `act`, so that it starts fast and needs no packages of its own: docs/decisions/0028-the-program-is-a-bundle.md
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { toCommonJs } from './to-commonjs.mjs';

/** Rooms of lib/ that become a part of the program. What is in the others is loaded from dist/cjs when it is needed. */
const PACKED_ROOMS = new Set(['cli', 'core', 'contract', 'catalog', 'service', 'assembly']);
/** Packages that users have anyway, and that most commands do without. */
const LEFT_PACKAGES = ['zod'];
const KNOWN_LICENCES = new Set(['Apache-2.0', 'MIT', 'ISC', '0BSD', 'BSD-3-Clause']);

/**
 * Writes dist/act/act.js, its parts, and the licences of what is in them.
 *
 * @returns the modules of other rooms that it loads
 */
export async function bundleProgram(root) {
  const outdir = path.join(root, 'dist', 'act');
  const outside = new Set();
  const { metafile } = await build({
    ...FOR_NODE,
    absWorkingDir: root,
    entryPoints: ['bin/act.ts'],
    outdir,
    bundle: true,
    format: 'esm',
    // A part for each dynamic import, so that a command loads what it needs and no more.
    splitting: true,
    chunkNames: 'part-[hash]',
    mainFields: ['module', 'main'],
    external: LEFT_PACKAGES,
    plugins: [roomsOutside(root, outside), commanderAsModules],
    metafile: true,
  });
  checkPaths(root, Object.keys(metafile.inputs));
  const outputs = new Map(
    Object.entries(metafile.outputs).map(([file, output]) => [path.basename(file), output]),
  );
  await convertParts(outdir, outputs);
  writeFileSync(path.join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  const packed = [...outputs.values()].flatMap(({ inputs }) => Object.keys(inputs));
  writeFileSync(path.join(outdir, 'LICENSES.txt'), licences(root, packed));
  return [...outside];
}

const FOR_NODE = {
  platform: 'node',
  target: 'node20.19',
  // Names stay, for stacks and because errors are named by them.
  minifyWhitespace: true,
  minifySyntax: true,
  // Patterns with the flag u become calls: V8 checks literals as it reads a file, and properties of characters take it half a millisecond.
  supported: { 'regexp-sticky-and-unicode-flags': false },
  logLevel: 'warning',
};

/**
 * Makes CommonJS of the parts, which Node loads faster, and one file of those that are needed whatever is called. Those stay as
 * names for the others to ask.
 */
async function convertParts(outdir, outputs) {
  const always = withImports('act.js', outputs).filter((file) => file !== 'act.js');
  const entry = ["import './act.js';", ...always.map((file, n) => `export * as part${n} from './${file}';`)];
  const { outputFiles } = await build({
    ...FOR_NODE,
    stdin: { contents: entry.join('\n'), resolveDir: outdir },
    bundle: true,
    format: 'esm',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [{ name: 'later', setup: ({ onResolve }) => onResolve({ filter: /./ }, later) }],
    write: false,
  });
  for (const file of outputs.keys()) {
    if (file === 'act.js' || always.includes(file)) continue;
    const to = path.join(outdir, file);
    writeFileSync(to, toCommonJs(readFileSync(to, 'utf8'), { minify: true }));
  }
  for (const [n, file] of always.entries())
    writeFileSync(path.join(outdir, file), `module.exports = require('./act.js').part${n};\n`);
  writeFileSync(path.join(outdir, 'act.js'), toCommonJs(outputFiles[0].text, { minify: true }));
}

function later({ path: target, kind }) {
  return kind === 'dynamic-import' || !target.startsWith('./') ? { path: target, external: true } : undefined;
}

/** A part and all that it imports before it runs. */
function withImports(file, outputs) {
  const found = new Set([file]);
  for (const each of found) {
    const { imports } = outputs.get(each);
    for (const { path: target, kind, external } of imports)
      if (kind === 'import-statement' && !external) found.add(path.basename(target));
  }
  return [...found];
}

/** Files of other rooms find each other by path and are there once, for the program and for who imports the package. */
function roomsOutside(root, outside) {
  return {
    name: 'rooms-outside',
    setup({ onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ path: target, importer, resolveDir }) => {
        if (importer.includes('node_modules')) return undefined;
        const [folder, room, ...file] = path.relative(root, path.resolve(resolveDir, target)).split(path.sep);
        if (folder !== 'lib' || PACKED_ROOMS.has(room)) return undefined;
        const module = ['lib', room, ...file].join('/');
        outside.add(module);
        const compiled = `../cjs/${module.replace(/\.ts$/, '.js')}`;
        return { path: compiled, external: true };
      });
    },
  };
}

/**
 * Commander as ES modules, without functions around them and objects that nobody asks for. Like all other imports, what starts
 * programs is then loaded when it is used: never, as no command of ours is a program.
 */
const commanderAsModules = {
  name: 'commander-as-modules',
  setup({ onLoad }) {
    onLoad({ filter: /commander[\\/]esm\.mjs$/ }, () => ({
      contents: ['argument', 'command', 'error', 'help', 'option']
        .map((name) => `export * from './lib/${name}.js';`)
        .join('\n'),
    }));
    onLoad({ filter: /commander[\\/]lib[\\/]\w+\.js$/ }, ({ path: file }) => {
      const contents = readFileSync(file, 'utf8')
        .replace(
          "EventEmitter = require('node:events').EventEmitter",
          "{ EventEmitter } = require('node:events')",
        )
        .replaceAll(/^const (.+) = require\(('.+')\);$/gm, 'import $1 from $2;')
        .replaceAll(/^exports\.(\w+) = \1;/gm, 'export { $1 };');
      if (/\b(?:require\(|exports\.)/.test(contents)) throw new Error(`${file} is not what it was.`);
      return { contents };
    });
  },
};

/** A file that is moved finds nothing beside itself any more. */
function checkPaths(root, inputs) {
  const wrong = inputs.filter(
    (file) => file.startsWith('lib/') && readFileSync(path.join(root, file), 'utf8').includes('import.meta'),
  );
  if (wrong.length === 0) return;
  throw new Error(
    `${wrong.join(', ')} asks where it is, but becomes a part of dist/act. Put what finds files by path into a room that is not packed.`,
  );
}

/** The licences of all packages that files are of, each text once. @throws for one that nobody has looked at */
function licences(root, files) {
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const namesByText = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(
      readFileSync(path.join(root, folder, 'package.json'), 'utf8'),
    );
    if (!KNOWN_LICENCES.has(license)) throw new Error(`${name} is under ${license}: may it be packed?`);
    const texts = readdirSync(path.join(root, folder)).filter((file) => /^(?:licen[cs]e|notice)/i.test(file));
    const text = texts.map((file) => readFileSync(path.join(root, folder, file), 'utf8').trim()).join('\n\n');
    // Ours is the same.
    if (text === '' && license !== 'Apache-2.0') throw new Error(`${name} has no text of its licence.`);
    const names = namesByText.get(text) ?? [];
    namesByText.set(text, [...names, `${name} ${version} (${license})`]);
  }
  const parts = [...namesByText].map(
    ([text, names]) =>
      `${names.join('\n')}\n\n${text || 'The text is in the file LICENSE of nova-act-cdk.'}\n`,
  );
  return ['The program has parts of these packages.\n', ...parts].join(`\n${'-'.repeat(80)}\n`);
}
