import {
  type AnswerBody,
  DESK_REFUSALS,
  type DeskRefusal,
  type QuestionAction,
  questionPath,
  type ReadBody,
  type ShownQuestion,
  type TakeBody,
  type TakenQuestion,
} from '../../../contract/question.ts';
import { isRecord } from '../../../core/is-record.ts';
import type { QuestionLink } from './question-link.ts';

/** Asks the desk, which is below the address of the page. What it does not say is not known. */
export class PageDesk {
  readonly #base: URL;
  readonly #link: QuestionLink;

  constructor(base: URL, link: QuestionLink) {
    this.#base = base;
    this.#link = link;
  }

  /** @param known - what the page knows already, or is known by */
  async read(known: Omit<ReadBody, 'token'>): Promise<DeskReply<ShownQuestion>> {
    return await this.#post('read', { token: this.#link.token, ...known }, isShown);
  }

  async answer(answer: Omit<AnswerBody, 'token'>): Promise<DeskReply<ShownQuestion>> {
    return await this.#post('answer', { token: this.#link.token, ...answer }, isShown);
  }

  /** @param bearer - what the sign-in has given */
  async take(take: Omit<TakeBody, 'token'>, bearer?: string | undefined): Promise<DeskReply<TakenQuestion>> {
    return await this.#post('take', { token: this.#link.token, ...take }, isTaken, bearer);
  }

  async #post<Value>(
    action: QuestionAction,
    body: ReadBody,
    isValue: (value: unknown) => value is Value,
    bearer?: string | undefined,
  ): Promise<DeskReply<Value>> {
    try {
      // Not `mode: 'same-origin'`: with the page's referrer policy, browsers would say then that the page comes from nowhere.
      const response = await fetch(new URL(`.${questionPath(this.#link, action)}`, this.#base), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        },
        body: JSON.stringify(body),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return replyOf(response.status, await jsonOf(response), isValue);
    } catch (error) {
      return { kind: 'silent', why: whyOf(error) };
    }
  }
}

/** `refused`: it is sure that nothing was recorded. `silent`: nobody knows what the desk has done. */
export type DeskReply<Value> =
  | { readonly kind: 'said'; readonly value: Value }
  | { readonly kind: 'refused'; readonly code: DeskRefusal | 'SignIn'; readonly message: string }
  | { readonly kind: 'silent'; readonly why: string };

/** What an answer over HTTP means. */
export function replyOf<Value>(
  status: number,
  body: unknown,
  isValue: (value: unknown) => value is Value,
): DeskReply<Value> {
  if (status >= 200 && status < 300) {
    return isValue(body)
      ? { kind: 'said', value: body }
      : { kind: 'silent', why: 'What answered is not the desk, or another version of it.' };
  }
  const error = isRecord(body) && isRecord(body.error) ? body.error : {};
  const message = typeof error.message === 'string' ? error.message : undefined;
  const known = codeOf(error.code) ?? BY_STATUS[status];
  if (known === undefined) return { kind: 'silent', why: `The desk has answered with HTTP ${status}.` };
  return { kind: 'refused', code: known, message: message ?? WORDS[known] ?? known };
}

/** Longer than any answer of the desk takes. */
const PATIENCE_MS = 15_000;

/** What gateways before the desk say of it: it has got nothing then. */
const BY_STATUS: Readonly<Record<number, DeskRefusal | 'SignIn'>> = {
  401: 'SignIn',
  403: 'SignIn',
  413: 'TooLarge',
  429: 'Busy',
};

const WORDS: Readonly<Partial<Record<DeskRefusal | 'SignIn', string>>> = {
  SignIn: 'The desk does not let you in.',
  TooLarge: 'What you wrote is too long.',
  Busy: 'The desk has too much to do. Try again in a moment.',
};

const REFUSALS = Object.keys(DESK_REFUSALS).filter((name): name is DeskRefusal => name in DESK_REFUSALS);

function codeOf(code: unknown): DeskRefusal | undefined {
  return REFUSALS.find((known) => known === code);
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function whyOf(error: unknown): string {
  if (navigator.onLine === false) return 'This device is not connected to the internet.';
  const isLate = error instanceof DOMException && error.name === 'TimeoutError';
  return isLate ? 'The desk has not answered in time.' : 'The desk could not be reached.';
}

function isShown(value: unknown): value is ShownQuestion {
  return (
    isRecord(value) &&
    typeof value.status === 'string' &&
    typeof value.definitionName === 'string' &&
    typeof value.now === 'number' &&
    typeof value.expiresAt === 'number' &&
    typeof value.heardAt === 'number'
  );
}

function isTaken(value: unknown): value is TakenQuestion {
  return isRecord(value) && typeof value.url === 'string';
}
