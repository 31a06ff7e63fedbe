import { describe, expect, test } from '@jest/globals';
import { RequestLog } from '../../lib/browser/settle/request-log.ts';

/** A tab, and what it asks at which time. */
function aTab(): {
  readonly log: RequestLog<number>;
  ask(atMs: number, request?: { url?: string; method?: string; body?: string }): void;
} {
  const log = new RequestLog<number>();
  let count = 0;
  return {
    log,
    ask(atMs, { url = '/news', method = 'GET', body } = {}) {
      count += 1;
      const facts = { resourceType: 'fetch', isMainNavigation: false, method, body: body ?? null, atMs };
      log.started(count, { ...facts, url: `http://host${url}` });
      if (log.busyUntilMs(atMs) === undefined) return;
      log.ended(count, atMs + 1);
      waitedFor.push(atMs);
    },
  };
}

let waitedFor: number[] = [];

describe('requests that are worth waiting for', () => {
  test.each<[string, (n: number) => { url?: string; method?: string; body?: string }]>([
    ['address', (n) => ({ url: `/${n}` })],
    ['body', (n) => ({ url: '/graphql', method: 'POST', body: `{"query":"${n}"}` })],
    ['query', (n) => ({ url: `/api?page=${n}` })],
  ])('one after another, each with another %s', (_name, request) => {
    waitedFor = [];
    const tab = aTab();
    tab.log.beginAction();
    for (const n of [0, 1, 2]) tab.ask(n * 600, request(n));
    expect(waitedFor).toEqual([0, 600, 1200]);
  });

  test('the same again and again, as long as a job may take that the action started', () => {
    waitedFor = [];
    const tab = aTab();
    tab.log.beginAction();
    for (const atMs of [0, 400, 800, 1200, 1600, 2000, 2400, 2800]) tab.ask(atMs);
    expect(waitedFor).toEqual([0, 400, 800, 1200, 1600, 2000, 2400]);
  });

  test('the same as a poll, when the user asks for it out of turn', () => {
    const tab = aTab();
    for (const atMs of [0, 1000, 2000, 3000]) tab.ask(atMs);
    tab.log.beginAction();
    waitedFor = [];
    tab.ask(3200);
    expect(waitedFor).toEqual([3200]);
  });

  test('the same on each of three clicks, however regular they are', () => {
    waitedFor = [];
    const tab = aTab();
    for (const atMs of [0, 3000, 6000]) {
      tab.log.beginAction();
      tab.ask(atMs);
    }
    expect(waitedFor).toEqual([0, 3000, 6000]);
  });
});

describe('polling is not waited for', () => {
  test.each([
    ['with the same address', () => ({})],
    ['with a number in the query', (atMs: number) => ({ url: `/news?at=${atMs}` })],
  ])('after an action when it was there before, %s', (_name, request) => {
    const tab = aTab();
    for (const atMs of [0, 500, 1000, 1500]) tab.ask(atMs, request(atMs));
    tab.log.beginAction();
    waitedFor = [];
    for (const atMs of [2050, 2500, 3000, 3550, 4000, 4500]) tab.ask(atMs, request(atMs));
    expect(waitedFor).toEqual([]);
  });

  test('of a document that is loaded, after a second', () => {
    const tab = aTab();
    waitedFor = [];
    for (const atMs of [0, 400, 800, 1200, 1600]) tab.ask(atMs);
    expect(waitedFor).toEqual([0, 400, 800]);
  });
});

test('a picture is on its way until it is there, even if it is asked for again and again and not waited for', () => {
  const log = new RequestLog<number>();
  const facts = { method: 'GET', body: null, isMainNavigation: false, url: 'http://host/cam.png' };
  for (let round = 0; round < 12; round += 1) {
    log.started(round, { ...facts, resourceType: 'image', atMs: round * 1_500 });
    expect(log.isLoading()).toBe(true);
    const started = log.changes();
    log.ended(round, round * 1_500 + 100);
    expect([log.isLoading(), log.changes()]).toEqual([false, started + 1]);
  }
  expect(log.busyUntilMs(20_000)).toBeUndefined();
  log.started(99, { ...facts, resourceType: 'fetch', atMs: 30_000 });
  expect(log.isLoading()).toBe(false);
});
