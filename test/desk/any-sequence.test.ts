import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { newSecret } from '../../lib/contract/secret-hash.ts';
import { type Desk, DeskError, MemoryStore, type Question } from '../../lib/desk/index.ts';
import { type Asking, askedDesk } from './support/asking.ts';

const SECRETS = [newSecret(), newSecret(), newSecret()];

interface Step {
  readonly name: string;
  /** Since the step before, or since the end of the question. */
  readonly afterMs: number;
  readonly isAtEnd: boolean;
  readonly who: number;
  readonly value: 'yes' | 'no';
}

const step = fc.record<Step>({
  name: fc.constantFrom('state', 'withdraw', 'read', 'answer', 'answer', 'take', 'take', 'mint', 'ask'),
  // Clocks of several machines: sometimes it goes back a little.
  afterMs: fc.constantFrom(0, 1, 100, -50, 11_000, 30_000, 61_000, 200_000),
  isAtEnd: fc.boolean(),
  who: fc.nat(2),
  value: fc.constantFrom('yes', 'no'),
});

test('whatever is done in whatever order: one answer at most, none after the end or after it was withdrawn, and versions grow by one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<'approve' | 'takeOver'>('approve', 'takeOver'),
      fc.array(step, { maxLength: 30 }),
      fc.boolean(),
      async (kind, steps, isAtEnd) => {
        const store = new Watched();
        const { desk, clock, ...asking } = await askedDesk({ kind }, { store });
        const told: string[] = [];
        for (const each of steps) {
          clock.ms = each.afterMs + (each.isAtEnd && isAtEnd ? asking.asked.expiresAt : clock.ms);
          const version = (await store.read(asking.key))?.version;
          const result = await attempt(desk, asking, each);
          if (result instanceof DeskError) {
            expect(result.code).not.toBe('Busy');
            // Who is refused has changed nothing.
            expect((await store.read(asking.key))?.version).toBe(version);
          } else if (['state', 'withdraw', 'ask'].includes(each.name)) told.push(result.status);
        }

        const history = store.history;
        expect(history.map(({ version }) => version)).toEqual(history.map((_, index) => index + 1));
        const answers = new Set(history.flatMap(({ answer }) => (answer ? [JSON.stringify(answer)] : [])));
        expect(answers.size).toBeLessThanOrEqual(1);
        for (const [index, { answer }] of history.entries()) {
          const before = history[index - 1];
          if (answer === undefined) {
            // What was answered stays answered.
            expect(before?.answer).toBeUndefined();
            continue;
          }
          expect(answer.at).toBeLessThan(asking.asked.expiresAt);
          if (before?.answer !== undefined) continue;
          expect(before).not.toHaveProperty('withdrawn');
          expect(before).not.toHaveProperty('expired');
          // Of two who hold at the same time there is none; and done is said by who has held.
          if (kind === 'takeOver' && answer.value === 'yes') expect(before).toHaveProperty('holder');
        }
        // What the workflow was told once is not taken back.
        const ends = new Set(told.filter((status) => status !== 'open'));
        expect(ends.size).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 500 },
  );
});

/** Keeps all versions. */
class Watched extends MemoryStore {
  readonly history: Question[] = [];

  override async create(...given: Parameters<MemoryStore['create']>): Promise<boolean> {
    const isNew = await super.create(...given);
    if (isNew) this.history.push(structuredClone(given[0]));
    return isNew;
  }

  override async replace(question: Question): Promise<boolean> {
    const isStored = await super.replace(question);
    if (isStored) this.history.push(structuredClone(question));
    return isStored;
  }
}

async function attempt(
  desk: Desk,
  { key, token, asked }: Asking,
  { name, who, value }: Step,
): Promise<{ readonly status: string } | DeskError> {
  const claim = SECRETS[who] ?? '';
  const person = { token, name: `person ${who}` };
  try {
    switch (name) {
      case 'ask':
        return await desk.ask(key, asked);
      case 'state':
        return await desk.state(key);
      case 'withdraw':
        return await desk.withdraw(key, 'The act has ended.');
      case 'read':
        return await desk.read(key, { token, claim });
      case 'answer':
        return await desk.answer(key, { ...person, claim, nonce: claim, answer: value });
      case 'take':
        return { status: typeof (await desk.take(key, { ...person, claim })).url };
      default:
        return { status: typeof (await desk.mint(key)) };
    }
  } catch (error) {
    if (error instanceof DeskError) return error;
    throw error;
  }
}
