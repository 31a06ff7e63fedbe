import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { makeSessionFolders, removeSessionFolders } from '../../../lib/local/agentcore/session-folders.ts';

test('folders that sessions of a local AWS have left are removed, those of others are not', () => {
  const [ours, others] = [path.join(tmpdir(), 'a', 'logs'), path.join(tmpdir(), 'b', 'logs')];
  const left = [makeSessionFolders(ours), makeSessionFolders(ours)];
  const kept = makeSessionFolders(others);

  removeSessionFolders(ours);

  expect(left.map(({ root }) => existsSync(root))).toEqual([false, false]);
  expect(existsSync(kept.tmp)).toBe(true);
  // Sockets below have a limit of about a hundred characters.
  expect(path.basename(kept.root).length).toBeLessThan(30);
  removeSessionFolders(others);
});
