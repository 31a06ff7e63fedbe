import { describe, expect, test } from '@jest/globals';
import { MemoryStore } from '../../lib/desk/index.ts';
import { ORDERS, playRace } from './play-race.ts';
import { RACES } from './race-table.ts';

describe.each(RACES)('$name', (race) => {
  test.each(ORDERS)('$name', async (order) => {
    const { outcome, first, versions } = await playRace(race, order, new MemoryStore());

    const { whenOneIsFirst, whenOtherIsFirst } = race;
    if (first === 'either') expect([whenOneIsFirst, whenOtherIsFirst]).toContainEqual(outcome);
    else expect(outcome).toEqual(first === 'one' ? whenOneIsFirst : whenOtherIsFirst);
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
