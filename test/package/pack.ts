import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cleanEnvironment, run } from './processes.ts';

/** The project's folder. */
export const root = path.resolve(import.meta.dirname, '..', '..');
/** Its manifest. */
export const manifest: {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/**
 * Packs the package with `npm pack`, which builds it first.
 *
 * @returns the path of the tarball
 * @throws when something is missing in it, or does not belong there
 */
export async function packTarball(folder: string): Promise<string> {
  const env = cleanEnvironment(path.dirname(process.execPath));
  await run({ command: ['npm', 'pack', '--silent', '--pack-destination', folder], cwd: root, env });
  const tarball = path.join(folder, readdirSync(folder).find((file) => file.endsWith('.tgz')) ?? '');
  const listing = await run({ command: ['tar', 'tzf', tarball], cwd: folder, env });
  const files = listing.split('\n').map((line) => line.replace(/^package\//, ''));
  const wanted = [
    ...Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? target : Object.values(target),
    ),
    ...Object.values(manifest.bin),
    'dist/act/LICENSES.txt',
    'dist/esm/lib/runtime/host.js',
    'dist/esm/lib/bundle/playwright-lazy.cjs',
    'container/Dockerfile',
    'container/.dockerignore',
    'README.md',
    'SECURITY.md',
    'LICENSE',
    'docs/README.md',
    'cdk.json',
    'templates/project/gitignore',
    'templates/project/workflows/headline.test.ts',
    'examples/cdk-app/app.ts',
    'examples/cdk-app/cdk.json',
    'examples/company/workflows/settings.ts',
    'examples/workflow-test/package.json',
  ].map((file) => path.normalize(file));
  const missing = wanted.filter((file) => !files.includes(file));
  const foreign = files.filter((file) =>
    /^(test|bench|workflows)\/|^dist\/(?:cjs|esm)\/lib\/cli\/|(^|\/)(node_modules|cdk\.out|\.nova-act|package-lock\.json)(\/|$)/.test(
      file,
    ),
  );
  if (missing.length === 0 && foreign.length === 0) return tarball;
  throw new Error(`The tarball lacks [${missing.join(', ')}] and should not have [${foreign.join(', ')}].`);
}
