import { setTimeout as pause } from 'node:timers/promises';
import { deferred } from '../../lib/core/async.ts';
import { Desk, DeskError, type Question, type QuestionStore } from '../../lib/desk/index.ts';
import { newRacing, type Race, type RaceOutcome } from './race-table.ts';
import { Clock, NOW } from './support/asking.ts';

/** In which order two come to the store. Each order says who is first there; `either` when that is for the store to say. */
export const ORDERS: readonly RaceOrder[] = [
  { name: 'one, then the other', first: 'one' },
  { name: 'the other, then one', first: 'other' },
  { name: 'the other, while one has read and not stored yet', first: 'other', paused: 'one' },
  { name: 'one, while the other has read and not stored yet', first: 'one', paused: 'other' },
  { name: 'both read, and then both store', first: 'either', isGated: true },
  { name: 'both at once', first: 'either' },
];

export interface RaceOrder {
  readonly name: string;
  readonly first: 'one' | 'other' | 'either';
  /** Who is held up before it stores. */
  readonly paused?: 'one' | 'other';
  /** Both are held up until both want to store. */
  readonly isGated?: boolean;
}

/**
 * Plays a race on a store, each of the two at a desk of its own.
 *
 * @returns what became of it, and who was first: one who has nothing to store is first where it could not be held up
 */
export async function playRace(
  race: Race,
  order: RaceOrder,
  store: QuestionStore,
): Promise<{
  readonly outcome: RaceOutcome;
  readonly first: RaceOrder['first'];
  readonly versions: number | undefined;
}> {
  const racing = newRacing(race);
  const clock = new Clock();
  const start = deskOf(store, clock);
  if (race.isUnasked !== true) await start.ask(racing.key, racing.asked);
  await race.before?.(start, racing, clock);
  const gates = { one: new Gate(store), other: new Gate(store) };
  const play = async (who: 'one' | 'other'): Promise<string> => {
    const at = new Clock();
    at.ms = NOW + ((who === 'one' ? race.oneAtMs : race.otherAtMs) ?? 0);
    return await told(race[who](deskOf(gates[who], at), racing));
  };
  let { first } = order;
  const { paused, isGated = false } = order;
  const results: { one?: string; other?: string } = {};
  if (paused !== undefined) {
    gates[paused].close();
    const late = play(paused);
    const isHeld = await Promise.race([gates[paused].reached.then(() => true), late.then(() => false)]);
    if (!isHeld) first = paused;
    results[opposite(paused)] = await play(opposite(paused));
    gates[paused].open();
    results[paused] = await late;
  } else if (first === 'either') {
    const [one, other] = [gates.one, gates.other];
    if (isGated) for (const gate of [one, other]) gate.close();
    const both = [play('one'), play('other')] as const;
    // One who has nothing to store is not waited for.
    const ready = [Promise.race([one.reached, both[0]]), Promise.race([other.reached, both[1]])];
    if (isGated) await Promise.all(ready);
    for (const gate of [one, other]) gate.open();
    [results.one, results.other] = await Promise.all(both);
  } else {
    results[first] = await play(first);
    results[opposite(first)] = await play(opposite(first));
  }
  const { one = '', other = '' } = results;
  // The clock of the first of the two has passed no end: what was noted counts, not the time.
  clock.ms = Math.max(clock.ms, NOW + Math.min(race.oneAtMs ?? 0, race.otherAtMs ?? 0));
  const end = await told(start.read(racing.key, { token: racing.token }));
  return { outcome: { one, other, end }, first, versions: (await store.read(racing.key))?.version };
}

/** What may become of a race: one thing only, unless both were first. */
export function possibleOutcomes(race: Race, first: RaceOrder['first']): readonly RaceOutcome[] {
  const { whenOneIsFirst, whenOtherIsFirst } = race;
  return {
    one: [whenOneIsFirst],
    other: [whenOtherIsFirst],
    either: [whenOneIsFirst, whenOtherIsFirst],
  }[first];
}

function opposite(who: 'one' | 'other'): 'one' | 'other' {
  return who === 'one' ? 'other' : 'one';
}

function deskOf(store: QuestionStore, clock: Clock): Desk {
  return new Desk({ store, now: clock.now, connect: async () => 'wss://session.example/ws' });
}

/** What somebody was told, in a few words: of a refusal its code, and whom it names. */
async function told(work: Promise<unknown>): Promise<string> {
  try {
    return saidBy(await work);
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    const names = ['Ada', 'Bob'].filter((name) => error.message.includes(name));
    return names.length === 0 ? error.code : `${error.code} (${names.join(', ')})`;
  }
}

function saidBy(result: unknown): string {
  if (typeof result === 'string') return 'a token';
  const { url, status, answer, holder } = Object(result);
  if (url !== undefined) return 'held';
  if (answer !== undefined) return `${status} ${answer.value} by ${answer.by.name}`;
  return holder === undefined ? status : `${status}, held by ${holder.by.name}`;
}

/** A store that can be closed for the first one who wants to store something. */
class Gate implements QuestionStore {
  readonly #store: QuestionStore;
  readonly #reached = deferred<void>();
  #opened: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined;

  constructor(store: QuestionStore) {
    this.#store = store;
  }

  /** When somebody stands before it. */
  readonly reached = this.#reached.promise;

  close(): void {
    const { promise, resolve } = deferred<void>();
    this.#opened = { promise, resolve: () => resolve() };
  }

  open(): void {
    this.#opened?.resolve();
    this.#opened = undefined;
  }

  async create(...given: Parameters<QuestionStore['create']>): Promise<boolean> {
    await this.#pass();
    return await this.#store.create(...given);
  }

  async replace(question: Question): Promise<boolean> {
    await this.#pass();
    return await this.#store.replace(question);
  }

  read(...given: Parameters<QuestionStore['read']>): ReturnType<QuestionStore['read']> {
    return this.#store.read(...given);
  }

  picture(...given: Parameters<QuestionStore['picture']>): ReturnType<QuestionStore['picture']> {
    return this.#store.picture(...given);
  }

  async #pass(): Promise<void> {
    this.#reached.resolve();
    await this.#opened?.promise;
    // As over a network: others have their turn.
    await pause(0);
  }
}
