import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SpoolFile } from '../../lib/core/spool-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spool-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('texts are read as they were added, and no name is left of their file', () => {
  const spool = new SpoolFile(folder);
  const texts = ['one', '', 'two'.repeat(100_000), 'three'];
  const parts = texts.map((text) => spool.add(text));
  expect(readdirSync(folder)).toEqual([]);
  const bytes = Buffer.alloc(500_000, '.');
  for (const [index, part] of parts.entries()) {
    spool.read(part, bytes, 10);
    expect(bytes.toString('latin1', 10, 10 + part.length)).toBe(texts[index]);
  }
  expect(bytes.toString('latin1', 0, 10)).toBe('..........');
  spool.close();
  expect(() => parts.map((part) => spool.read(part, bytes, 0))).toThrow('not there any more');
  spool.close();
});

test('where there is no folder, it says so each time', () => {
  const spool = new SpoolFile(folder);
  rmSync(folder, { recursive: true });
  expect(() => spool.add('one')).toThrow('ENOENT');
  expect(() => spool.add('one')).toThrow('ENOENT');
  spool.close();
});
