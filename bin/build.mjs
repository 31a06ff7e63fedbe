// Compiles lib/ into dist/, which is what the package's exports lead to.
import { spawnSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
rmSync(path.join(root, 'dist'), { recursive: true, force: true });
const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
// The compiler passes over files that are JavaScript already.
if (status === 0)
  copyFileSync(
    path.join(root, 'lib/bundle/playwright-lazy.cjs'),
    path.join(root, 'dist/lib/bundle/playwright-lazy.cjs'),
  );
process.exitCode = status ?? 1;
