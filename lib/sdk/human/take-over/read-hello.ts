import { SECRET_PATTERN } from '../../../contract/question.ts';
import { MAX_MESSAGE_BYTES, TAKE_OVER_KEY, type TakeOverHello } from '../../../contract/take-over.ts';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';

/** Reads the first message of a person's page. @returns `undefined` for what is none; without a hello when it is a wrong one */
export function readHello(text: string): { readonly hello: TakeOverHello | undefined } | undefined {
  // Payloads may be large.
  if (text.length > MAX_MESSAGE_BYTES || !text.includes(TAKE_OVER_KEY)) return undefined;
  const message = parseJson(text);
  if (!isRecord(message) || !Object.hasOwn(message, TAKE_OVER_KEY)) return undefined;
  const hello = message[TAKE_OVER_KEY];
  if (Object.keys(message).length > 1 || !isRecord(hello)) return { hello: undefined };
  const { questionId, claim, ...others } = hello;
  const isRight =
    typeof questionId === 'string' &&
    questionId.length <= MAX_ID_LENGTH &&
    isSecret(claim) &&
    Object.keys(others).length === 0;
  return { hello: isRight ? { questionId, claim } : undefined };
}

/** The same of a message as it has come: one that is too large is not even made into text. */
export function helloIn(data: Uint8Array): ReturnType<typeof readHello> {
  return data.byteLength > MAX_MESSAGE_BYTES ? undefined : readHello(Buffer.from(data).toString());
}

function isSecret(value: unknown): value is string {
  return typeof value === 'string' && SECRET_PATTERN.test(value);
}

/** How long a page may take to say it, in milliseconds. */
export const HELLO_TIMEOUT_MS = 10_000;

const MAX_ID_LENGTH = 100;
