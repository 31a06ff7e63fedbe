import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { CLIENTS } from './conformance/clients/all-clients.ts';
import { measure } from './conformance/measure.ts';
import { type Entry, entriesIn, entryOf, PAGE, pageOf } from './conformance/page.ts';
import { PREPARATION_MS } from './support/python.ts';

const page = readFileSync(PAGE, 'utf8');
let measured: ReadonlyMap<string, readonly Entry[]>;

beforeAll(async () => {
  measured = new Map([...(await measure())].map(([client, rows]) => [client, rows.map(entryOf)]));
}, PREPARATION_MS);

describe('docs/conformance.md says what came back to (after a change on purpose: npm run conformance)', () => {
  test.each(CLIENTS.filter(({ missing }) => missing === undefined))('$name $version', ({ name }) => {
    const said = entriesIn(page, name);
    expect((measured.get(name) ?? []).map(lineOf).sort()).toEqual(said.map(lineOf).sort());
  });

  // Their rows stay as they are: nobody looked.
  test.each(CLIENTS.filter(({ missing }) => missing !== undefined))(
    'NOT CHECKED: $name, because $missing',
    ({ name }) => expect(entriesIn(page, name)).not.toEqual([]),
  );
});

test('the rest of the page is as it is made', () => {
  const entries = CLIENTS.flatMap(({ name }) => measured.get(name) ?? entriesIn(page, name));
  expect(page).toBe(pageOf(CLIENTS, entries));
});

function lineOf({ section, operation, result }: Entry): string {
  return `${section} | ${operation} | ${result}`;
}
