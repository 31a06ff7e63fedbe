import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Plane, startPlane } from './support/plane.ts';

const INVOCATIONS = 200;

let plane: Plane;
beforeAll(async () => {
  plane = await startPlane();
}, 600_000);
afterAll(() => plane.close());

describe(`when a session has run ${INVOCATIONS} invocations, each with a browser`, () => {
  test('no process is left, neither zombie nor alive, and nothing in /tmp', async () => {
    const session = randomUUID();
    const lookAround = async () => ({
      processes: ((await plane.call({ do: 'who' }, session)) as { processes: unknown[] }).processes,
      files: await plane.call({ do: 'list', folder: '/tmp' }, session),
    });
    const browse = () => plane.call({ do: 'browse', url: `${plane.endpoint}/page` }, session);
    await browse();
    const afterOne = await lookAround();
    for (let count = 1; count < INVOCATIONS; count += 1) await browse();
    expect(await lookAround()).toEqual(afterOne);
    expect(afterOne.processes).toHaveLength(2);
  }, 300_000);
});
