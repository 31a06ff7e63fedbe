import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BundleError } from '../../lib/bundle/index.ts';
import { loadSource } from '../../lib/bundle/load-source.ts';
import { runApart } from '../../lib/bundle/run-apart.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'load-source-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function load(code: string): unknown {
  const file = path.join(root, 'settings.ts');
  writeFileSync(file, code);
  return loadSource(file, root, 'catalog').exports;
}

test('code that throws: which file, and why; the file counts as one that is wrong', () => {
  expect(() => load('throw new Error("boom");')).toThrow(BundleError);
  expect(() => load('throw new Error("boom");')).toThrow(
    `The catalog ${path.join(root, 'settings.ts')} failed while it was loaded: boom. Mend`,
  );
  expect(() => load('throw new Error("boom");')).toThrow(
    expect.objectContaining({ files: [path.join(root, 'settings.ts')], fix: expect.any(String) }),
  );
});

test('a call of process.exit is an error, also when the code catches it, and changes nothing here', () => {
  const { exit, exitCode } = process;
  const { write } = process.stdout;

  expect(() =>
    runApart(() => {
      try {
        process.exit(0);
      } catch {}
    }, 1000),
  ).toThrow('called process.exit(0) while it was loaded');
  expect([process.exit, process.stdout.write, process.exitCode]).toEqual([exit, write, exitCode]);
});

test('what code prints does not get between results', () => {
  const lines: unknown[] = [];
  const { write } = process.stderr;
  process.stderr.write = (text) => lines.push(text) > 0;
  try {
    runApart(() => process.stdout.write('noise'), 1000);
  } finally {
    process.stderr.write = write;
  }
  expect(lines).toEqual(['noise']);
});

test('code that never ends is stopped', () => {
  expect(() =>
    runApart(() => {
      for (;;);
    }, 50),
  ).toThrow('had not ended 0.05 s after its loading began');
});
