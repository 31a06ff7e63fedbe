// Writes the API reference, HTML pages in build/api-reference, from what package.json exports and its doc comments. A link that
// leads nowhere is an error.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const home = path.join(root, 'api', 'reference');
const { exports } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const entries = Object.values(exports)
  .map((target) => target.default ?? target)
  .filter((file) => file.endsWith('.js'))
  .flatMap((file) => ['--entryPoints', file.replace('./dist/cjs', root).replace(/\.js$/, '.ts')]);

process.exitCode =
  run('npm', ['ci', '--no-fund', '--no-audit']) ||
  run(process.execPath, [path.join('node_modules', 'typedoc', 'bin', 'typedoc'), ...entries]);

function run(command, args) {
  return (
    spawnSync(command, args, {
      cwd: home,
      stdio: 'inherit',
      shell: process.platform === 'win32' && command === 'npm',
    }).status ?? 1
  );
}
