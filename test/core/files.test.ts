import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readIfThere, replaceFile } from '../../lib/core/files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'nova-act-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file is replaced, its folder is made, and nothing is left beside it', () => {
  const file = path.join(folder, 'a', 'b', 'state.json');

  replaceFile(file, 'old');
  replaceFile(file, 'new');

  expect(readFileSync(file, 'utf8')).toBe('new');
  expect(readdirSync(path.dirname(file))).toEqual(['state.json']);
});

test('file and folder have the permissions that were asked for', () => {
  const file = path.join(folder, 'private', 'state.json');

  replaceFile(file, 'secret', { mode: 0o600, dirMode: 0o700 });

  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
});

test('what cannot be written leaves nothing behind and is said', () => {
  const file = path.join(folder, 'state.json');
  mkdirSync(file);

  expect(() => replaceFile(file, 'text')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect(readdirSync(folder)).toEqual(['state.json']);
});

test('a file that is not there has no text; another trouble is not taken for that', () => {
  symlinkSync('loop', path.join(folder, 'loop'));

  expect(readIfThere(path.join(folder, 'none'))).toBeUndefined();
  expect(() => readIfThere(path.join(folder, 'loop'))).toThrow('ELOOP');
});
