import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { InvocationNotes } from '../../../lib/local/agentcore/invocation-notes.ts';

const RECORD = { id: 'a.b', status: 'RUNNING', startedAt: '2030-01-01T00:00:00.000Z' } as const;

let root: string;
let notesDir: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'notes-'));
  notesDir = path.join(root, 'notes');
  mkdirSync(notesDir);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('what a host calls a request leads to no file elsewhere, neither to write nor to remove', () => {
  const other = path.join(root, 'other.json');
  writeFileSync(other, 'mine');
  const notes = new InvocationNotes(notesDir);
  const begun = { definitionName: 'shopping', record: { ...RECORD, requestId: '../other' } };
  notes.write(begun);
  expect(readdirSync(root).sort()).toEqual(['notes', 'other.json']);
  expect(notes.leftovers()).toEqual([begun]);
  notes.remove(begun);
  expect(readdirSync(notesDir)).toEqual([]);
  expect(existsSync(other)).toBe(true);
});

test('a note whose definition would be a folder elsewhere is none', () => {
  writeFileSync(path.join(notesDir, 'x.json'), JSON.stringify({ definitionName: '../..', record: RECORD }));
  expect(new InvocationNotes(notesDir).leftovers()).toEqual([]);
});
