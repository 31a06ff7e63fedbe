import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const cli = path.resolve(import.meta.dirname, '..', '..', 'lib', 'cli');

/** The packages that a file needs before it can run, each with the way there. */
function packagesOf(file: string, way: readonly string[] = [], seen = new Set<string>()): readonly string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const here = [...way, path.relative(cli, file)];
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?!type )([^;]*?)from '([^']+)';$/gms,
  );
  return [...imports].flatMap(([, names = '', target = '']) => {
    const isErased = /^\{(?:\s*type \w+(?: as \w+)?,?)+\s*\}\s*$/.test(names);
    if (isErased || target.startsWith('node:')) return [];
    if (!target.startsWith('.')) return [`${target} by ${here.join(' > ')}`];
    return packagesOf(path.resolve(path.dirname(file), target), here, seen);
  });
}

test('a command is defined without loading packages but Commander: what it does is imported when it runs', () => {
  const table = readFileSync(path.join(cli, 'command-table.ts'), 'utf8');
  const files = [...table.matchAll(/import\('(\.[^']+)'\)/g)].map(([, file = '']) => path.join(cli, file));
  const heavy = ['act.ts', 'run-process.ts', ...files.map((file) => path.relative(cli, file))]
    .flatMap((file) => packagesOf(path.join(cli, file)))
    .filter((found) => !found.startsWith('commander '));

  expect(files.length).toBeGreaterThan(10);
  expect(files.every(existsSync)).toBe(true);
  expect([...new Set(heavy)]).toEqual([]);
});

test('a package that is loaded would be found', () => {
  expect(packagesOf(path.join(cli, 'target.ts'))).toEqual(
    expect.arrayContaining([expect.stringMatching(/^@smithy\/.* by target\.ts/)]),
  );
});
