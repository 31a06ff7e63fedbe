import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { secretsOption } from '../../../lib/cli/local/secrets-option.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'secrets-option-'));
  writeFileSync(path.join(directory, 'mine.json'), '{}');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('values of secrets are in the file that is named, else in that of the project, if there is one', () => {
  const at = { directory, projectRoot: '/project' };
  expect(secretsOption('mine.json', at)).toBe(path.join(directory, 'mine.json'));
  expect(secretsOption(undefined, at)).toBe('/project/.nova-act-secrets.json');
  expect(() => secretsOption('mnie.json', at)).toThrow('There is no file "mnie.json" for --secrets.');
});
