import { expect, test } from '@jest/globals';
import { RACES } from '../desk/race-table.ts';
import { read } from './markdown.ts';
import { PAGE, withRaces } from './races/section.ts';

test('the table of races has those that the desk plays, with their ends (after a change on purpose: npm run docs:races)', () => {
  expect(read(PAGE)).toBe(withRaces(read(PAGE)));
  for (const { name } of RACES) expect(read(PAGE)).toContain(`| ${name} |`);
});
