// Compiles the package into dist/: ES modules for bundlers, and bundles in CommonJS of the same for Node and Jest and for the program.
// Why there are two, and who gets which: docs/decisions/0008-commonjs-for-node.md
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';
import { bundlePackage } from './bundle-package.mjs';
import { bundleProgram } from './bundle-program.mjs';

const root = path.resolve(import.meta.dirname, '..');
const esm = path.join(root, 'dist', 'esm');
const cjs = path.join(root, 'dist', 'cjs');

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
compile();
// The compiler passes over files that are JavaScript already.
for (const file of ['lib/bundle/playwright-lazy.cjs', 'lib/sdk/schema/load-ajv.cjs'])
  copyFileSync(path.join(root, file), path.join(esm, file));
for (const file of readdirSync(esm, { recursive: true })) {
  if (file.endsWith('.d.ts')) moveTypes(file);
  else if (file.endsWith('.js')) minify(file);
}
await bundleHandlers();
await bundlePages();
// No bundler is led to the constructs.
rmSync(path.join(esm, 'lib', 'cdk'), { recursive: true });
const outside = await bundleProgram(root);
await bundlePackage(root, [...new Set([...exportedModules(), ...outside])]);
checkTargets();

function compile() {
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * Types are looked for beside the file that Node runs, and by its name: tools that are no compilers, such as linters, find
 * no types of `./act.ts` in `act.d.ts`, and then know of no promise.
 */
function moveTypes(file) {
  const [from, to] = [path.join(esm, file), path.join(cjs, file)];
  mkdirSync(path.dirname(to), { recursive: true });
  const types = readFileSync(from, 'utf8');
  writeFileSync(to, types.replaceAll(/((?:\bfrom |\bimport\()["']\.[^"']*)\.ts(["'])/g, '$1.js$2'));
  rmSync(from);
}

/** Only bundlers read it, which write their own lines and have no use for comments. */
function minify(file) {
  const name = path.join(esm, file);
  const { code } = transformSync(readFileSync(name, 'utf8'), { target: 'es2022', minifyWhitespace: true });
  writeFileSync(name, code);
}

/** What runs in Lambda is packed with the clients that it needs, so that users need not install them. */
async function bundleHandlers() {
  const { bundleHandlerSync } = await import(path.join(esm, 'lib/bundle/bundle-handler.js'));
  const sources = path.join(root, 'lib/cdk/handlers');
  const out = path.join(root, 'dist', 'handlers');
  mkdirSync(out);
  for (const file of readdirSync(sources)) {
    const source = path.join(sources, file);
    if (!/^export (?:const|(?:async )?function) handler\b/m.test(readFileSync(source, 'utf8'))) continue;
    writeFileSync(path.join(out, file.replace(/\.ts$/, '.mjs')), bundleHandlerSync(source));
  }
}

/** The script of the page that people open: its sources, and what signs people in, are not packed. */
async function bundlePages() {
  const { bundleDeskPageScript } = await import(path.join(esm, 'lib/bundle/desk-page-script.js'));
  const out = path.join(root, 'dist', 'pages');
  mkdirSync(out);
  const main = path.join(root, 'lib/desk/page/client/main.ts');
  writeFileSync(path.join(out, 'desk.js'), bundleDeskPageScript(main));
  copyFileSync(path.join(root, 'node_modules/oauth4webapi/LICENSE.md'), path.join(out, 'LICENSES.txt'));
}

/** The sources of what `exports` leads Node to. */
function exportedModules() {
  const { exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return Object.values(exports)
    .map((target) => target.default ?? target)
    .filter((file) => file.endsWith('.js'))
    .map((file) =>
      path.relative(cjs, path.join(root, file)).replaceAll(path.sep, '/').replace(/\.js$/, '.ts'),
    );
}

/** A package whose entries lead nowhere must not be packed. */
function checkTargets() {
  const { exports, bin, main, types } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const targets = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(targets));
  const missing = targets({ exports, bin, main, types }).filter((file) => !existsSync(path.join(root, file)));
  if (missing.length === 0) return;
  console.error(`package.json names files that the build does not make: ${missing.join(', ')}`);
  process.exit(1);
}
