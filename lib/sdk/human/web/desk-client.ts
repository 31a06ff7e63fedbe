import { SERVICE_NAME } from '../../../contract/protocol.ts';
import {
  type AskedQuestion,
  DESK_REFUSALS,
  type DeskRefusal,
  type QuestionAction,
  type QuestionKey,
  type QuestionState,
  questionPath,
} from '../../../contract/question.ts';
import { isExplained } from '../../../core/errors.ts';
import { formatBytes } from '../../../core/format-bytes.ts';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';
import { JSON_TYPE } from '../../../core/media-types.ts';
import { cut, isInstance } from '../../../core/thrown.ts';
import { visibleLine } from '../../../core/visible.ts';
import { signedFetch } from '../../../service/signed-fetch.ts';
import type { DeskPlace } from './desk-place.ts';
import { readLimitedText } from './read-limited-text.ts';
import { readQuestionState } from './read-question-state.ts';

/** What a workflow says to the desk of one of its questions: one request each. All of them may be repeated: they do the same thing again. */
export class DeskClient {
  readonly #place: DeskPlace;
  readonly #key: QuestionKey;
  readonly #send: ReturnType<typeof signedFetch>;

  constructor(place: DeskPlace, key: QuestionKey) {
    this.#place = place;
    this.#key = key;
    const { origin: url, region } = place;
    this.#send = signedFetch({ url, region, serviceId: 'ApiGateway', signingName: SERVICE_NAME.executeApi });
  }

  /** @throws DeskRefusedError when asking again would not help; anything else when it may */
  ask(question: AskedQuestion, signal: AbortSignal): Promise<QuestionState> {
    return this.#request({ method: 'PUT', body: question, signal });
  }

  state(signal: AbortSignal): Promise<QuestionState> {
    return this.#request({ method: 'GET', signal });
  }

  withdraw(reason: string, signal: AbortSignal): Promise<QuestionState> {
    return this.#request({ method: 'POST', action: 'withdraw', body: { reason }, signal });
  }

  async #request(asked: DeskRequest): Promise<QuestionState> {
    const { method, action, body, signal } = asked;
    const response = await this.#send({
      url: new URL(`${this.#place.url}${questionPath(this.#key, action)}`),
      method,
      ...(body !== undefined && {
        headers: { 'content-type': JSON_TYPE },
        body: JSON.stringify(body),
      }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(DESK_TIMEOUT_MS)]),
    });
    const text = await readLimitedText(response, MAX_ANSWER_BYTES);
    const said = parseJson(text ?? '');
    if (!response.ok) throw this.#failure(response.status, said);
    const state = readQuestionState(said);
    if (state !== undefined) return state;
    const what = text === undefined ? `has more than ${formatBytes(MAX_ANSWER_BYTES)}` : 'cannot be read';
    throw new DeskRefusedError(
      undefined,
      `what answers at ${this.#place.origin} is no desk: its answer ${what}`,
    );
  }

  #failure(status: number, said: unknown): Error {
    const { code, message } = refusalIn(said);
    const words = visibleLine(cut(message ?? `HTTP ${status}`, MAX_WORDS_LENGTH)).replace(/\.$/, '');
    if (status >= 500 || TRANSIENT.includes(status)) return new Error(`HTTP ${status}: ${words}`);
    if (status < 400)
      return new DeskRefusedError(
        undefined,
        `what answers at ${this.#place.origin} is no desk: it redirects`,
      );
    // A desk names its reasons; what stands before it does not.
    const hint =
      code === undefined && (status === 401 || status === 403)
        ? ` (HTTP ${status}). The credentials of the workflow need execute-api:Invoke on the API of the desk, which humanInTheLoop in the catalog gives its role`
        : '';
    return new DeskRefusedError(code, `the desk said: ${words}${hint}`);
  }
}

/** The desk says no, or there is none: the same request again would get the same answer. */
export class DeskRefusedError extends Error {
  override readonly name = 'DeskRefusedError';
  /** The desk's own reason; without one, something else has answered in its place. */
  readonly code: DeskRefusal | undefined;

  constructor(code: DeskRefusal | undefined, message: string) {
    super(message);
    this.code = code;
  }
}

/** Whether another attempt would not help where nothing is known of the desk: it refuses, there is none, or nothing can be sent there. */
export function isFinalAtDesk(error: unknown): boolean {
  return isInstance(error, DeskRefusedError) || isExplained(error);
}

/** Whether something else has answered in the place of the desk: a proxy that is set up anew, say. A desk that was there may come again. */
export function isNoDesk(error: unknown): boolean {
  return isInstance(error, DeskRefusedError) && error.code === undefined;
}

interface DeskRequest {
  readonly method: 'PUT' | 'GET' | 'POST';
  readonly action?: QuestionAction;
  readonly body?: object;
  readonly signal: AbortSignal;
}

const DESK_TIMEOUT_MS = 10_000;
const MAX_WORDS_LENGTH = 500;
/** What a desk says of a question has a few KB at most. */
const MAX_ANSWER_BYTES = 100_000;
/** Beside those from 500 on: too slow, too early, too many. */
const TRANSIENT: readonly number[] = [408, 425, 429];

/** `{ error: { code, message } }`, or `{ message }` of what stands before the desk. */
function refusalIn(said: unknown): { readonly code?: DeskRefusal; readonly message?: string } {
  if (!isRecord(said)) return {};
  const { code, message } = isRecord(said.error) ? said.error : { code: undefined, message: said.message };
  return {
    ...(isDeskRefusal(code) && { code }),
    ...(typeof message === 'string' && message !== '' && { message }),
  };
}

function isDeskRefusal(code: unknown): code is DeskRefusal {
  return typeof code === 'string' && Object.hasOwn(DESK_REFUSALS, code);
}
