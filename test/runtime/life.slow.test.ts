import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { deferred } from '../../lib/core/async.ts';
import { jsonLogger } from '../../lib/runtime/index.ts';
import { InvocationRecords } from '../../lib/runtime/invocation-records.ts';
import { Invocations } from '../../lib/runtime/invocations.ts';
import { afterEvent, type Life, newLife, phaseIn, pingOf, refusalOf } from '../../lib/runtime/life.ts';

describe('the life of an invocation', () => {
  const lived = (...types: readonly ('started' | 'mainEnded' | 'answered' | 'recorded')[]): Life =>
    types.reduce<Life>(
      (life, type) => afterEvent(life, { type, invocation: 'a' }, 0),
      afterEvent(newLife(0), { type: 'admitted', invocation: 'a' }, 0),
    );

  test.each([
    [[], 'admitted', 409, 'HealthyBusy'],
    [['started'], 'running', 409, 'HealthyBusy'],
    // The caller has hung up.
    [['started', 'answered'], 'running', 409, 'HealthyBusy'],
    [['started', 'mainEnded'], 'answering', 409, 'HealthyBusy'],
    [['started', 'mainEnded', 'answered'], 'recording', undefined, 'HealthyBusy'],
    [['started', 'answered', 'mainEnded', 'recorded'], 'done', undefined, 'Healthy'],
    [['started', 'recorded', 'mainEnded'], 'answering', 409, 'HealthyBusy'],
  ] as const)('after %j it is %s', (events, phase, refusal, ping) => {
    const life = lived(...events);
    expect([phaseIn(life, 'a'), refusalOf(life, 1), pingOf(life).status]).toEqual([phase, refusal, ping]);
  });

  test('the time of the ping is that of the last change of status, in whole seconds', () => {
    let life = newLife(1_000_999);
    expect(pingOf(life).time_of_last_update).toBe(1000);
    for (const [nowMs, invocation] of [
      [2_000_000, 'a'],
      [3_000_000, 'b'],
    ] as const) {
      life = afterEvent(life, { type: 'admitted', invocation }, nowMs);
    }
    expect(pingOf(life)).toEqual({ status: 'HealthyBusy', time_of_last_update: 2000 });
    for (const [nowMs, invocation] of [
      [4_000_000, 'a'],
      [5_000_000, 'b'],
    ] as const) {
      expect(pingOf(life).time_of_last_update).toBe(2000);
      for (const type of ['mainEnded', 'answered', 'recorded'] as const) {
        life = afterEvent(life, { type, invocation }, nowMs);
      }
    }
    expect(pingOf(life)).toEqual({ status: 'Healthy', time_of_last_update: 5000 });
  });
});

/** What should be true, in the plainest words: a list of calls, and whether the host was told to end. */
interface Model {
  readonly calls: ModelCall[];
  /** Once the host was told to end: what callers of a workflow that fails by it are told. */
  ending?: 500 | 503;
}

interface ModelCall {
  readonly way: Way;
  isRunning: boolean;
  isAnswered: boolean;
  /** What its caller should be told, once that is known. */
  outcome?: 200 | 500 | 503 | undefined;
}

const WAYS = ['json', 'events', 'websocket', 'async'] as const;
type Way = (typeof WAYS)[number];
const CONCURRENCY = 2;

const holdsPlace = (call: ModelCall): boolean => call.isRunning || !call.isAnswered;

/** The real thing, with callers and workflows that do what the sequence says. */
function host() {
  const logger = jsonLogger({ level: 'error', write: () => undefined });
  const mains: { finish(): void; crash(): void }[] = [];
  const records = new InvocationRecords({ store: undefined, logger, secrets: [] });
  const main = (): Promise<string> => {
    const { promise, resolve, reject } = deferred<string>();
    mains.push({ finish: () => resolve('done'), crash: () => reject(new Error('crashed')) });
    return promise;
  };
  const invocations = new Invocations({ main, concurrency: CONCURRENCY, logger, records });
  const calls: { answered(): void; status: number | undefined }[] = [];
  return {
    invocations,
    mains,
    calls,
    call(way: Way): 409 | 503 | undefined {
      const admission = invocations.admit({});
      if ('error' in admission) return admission.status;
      const call = { answered: admission.answered, status: undefined as number | undefined };
      calls.push(call);
      if (way === 'async') {
        void admission.begin({}).then((answer) => {
          call.status = answer.ok ? 202 : answer.status;
        });
      } else {
        const listener = (): void => {
          if (way === 'events') throw new Error('a listener that fails');
        };
        void admission.run({}, listener).then((outcome) => {
          call.status = outcome.ok ? 200 : outcome.status;
        });
      }
      return undefined;
    },
  };
}
type Host = ReturnType<typeof host>;

