import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  /** It is in the archive of the package above it, and covered by that one's hash. */
  readonly inBundle?: boolean;
}

/** Packages whose hash the registry could not say when they were locked, by their place; to be completed. */
const WITHOUT_HASH: readonly string[] = [];

const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '..', 'package-lock.json'), 'utf8'),
);
const { '': _project, ...packages } = lock.packages;

/** What is downloaded to have a package: itself, or what it is bundled with. */
function archiveOf(place: string): string {
  return packages[place]?.inBundle === true
    ? archiveOf(place.slice(0, place.lastIndexOf('/node_modules/')))
    : place;
}

test('every package that npm may download, for any platform, is known by its hash', () => {
  const open = Object.keys(packages)
    .map(archiveOf)
    .filter((place) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(packages[place]?.integrity ?? ''));

  // 500 and more; those of other platforms are most likely to lack something.
  expect(Object.keys(packages).filter((place) => /win32|darwin/.test(place)).length).toBeGreaterThan(10);
  expect([...new Set(open)].sort()).toEqual([...WITHOUT_HASH].sort());
});

test('no address leads to a private registry', () => {
  const elsewhere = Object.entries(packages).flatMap(([place, { resolved }]) =>
    resolved === undefined || resolved.startsWith('https://registry.npmjs.org/')
      ? []
      : [`${place}: ${resolved}`],
  );

  expect(elsewhere).toEqual([]);
});
