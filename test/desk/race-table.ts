import { newSecret } from '../../lib/contract/secret-hash.ts';
import { type Desk, LIMITS } from '../../lib/desk/index.ts';
import { type Asking, NOW, newAsking } from './support/asking.ts';

/**
 * What two do with one question at the same time, and what becomes of it: whichever of the two comes first. `test/desk/races.test.ts`
 * plays it on the store in memory; `playRace` takes any store.
 */
export const RACES: readonly Race[] = [
  {
    name: 'two people answer differently',
    one: (desk, { key, token }) => desk.answer(key, { token, answer: 'yes', name: 'Ada' }),
    other: (desk, { key, token }) => desk.answer(key, { token, answer: 'no', name: 'Bob' }),
    whenOneIsFirst: { one: 'answered yes by Ada', other: 'Answered (Ada)', end: 'answered yes by Ada' },
    whenOtherIsFirst: { one: 'Answered (Bob)', other: 'answered no by Bob', end: 'answered no by Bob' },
  },
  {
    name: 'two people answer the same',
    one: (desk, { key, token }) => desk.answer(key, { token, answer: 'yes', name: 'Ada', nonce: nonce() }),
    other: (desk, { key, token }) => desk.answer(key, { token, answer: 'yes', name: 'Bob', nonce: nonce() }),
    whenOneIsFirst: { one: 'answered yes by Ada', other: 'Answered (Ada)', end: 'answered yes by Ada' },
    whenOtherIsFirst: { one: 'Answered (Bob)', other: 'answered yes by Bob', end: 'answered yes by Bob' },
  },
  {
    name: 'a page says the same answer twice, because the first time takes long',
    one: (desk, { key, token, claim }) =>
      desk.answer(key, { token, answer: 'yes', name: 'Ada', nonce: claim.Ada }),
    other: (desk, { key, token, claim }) =>
      desk.answer(key, { token, answer: 'yes', name: 'Ada', nonce: claim.Ada }),
    whenOneIsFirst: { one: 'answered yes by Ada', other: 'answered yes by Ada', end: 'answered yes by Ada' },
    whenOtherIsFirst: {
      one: 'answered yes by Ada',
      other: 'answered yes by Ada',
      end: 'answered yes by Ada',
    },
    versions: 2,
  },
  {
    name: 'a person answers, and the workflow withdraws',
    one: (desk, { key, token }) => desk.answer(key, { token, answer: 'yes', name: 'Ada' }),
    other: (desk, { key }) => desk.withdraw(key, 'The act has ended.'),
    whenOneIsFirst: { one: 'answered yes by Ada', other: 'answered yes by Ada', end: 'answered yes by Ada' },
    whenOtherIsFirst: { one: 'Withdrawn', other: 'withdrawn', end: 'withdrawn' },
  },
  {
    name: 'a person answers in time by one clock, and the workflow asks after the end by another',
    oneAtMs: 599_999,
    otherAtMs: 600_000,
    one: (desk, { key, token }) => desk.answer(key, { token, answer: 'yes', name: 'Ada' }),
    other: (desk, { key }) => desk.state(key),
    whenOneIsFirst: { one: 'answered yes by Ada', other: 'answered yes by Ada', end: 'answered yes by Ada' },
    whenOtherIsFirst: { one: 'Expired', other: 'expired', end: 'expired' },
  },
  {
    name: 'a person answers in time by one clock, and the workflow asks its question again after the end by another',
    oneAtMs: 599_999,
    otherAtMs: 600_000,
    one: (desk, { key, token }) => desk.answer(key, { token, answer: 'no', name: 'Ada' }),
    other: (desk, { key, asked }) => desk.ask(key, asked),
    whenOneIsFirst: { one: 'answered no by Ada', other: 'answered no by Ada', end: 'answered no by Ada' },
    whenOtherIsFirst: { one: 'Expired', other: 'expired', end: 'expired' },
  },
  {
    name: 'a person answers in time by one clock, and the workflow withdraws after the end by another',
    oneAtMs: 599_999,
    otherAtMs: 600_000,
    one: (desk, { key, token }) => desk.answer(key, { token, answer: 'yes', name: 'Ada' }),
    other: (desk, { key }) => desk.withdraw(key, 'Its time is over.'),
    whenOneIsFirst: { one: 'answered yes by Ada', other: 'answered yes by Ada', end: 'answered yes by Ada' },
    whenOtherIsFirst: { one: 'Expired', other: 'expired', end: 'expired' },
  },
  {
    name: 'a person answers, and the workflow asks how it stands',
    otherAtMs: LIMITS.hearEveryMs,
    one: (desk, { key, token }) => desk.answer(key, { token, answer: 'yes', name: 'Ada' }),
    other: (desk, { key }) => desk.state(key),
    whenOneIsFirst: { one: 'answered yes by Ada', other: 'answered yes by Ada', end: 'answered yes by Ada' },
    whenOtherIsFirst: { one: 'answered yes by Ada', other: 'open', end: 'answered yes by Ada' },
  },
  {
    name: 'two people take over',
    kind: 'takeOver',
    one: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Ada, name: 'Ada' }),
    other: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Bob, name: 'Bob' }),
    whenOneIsFirst: { one: 'held', other: 'Held (Ada)', end: 'open, held by Ada' },
    whenOtherIsFirst: { one: 'Held (Bob)', other: 'held', end: 'open, held by Bob' },
  },
  {
    name: 'the holder was not heard any more, and goes on, while another one takes over',
    kind: 'takeOver',
    before: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Ada, name: 'Ada' }),
    oneAtMs: LIMITS.holdMs,
    otherAtMs: LIMITS.holdMs,
    one: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Ada }),
    other: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Bob, name: 'Bob' }),
    whenOneIsFirst: { one: 'held', other: 'Held (Ada)', end: 'open, held by Ada' },
    whenOtherIsFirst: { one: 'Held (Bob)', other: 'held', end: 'open, held by Bob' },
  },
  {
    name: 'the holder was not heard any more, and says that it is done, while another one takes over',
    kind: 'takeOver',
    before: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Ada, name: 'Ada' }),
    oneAtMs: LIMITS.holdMs,
    otherAtMs: LIMITS.holdMs,
    one: (desk, { key, token, claim }) => desk.answer(key, { token, claim: claim.Ada, answer: 'yes' }),
    other: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Bob, name: 'Bob' }),
    whenOneIsFirst: { one: 'answered yes by Ada', other: 'Answered (Ada)', end: 'answered yes by Ada' },
    whenOtherIsFirst: { one: 'Held (Bob)', other: 'held', end: 'open, held by Bob' },
  },
  {
    name: 'the holder says that it is done, while the page goes on to hold',
    kind: 'takeOver',
    before: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Ada, name: 'Ada' }),
    one: (desk, { key, token, claim }) => desk.answer(key, { token, claim: claim.Ada, answer: 'yes' }),
    other: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Ada }),
    whenOneIsFirst: { one: 'answered yes by Ada', other: 'Answered (Ada)', end: 'answered yes by Ada' },
    whenOtherIsFirst: { one: 'answered yes by Ada', other: 'held', end: 'answered yes by Ada' },
  },
  {
    name: 'the old holder and the new one answer',
    kind: 'takeOver',
    before: async (desk, { key, token, claim }, clock) => {
      await desk.take(key, { token, claim: claim.Ada, name: 'Ada' });
      clock.ms += LIMITS.holdMs;
      await desk.take(key, { token, claim: claim.Bob, name: 'Bob' });
    },
    oneAtMs: LIMITS.holdMs + 1,
    otherAtMs: LIMITS.holdMs + 1,
    one: (desk, { key, token, claim }) => desk.answer(key, { token, claim: claim.Ada, answer: 'yes' }),
    other: (desk, { key, token, claim }) => desk.answer(key, { token, claim: claim.Bob, answer: 'no' }),
    whenOneIsFirst: { one: 'Held (Bob)', other: 'answered no by Bob', end: 'answered no by Bob' },
    whenOtherIsFirst: { one: 'Answered (Bob)', other: 'answered no by Bob', end: 'answered no by Bob' },
  },
  {
    name: 'one declines, another one takes over',
    kind: 'takeOver',
    one: (desk, { key, token }) => desk.answer(key, { token, answer: 'no', name: 'Ada' }),
    other: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Bob, name: 'Bob' }),
    whenOneIsFirst: { one: 'answered no by Ada', other: 'Answered (Ada)', end: 'answered no by Ada' },
    whenOtherIsFirst: { one: 'Held (Bob)', other: 'held', end: 'open, held by Bob' },
  },
  {
    name: 'a person takes over, and the workflow withdraws',
    kind: 'takeOver',
    one: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Ada, name: 'Ada' }),
    other: (desk, { key }) => desk.withdraw(key, 'The act has ended.'),
    whenOneIsFirst: { one: 'held', other: 'withdrawn', end: 'withdrawn' },
    whenOtherIsFirst: { one: 'Withdrawn', other: 'withdrawn', end: 'withdrawn' },
  },
  {
    name: 'a person takes over in time by one clock, and the workflow asks after the end by another',
    kind: 'takeOver',
    oneAtMs: 599_999,
    otherAtMs: 600_000,
    one: (desk, { key, token, claim }) => desk.take(key, { token, claim: claim.Ada, name: 'Ada' }),
    other: (desk, { key }) => desk.state(key),
    whenOneIsFirst: { one: 'held', other: 'expired', end: 'expired' },
    whenOtherIsFirst: { one: 'Expired', other: 'expired', end: 'expired' },
  },
  {
    name: 'a further link is made, while the question is answered',
    one: (desk, { key }) => desk.mint(key),
    other: (desk, { key, token }) => desk.answer(key, { token, answer: 'yes', name: 'Bob' }),
    whenOneIsFirst: { one: 'a token', other: 'answered yes by Bob', end: 'answered yes by Bob' },
    whenOtherIsFirst: { one: 'Answered (Bob)', other: 'answered yes by Bob', end: 'answered yes by Bob' },
  },
  {
    name: 'a workflow withdraws twice',
    one: (desk, { key }) => desk.withdraw(key, 'The act has ended.'),
    other: (desk, { key }) => desk.withdraw(key, 'The act has ended.'),
    whenOneIsFirst: { one: 'withdrawn', other: 'withdrawn', end: 'withdrawn' },
    whenOtherIsFirst: { one: 'withdrawn', other: 'withdrawn', end: 'withdrawn' },
    versions: 2,
  },
  {
    name: 'a workflow asks the same question twice',
    isUnasked: true,
    one: (desk, { key, asked }) => desk.ask(key, asked),
    other: (desk, { key, asked }) => desk.ask(key, asked),
    whenOneIsFirst: { one: 'open', other: 'open', end: 'open' },
    whenOtherIsFirst: { one: 'open', other: 'open', end: 'open' },
    versions: 1,
  },
  {
    name: 'two ask different questions of one id',
    isUnasked: true,
    one: (desk, { key, asked }) => desk.ask(key, asked),
    other: (desk, { key, asked }) => desk.ask(key, { ...asked, tokenHash: newAsking().asked.tokenHash }),
    // (The end is read with the link of the first one.)
    whenOneIsFirst: { one: 'open', other: 'Taken', end: 'open' },
    whenOtherIsFirst: { one: 'Taken', other: 'open', end: 'UnknownLink' },
    versions: 1,
  },
];

