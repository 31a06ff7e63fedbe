import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { writeAll } from '../../../../lib/cli/fleet/items/write-all.ts';

test('all is written also where the disk takes a part at a time', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'write-'));
  const file = path.join(folder, 'lines');
  const handle = openSync(file, 'w');
  writeAll(handle, Buffer.from('one and two'), file, (to, bytes) => writeSync(to, bytes.subarray(0, 3)));
  closeSync(handle);
  expect(readFileSync(file, 'utf8')).toBe('one and two');
  rmSync(folder, { recursive: true });
});

test('a disk that is full is named, and no list is', () => {
  const handle = openSync('/dev/full', 'w');
  expect(() => writeAll(handle, Buffer.from('x'), '/dev/full')).toThrow(
    'Cannot write "/dev/full": there is no room left on its disk. Make room in "/dev".',
  );
  expect(() => writeAll(handle, Buffer.from('x'), '/dev/full', () => 0)).toThrow('no room left');
  closeSync(handle);
});
