import { randomUUID } from 'node:crypto';
import type { AskedQuestion, QuestionKey } from '../../../lib/contract/question.ts';
import { newSecret, secretHash } from '../../../lib/contract/secret-hash.ts';
import { Desk, type DeskParts, MemoryStore, type SignedIn } from '../../../lib/desk/index.ts';

/** When tests begin: a real time, because stores delete what is over. */
export const NOW = Date.now();

/** A clock that stands until it is told to go on. */
export class Clock {
  ms = NOW;
  readonly now = (): number => this.ms;
}

/** Somebody who asks: a question that is not asked yet, with the token of its link. */
export function newAsking(given: Partial<AskedQuestion> = {}): Asking {
  const token = newSecret();
  return {
    key: { definitionName: 'order-shoes', questionId: randomUUID() },
    token,
    asked: {
      kind: 'approve',
      message: 'May I buy the shoes for 80 €?',
      pageUrl: 'https://shop.example/cart',
      workflowRunId: randomUUID(),
      sessionId: randomUUID(),
      actId: randomUUID(),
      expiresAt: NOW + 600_000,
      tokenHash: secretHash(token),
      channel: { kind: 'runtime', runtimeSessionId: randomUUID() },
      ...given,
    },
  };
}

/** Somebody who has signed in. @param identity - by default as it is shown */
export function signedIn(subject: string, identity: string = subject): SignedIn {
  return { subject, identity };
}

export interface Asking {
  readonly key: QuestionKey;
  readonly token: string;
  readonly asked: AskedQuestion;
}

/** A desk with a clock that stands, and a question that was asked. */
export async function askedDesk(given: Partial<AskedQuestion> = {}, parts: Partial<DeskParts> = {}) {
  const clock = new Clock();
  const store = new MemoryStore();
  const connect = async (): Promise<string> => 'wss://session.example/ws';
  const desk = new Desk({ store, connect, now: clock.now, ...parts });
  const asking = newAsking(given);
  const state = await desk.ask(asking.key, asking.asked);
  return { ...asking, clock, desk, store, state };
}
