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
  for (const { name, version, missing } of CLIENTS) {
    if (missing === undefined) {
      test(`${name} ${version}`, () => {
        const said = entriesIn(page, name);
        expect((measured.get(name) ?? []).map(lineOf).sort()).toEqual(said.map(lineOf).sort());
      });
    } else {
      test(`NOT CHECKED, its rows stay as they are: ${name} ${version} (${missing})`, () => {
        expect(entriesIn(page, name)).not.toEqual([]);
      });
    }
  }
});

test('the rest of the page is as it is made', () => {
  const entries = CLIENTS.flatMap(({ name }) => measured.get(name) ?? entriesIn(page, name));
  expect(page).toBe(pageOf(CLIENTS, entries));
});

function lineOf({ section, operation, result }: Entry): string {
  return `${section} | ${operation} | ${result}`;
}
