import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { commandPages, FOLDER } from './commands/pages.ts';

test('docs/commands says what the commands say (after a change on purpose: npm run docs:commands)', async () => {
  const written = readdirSync(FOLDER).map((name) => [name, readFileSync(path.join(FOLDER, name), 'utf8')]);

  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(await commandPages()));
});
