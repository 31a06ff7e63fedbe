import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { artifactKind } from '../../../lib/cli/artifacts/artifact-kind.ts';
import { pathsOfKeys } from '../../../lib/cli/artifacts/object-paths.ts';
import { formatBytes } from '../../../lib/core/format-bytes.ts';

const pathsOf = (...keys: readonly string[]): readonly string[] => {
  const paths = pathsOfKeys(keys);
  return keys.map((key) => paths.get(key)?.join('/') ?? '');
};

test('usual keys are their own paths', () => {
  const keys = ['invocations/1b.json', 'runs/2c/sessions/s-1/acts/a_1/step-0001.jpg', 'Notes.TXT', '.hidden'];
  expect(pathsOf(...keys)).toEqual(keys);
});

test('others lead nowhere else', () => {
  expect(
    pathsOf('../../etc/passwd', '/etc/passwd', './a//b/', 'C:\\x', 'a\0b', 'NUL', 'aux.txt/x. ', 'a%2Fb'),
  ).toEqual([
    '.%2E/.%2E/etc/passwd',
    '%e/etc/passwd',
    '%2E/a/%e/b/%e',
    'C%3A%5Cx',
    'a%00b',
    '%4EUL',
    '%61ux.txt/x.%20',
    'a%252Fb',
  ]);
});

test('two keys of one file on some disk become two', () => {
  const beside = /^[^/]*%o[0-9a-f]{12}$/;
  for (const keys of [
    ['A', 'a'],
    ['\u00e9', 'e\u0301'],
    ['stra\u00dfe', 'STRASSE'],
    ['a', 'a/b'],
    ['a', 'A/b'],
    ['a\u200b', 'a'],
  ]) {
    const paths = pathsOf(...keys);
    expect(paths.filter((each) => beside.test(each))).toHaveLength(1);
    expect(paths.some((each) => keys.includes(each))).toBe(true);
  }
});

describe('whatever the keys are', () => {
  const part = fc.oneof(
    fc.constantFrom(
      'a',
      'A',
      '..',
      '.',
      '',
      'con',
      'NUL.txt',
      'a.',
      'a ',
      '%e',
      '%2E',
      '\0',
      'C:',
      '\u00e9',
      'e\u0301',
      'b%o123456789012',
    ),
    fc.string({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  const key = fc.oneof(
    fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/')),
    fc.string({ unit: 'binary-ascii' }),
  );
  const keys = fc.uniqueArray(
    key.filter((text) => text !== ''),
    { minLength: 1, maxLength: 12 },
  );

  const FORBIDDEN = /[/\\:*?"<>|\0]|^\.{0,2}$|[. ]$|^(?:con|nul|aux)(?:\.|$)/i;

  test('every file is below the folder, and has a name of its own, on every system', () => {
    fc.assert(
      fc.property(keys, (given) => {
        const paths = [...pathsOfKeys(given).values()];
        const names = paths.flat();
        expect(names.filter((name) => FORBIDDEN.test(name) || Buffer.byteLength(name) > 255 - 41)).toEqual(
          [],
        );
        for (const system of [path.posix, path.win32]) {
          const root = system.resolve('/out');
          const files = paths.map((each) =>
            system
              .join(root, ...each)
              .normalize('NFKD')
              .toLowerCase(),
          );
          expect(new Set(files).size).toBe(given.length);
          expect(files.filter((file) => !file.startsWith(`${root.toLowerCase()}${system.sep}`))).toEqual([]);
          // A file is no folder of another one.
          const isFolder = (file: string): boolean =>
            files.some((other) => other.startsWith(file + system.sep));
          expect(files.filter(isFolder)).toEqual([]);
        }
      }),
    );
  });
});

test('kinds are told by keys', () => {
  expect(
    [
      'invocations/x.json',
      'runs/x.json',
      'runs/x/sessions/s/acts/a/act.json',
      'runs/x/sessions/s/act_a.html',
      'runs/x/sessions/s/act_a_Buy_trace.zip',
      'notes.txt',
      'runs/x',
    ].map(artifactKind),
  ).toEqual(['record', 'run', 'act', 'trace', 'browser-trace', 'other', 'other']);
});

test('sizes are in units that people read', () => {
  expect([0, 999, 1000, 999_499, 999_500, 12_345_678, 5e15].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 KB',
    '999 KB',
    '1.0 MB',
    '12.3 MB',
    '5000 TB',
  ]);
});
