import type { PingReport } from '../contract/host.ts';

/**
 * The life of a host and of the invocations in it. Pure: whoever runs invocations says what happens, and ping, 409, the
 * idle clock and the end of the process follow.
 *
 * An invocation goes from `admitted` by `running` to `answering` (`main` has ended) and `recording` (the caller has its
 * answer, or cannot get one any more). It holds its place until then, whether anybody waits for it or not; with its
 * record stored it is gone. The host goes from `open` to `ending`, and has `ended` when no invocation is left.
 */
export interface Life {
  readonly host: 'open' | 'ending';
  /** What is left to do of each invocation, by a name that it has here. */
  readonly invocations: ReadonlyMap<string, Remaining>;
  /** When the host became busy or idle the last time. */
  readonly changedAtMs: number;
}

interface Remaining {
  readonly main: 'admitted' | 'running' | 'ended';
  readonly answered: boolean;
  readonly recorded: boolean;
}

/** What happens. What cannot happen any more, such as the beginning of `main` in a host that is ending, changes nothing. */
export type LifeEvent =
  | { readonly type: 'admitted' | 'started' | 'mainEnded' | 'recorded'; readonly invocation: string }
  /** The answer has been sent, or its caller has gone. */
  | { readonly type: 'answered'; readonly invocation: string }
  /** The host was told to end: nothing begins any more. */
  | { readonly type: 'ending' }
  /** What of `main` still runs is not waited for any more. */
  | { readonly type: 'abandoned' };

/** A host without invocations. */
export function newLife(nowMs: number): Life {
  return { host: 'open', invocations: new Map(), changedAtMs: nowMs };
}

/** What comes after an event. */
export function afterEvent(life: Life, event: LifeEvent, nowMs: number): Life {
  const host = event.type === 'ending' ? 'ending' : life.host;
  const invocations = new Map(life.invocations);
  if (event.type === 'admitted') {
    if (host === 'open') invocations.set(event.invocation, ADMITTED);
  } else {
    const concerned = 'invocation' in event ? [event.invocation] : [...invocations.keys()];
    for (const name of concerned) {
      const before = invocations.get(name);
      if (before === undefined) continue;
      const after = remainingAfter(before, event.type);
      if (phaseOf(after) === 'done') invocations.delete(name);
      else invocations.set(name, after);
    }
  }
  const changes = invocations.size > 0 !== life.invocations.size > 0;
  return { host, invocations, changedAtMs: changes ? nowMs : life.changedAtMs };
}

/** Where an invocation stands. */
export type Phase = 'admitted' | 'running' | 'answering' | 'recording' | 'done';

/** Where the invocation of that name stands. */
export function phaseIn(life: Life, invocation: string): Phase {
  const remaining = life.invocations.get(invocation);
  return remaining === undefined ? 'done' : phaseOf(remaining);
}

/** Whether another invocation may come in, and if not, which status says why. */
export function refusalOf(life: Life, concurrency: number): 409 | 503 | undefined {
  if (life.host === 'ending') return 503;
  const held = [...life.invocations.values()].filter((remaining) => phaseOf(remaining) !== 'recording');
  return held.length >= concurrency ? 409 : undefined;
}

/** Whether nothing is under way: neither `main` nor an answer nor a record. */
export function isIdle(life: Life): boolean {
  return life.invocations.size === 0;
}

/**
 * The answer to a ping.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-http-protocol-contract.html
 */
export function pingOf(life: Life): PingReport {
  return {
    status: isIdle(life) ? 'Healthy' : 'HealthyBusy',
    time_of_last_update: Math.floor(life.changedAtMs / 1000),
  };
}

const ADMITTED: Remaining = { main: 'admitted', answered: false, recorded: false };

function remainingAfter(before: Remaining, type: Exclude<LifeEvent['type'], 'admitted'>): Remaining {
  switch (type) {
    case 'started':
      return before.main === 'admitted' ? { ...before, main: 'running' } : before;
    case 'ending':
      return before.main === 'admitted' ? { ...before, main: 'ended' } : before;
    case 'mainEnded':
    case 'abandoned':
      return { ...before, main: 'ended' };
    case 'answered':
      return { ...before, answered: true };
    case 'recorded':
      return { ...before, recorded: true };
  }
}

function phaseOf({ main, answered, recorded }: Remaining): Phase {
  if (main !== 'ended') return main;
  if (!answered) return 'answering';
  return recorded ? 'done' : 'recording';
}
