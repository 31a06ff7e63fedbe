import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { writeProject } from '../../../lib/cli/init/write-project.ts';

test('a project that cannot be written as a whole leaves nothing, and what was there stays', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'nova-act-write-'));
  try {
    mkdirSync(path.join(home, 'a', '.vscode'), { recursive: true });
    writeFileSync(path.join(home, 'a', '.vscode', 'settings.json'), '{}');
    const write = (folder: string): void =>
      writeProject(path.join(home, folder), [
        { name: 'package.json', content: '{}' },
        { name: '.vscode/launch.json', content: '{}' },
        // A file where a folder is needed.
        { name: 'package.json/x', content: '' },
      ]);

    expect(() => write('a')).toThrow(/cannot be written to .*\/a: .*Nothing of it was left/);
    expect(() => write('b/c')).toThrow('cannot be written');

    expect(readdirSync(home, { recursive: true }).sort()).toEqual([
      'a',
      'a/.vscode',
      'a/.vscode/settings.json',
    ]);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
