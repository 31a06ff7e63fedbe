import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { AskedHere } from '../../../lib/local/index.ts';
import { question, send, signedBy, startDesk } from './desk-server.ts';

let desk: Awaited<ReturnType<typeof startDesk>>;
let heard: AskedHere[];
beforeEach(async () => {
  heard = [];
  desk = await startDesk({ onQuestion: (news) => heard.push(news) });
});
afterEach(async () => desk[Symbol.asyncDispose]());

const ask = async (details: Parameters<typeof question>[0] = {}) => {
  const asked = question(details);
  await send(desk.local, asked.path, { method: 'PUT', headers: signedBy(), body: asked.asked });
  return asked;
};
const statuses = (): readonly string[] => heard.map(({ status }) => status);

test('who answered what is told once, whatever comes after it', async () => {
  const { path, token } = await ask();
  await send(desk.local, `${path}/read`, { body: { token } });
  await send(desk.local, `${path}/answer`, {
    body: { token, answer: 'no', name: 'Ada', comment: 'too dear' },
  });
  await send(desk.local, path, { method: 'GET', headers: signedBy() });
  await send(desk.local, `${path}/withdraw`, { headers: signedBy(), body: { reason: 'it is over' } });

  expect(statuses()).toEqual(['open', 'answered']);
  expect(heard[1]).toMatchObject({ answer: { value: 'no', by: { name: 'Ada' }, comment: 'too dear' } });
  expect(heard[1]?.viewerUrl).toBe(heard[0]?.viewerUrl);
});

test('that nobody waits any more is told with the reason', async () => {
  const { path } = await ask();
  await send(desk.local, `${path}/withdraw`, {
    headers: signedBy(),
    body: { reason: 'the act was stopped' },
  });

  expect(statuses()).toEqual(['open', 'withdrawn']);
  expect(heard[1]).toMatchObject({ withdrawnBecause: 'the act was stopped' });
});

test('that its time has passed is told when it has, although nobody says so', async () => {
  await ask({ expiresAt: Date.now() + 200 });
  expect(statuses()).toEqual(['open']);

  await sleep(400);

  expect(statuses()).toEqual(['open', 'expired']);
});

test('that somebody has taken over is no end', async () => {
  const channel = { kind: 'loopback', url: 'ws://127.0.0.1:9/' } as const;
  const { path, token } = await ask({ kind: 'takeOver', channel });
  const claim = 'c'.repeat(43);
  await send(desk.local, `${path}/take`, { body: { token, claim } });
  expect(statuses()).toEqual(['open']);

  await send(desk.local, `${path}/answer`, { body: { token, claim, answer: 'yes' } });

  expect(statuses()).toEqual(['open', 'answered']);
});