async function check(model: Model, real: Host): Promise<void> {
  // Promises that follow from the last event settle.
  await nextTurn();
  await nextTurn();
  const held = model.calls.filter(holdsPlace);
  expect(real.invocations.ping().status).toBe(held.length > 0 ? 'HealthyBusy' : 'Healthy');
  const isIdle = await Promise.race([real.invocations.idle().then(() => true), nextTurn(false)]);
  expect(isIdle).toBe(held.length === 0);
  for (const [index, { way, outcome }] of model.calls.entries()) {
    if (way !== 'async') expect(real.calls[index]?.status).toBe(outcome);
  }
}

class Call implements fc.AsyncCommand<Model, Host> {
  constructor(readonly way: Way) {}
  check = () => true;
  async run(model: Model, real: Host) {
    const places = model.calls.filter(holdsPlace).length;
    const refusal = model.ending !== undefined ? 503 : places >= CONCURRENCY ? 409 : undefined;
    expect(real.call(this.way)).toBe(refusal);
    if (refusal === undefined) model.calls.push({ way: this.way, isRunning: true, isAnswered: false });
    await check(model, real);
  }
  toString = () => `call(${this.way})`;
}

/** Something that happens to one of the calls. */
class Happening implements fc.AsyncCommand<Model, Host> {
  constructor(
    readonly what: 'finish' | 'crash' | 'hang up' | 'answer sent',
    readonly which: number,
  ) {}
  check = (model: Readonly<Model>) => this.#call(model) !== undefined;
  async run(model: Model, real: Host) {
    const [index, call] = this.#call(model) ?? [];
    if (index === undefined || call === undefined) throw new Error('not checked');
    if (this.what === 'hang up' || this.what === 'answer sent') {
      real.calls[index]?.answered();
      call.isAnswered = true;
    } else {
      real.mains[index]?.[this.what]();
      call.isRunning = false;
      call.outcome = model.ending === 500 ? 500 : this.what === 'finish' ? 200 : (model.ending ?? 500);
    }
    await check(model, real);
  }
  toString = () => `${this.what}(${this.which})`;

  #call({ calls }: Readonly<Model>): [number, ModelCall] | undefined {
    const able = [...calls.entries()].filter(([, call]) => {
      if (this.what === 'answer sent') return !call.isAnswered && (!call.isRunning || call.way === 'async');
      return this.what === 'hang up' ? !call.isAnswered : call.isRunning;
    });
    return able[this.which % Math.max(1, able.length)];
  }
}

/** A signal, or an error that nobody has caught. */
class ToldToEnd implements fc.AsyncCommand<Model, Host> {
  constructor(readonly status: 500 | 503) {}
  check = () => true;
  async run(model: Model, real: Host) {
    const failure = this.status === 500 ? { error: new Error('nobody caught this') } : undefined;
    real.invocations.stop(new Error('told to end'), failure);
    model.ending = model.ending === 500 ? 500 : this.status;
    await check(model, real);
  }
  toString = () => (this.status === 500 ? 'uncaught error' : 'SIGTERM');
}

class GraceOver implements fc.AsyncCommand<Model, Host> {
  check = (model: Readonly<Model>) => model.ending !== undefined;
  async run(model: Model, real: Host) {
    await real.invocations.abandon(1_000);
    for (const call of model.calls) {
      if (call.isRunning) call.outcome = model.ending;
      call.isRunning = false;
    }
    await check(model, real);
  }
  toString = () => 'grace over';
}

test('ping, refusals, answers and the end follow from what is under way, whatever happens in which order', async () => {
  const which = fc.nat({ max: 3 });
  const happenings = (['finish', 'crash', 'hang up', 'answer sent'] as const).map((what) =>
    which.map((index) => new Happening(what, index)),
  );
  const calls = fc.constantFrom(...WAYS).map((way) => new Call(way));
  const commands = fc.commands(
    [
      calls,
      calls,
      ...happenings,
      fc.constantFrom(500, 503).map((status) => new ToldToEnd(status)),
      fc.constant(new GraceOver()),
    ],
    { maxCommands: 20 },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      await fc.asyncModelRun(() => ({ model: { calls: [] }, real: host() }), sequence);
    }),
    { numRuns: 5_000 },
  );
});