/** Two who do something at the same time, and what they are told. */
export interface Race {
  readonly name: string;
  /** @default approve */
  readonly kind?: 'approve' | 'takeOver';
  /** The race is about the asking itself. */
  readonly isUnasked?: true;
  /** What has happened to the question already. */
  readonly before?: (desk: Desk, racing: Racing, clock: { ms: number }) => Promise<unknown>;
  readonly one: Racer;
  readonly other: Racer;
  /** By their clocks, since the question was asked. @default 0 */
  readonly oneAtMs?: number;
  readonly otherAtMs?: number;
  readonly whenOneIsFirst: RaceOutcome;
  readonly whenOtherIsFirst: RaceOutcome;
  /** How many versions the question has in the end, where that shows that nothing was done twice. */
  readonly versions?: number;
}

/** What each was told, and how the question stands then for who opens the link. */
export interface RaceOutcome {
  readonly one: string;
  readonly other: string;
  readonly end: string;
}

export type Racer = (desk: Desk, racing: Racing) => Promise<unknown>;

/** A question, and the claims of two people. */
export interface Racing extends Asking {
  readonly claim: { readonly Ada: string; readonly Bob: string };
}

export function newRacing({ kind = 'approve' }: Race): Racing {
  const claim = { Ada: newSecret(), Bob: newSecret() };
  return { ...newAsking({ kind, expiresAt: NOW + 600_000 }), claim };
}

function nonce(): string {
  return newSecret();
}
