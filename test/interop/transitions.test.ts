import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type AccountId, type AccountServer, startAccountServer } from './support/account.ts';
import { Assemblies } from './support/assemblies.ts';
import type { Outcome } from './support/deployed-account.ts';
import { PREPARATION_MS } from './support/python.ts';
import { CODE_ROWS } from './transitions/code.ts';
import { FIRST_VERSION_ROWS } from './transitions/first-version.ts';
import { PERSONAL_ROWS } from './transitions/personal.ts';
import { PLACE_ROWS } from './transitions/places.ts';
import { ROLLOUT_ROWS } from './transitions/rollout.ts';
import { type Expected, play, type Row } from './transitions/row.ts';
import { SETTINGS_ROWS } from './transitions/settings.ts';
import { WORKFLOW_ROWS } from './transitions/workflows.ts';

/** Most of the time the CDK CLI waits: more of them than processors. */
const ROWS_AT_ONCE = 6;

const THEMES = {
  'other code': CODE_ROWS,
  'other settings': SETTINGS_ROWS,
  'other workflows': WORKFLOW_ROWS,
  'other places': PLACE_ROWS,
  'personal stages': PERSONAL_ROWS,
  'versions that are called first': ROLLOUT_ROWS,
  'from the first version': FIRST_VERSION_ROWS,
};

process.env.CDK_VALIDATION = 'false';
const assemblies = new Assemblies();
const played = new Map<Row, Promise<readonly Outcome[]>>();
let server: AccountServer;

beforeAll(async () => {
  server = await startAccountServer();
  const begin = new Map<Row, () => Promise<unknown>>();
  Object.values(THEMES)
    .flat()
    .forEach((row, index) => {
      const account: AccountId = `${200_000_000_000 + index}`;
      const outcomes = new Promise<readonly Outcome[]>((resolve) => {
        begin.set(row, () => {
          const playing = play({ row, server, account, assemblies });
          resolve(playing);
          // The test of the row says what went wrong.
          return playing.catch(() => {});
        });
      });
      outcomes.catch(() => {});
      played.set(row, outcomes);
    });
  const waiting = begin.values();
  const work = async (): Promise<void> => {
    for (const start of waiting) await start();
  };
  for (let count = 0; count < ROWS_AT_ONCE; count += 1) void work();
}, PREPARATION_MS);

afterAll(async () => {
  await Promise.allSettled(played.values());
  await server?.[Symbol.asyncDispose]();
  assemblies[Symbol.dispose]();
});

describe.each(Object.entries(THEMES))('deployed again with %s', (_theme, rows) => {
  test.each(rows.map((row) => [row.name, row] as const))(
    '%s',
    async (_name, row) => {
      const outcomes = await played.get(row);

      expect(outcomes).toMatchObject(row.steps.map((step) => matching(step.expected)));
      // What CloudFormation refuses because of what is deployed, the preflight has said before; and nothing else.
      const surprises = row.steps.filter(
        (step, index) => (outcomes?.[index]?.foreseen ?? false) !== (step.expected.foreseen ?? false),
      );
      expect(surprises).toEqual([]);
    },
    PREPARATION_MS,
  );
});

function matching(expected: Expected): object {
  const { message, ...others } = expected;
  return { ...others, ...(message !== undefined && { message: expect.stringContaining(message) }) };
}
