import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readIfThere, removeHalfWritten, replaceFile, statIfThere } from '../../lib/core/files.ts';

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

test('a file that is not there has no text and nothing is known of it; another trouble is not taken for that', () => {
  symlinkSync('loop', path.join(folder, 'loop'));

  writeFileSync(path.join(folder, 'd.json'), '{}');
  for (const none of ['none', 'none/a', 'd.json/index.ts']) {
    expect(readIfThere(path.join(folder, none))).toBeUndefined();
    expect(statIfThere(path.join(folder, none))).toBeUndefined();
  }
  expect(statIfThere(path.join(folder, 'd.json'))?.isFile()).toBe(true);
  expect(() => readIfThere(path.join(folder, 'loop'))).toThrow('ELOOP');
  expect(() => statIfThere(path.join(folder, 'loop'))).toThrow('ELOOP');
});

test('what a killed process has half written is removed, and nothing else', () => {
  const temporary = 'state.json.0b3e4c4e-2c1f-4d55-9c0e-6d6f1f0f6a10.tmp';
  const elsewhere = mkdtempSync(path.join(os.tmpdir(), 'nova-act-files-'));
  writeFileSync(path.join(elsewhere, temporary), '');
  mkdirSync(path.join(folder, 'a', 'b'), { recursive: true });
  symlinkSync(elsewhere, path.join(folder, 'a', 'link'));
  for (const name of [temporary, 'state.json', 'notes.tmp', `${temporary}.bak`]) {
    writeFileSync(path.join(folder, 'a', 'b', name), '');
  }

  removeHalfWritten(folder);

  expect(readdirSync(path.join(folder, 'a', 'b')).sort()).toEqual([
    'notes.tmp',
    'state.json',
    `${temporary}.bak`,
  ]);
  expect(readdirSync(elsewhere)).toEqual([temporary]);
  rmSync(elsewhere, { recursive: true });
});
