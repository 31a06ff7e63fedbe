// Compares the public surface with the reports in api/, one for each export of package.json. `--accept` writes them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';

const root = path.resolve(import.meta.dirname, '..');
const accepted = path.join(root, 'api');
// Away from node_modules: other packages then stay names, as reports show them, and need not be read. That takes seconds.
const temporary = mkdtempSync(path.join(os.tmpdir(), 'nova-act-api-'));
const declarations = path.join(temporary, 'dist');
const found = path.join(temporary, 'api');

try {
  process.exitCode = declare() || report() || (process.argv.includes('--accept') ? accept() : compare());
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** Writes the declaration files that `npm run build` would; types are checked elsewhere. */
function declare() {
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['--emitDeclarationOnly', '--noCheck', '--outDir', declarations];
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  return status ?? 1;
}

function report() {
  const { exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const entries = Object.entries(exports).filter(([subpath]) => subpath !== './package.json');
  const files = entries.map(([, target]) => declarationOf(target.default ?? target));
  const configs = entries.map(([subpath], index) =>
    ExtractorConfig.prepare({
      packageJsonFullPath: path.join(root, 'package.json'),
      configObjectFullPath: undefined,
      configObject: configure({
        name: subpath === '.' ? 'index' : subpath.slice(2).replaceAll('/', '-'),
        files,
        index,
      }),
    }),
  );
  const compilerState = CompilerState.create(configs[0], { additionalEntryPoints: files });
  mkdirSync(found);
  const results = configs.map((config) =>
    Extractor.invoke(config, { compilerState, localBuild: true, messageCallback: passOver }),
  );
  return results.every(({ errorCount }) => errorCount === 0) ? 0 : 1;
}

/** The declaration of what the build makes at `dist/cjs/<file>.js`. */
function declarationOf(target) {
  return path.join(declarations, path.relative('dist/cjs', target).replace(/\.js$/, '.d.ts'));
}

function configure({ name, files, index }) {
  const silent = { default: { logLevel: 'none' } };
  return {
    projectFolder: temporary,
    mainEntryPointFilePath: files[index],
    newlineKind: 'lf',
    compiler: {
      overrideTsconfig: {
        compilerOptions: {
          target: 'es2022',
          lib: ['es2023', 'esnext.disposable'],
          module: 'nodenext',
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: true,
          types: ['node'],
          typeRoots: [path.join(root, 'node_modules', '@types')],
        },
        files,
      },
    },
    apiReport: {
      enabled: true,
      reportFileName: `${name}.api.md`,
      reportFolder: found,
      reportTempFolder: path.join(temporary, 'unused'),
      // What a type is made of belongs to the surface, whether it has a name for users or not.
      includeForgottenExports: true,
    },
    docModel: { enabled: false },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: silent,
      tsdocMessageReporting: silent,
      extractorMessageReporting: { ...silent, 'ae-forgotten-export': { logLevel: 'none' } },
    },
  };
}

function passOver(message) {
  message.handled = message.logLevel !== 'error';
}

function accept() {
  for (const file of textsIn(accepted).keys()) rmSync(path.join(accepted, file));
  cpSync(found, accepted, { recursive: true });
  return 0;
}

function compare() {
  const [before, after] = [accepted, found].map(textsIn);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => before.get(name) !== after.get(name),
  );
  if (changed.length === 0) return 0;
  console.error(
    `The public surface is not that of api/: ${changed.join(', ')}. If the change is meant, run "npm run api" and commit what it writes.`,
  );
  return 1;
}

function textsIn(folder) {
  // The folder beside the reports has what writes the reference.
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];
  return new Map(names.map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
}
