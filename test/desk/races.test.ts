import { describe, expect, test } from '@jest/globals';
import { MemoryStore } from '../../lib/desk/index.ts';
import { ORDERS, playRace, possibleOutcomes } from './play-race.ts';
import { RACES } from './race-table.ts';

describe.each(RACES)('$name', (race) => {
  test.each(ORDERS)('$name', async (order) => {
    const { outcome, first, versions } = await playRace(race, order, new MemoryStore());

    expect(possibleOutcomes(race, first)).toContainEqual(outcome);
    if (race.versions !== undefined) expect(versions).toBe(race.versions);
  });
});

test('the table finds a store that lets both of two change the same version', async () => {
  const store = new MemoryStore();
  const replace = store.replace.bind(store);
  store.replace = async (question) => {
    const newest = await store.read(question);
    return await replace({ ...question, version: (newest?.version ?? 0) + 1 });
  };
  const [race] = RACES;
  const order = ORDERS.find(({ name }) => name === 'one, while the other has read and not stored yet');
  if (race === undefined || order === undefined) throw new Error('There is no such race.');
  const { outcome } = await playRace(race, order, store);

  expect(outcome).not.toEqual(race.whenOneIsFirst);
});
