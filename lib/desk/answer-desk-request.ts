import { DESK_FAILURE, type DeskRefusal } from '../contract/question.ts';
import { messageOf, nameOf } from '../core/errors.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { checkWithdraw } from './check-bodies.ts';
import type { Desk } from './desk.ts';
import { DeskError } from './desk-error.ts';
import { type DeskCaller, type DeskRoute, deskRoutes } from './desk-route.ts';
import { LIMITS } from './limits.ts';
import type { SignedIn } from './signed-in.ts';

/**
 * Answers a request to the HTTP API of a desk. Whoever calls has checked who it is from; what others may do is not there for them.
 *
 * @returns always: what goes wrong with the desk itself is a `DESK_FAILURE`, with the reason for the log only
 */
export async function answerDeskRequest(
  desk: Desk,
  request: DeskRequest,
  { log = console.error }: { readonly log?: ((line: string) => void) | undefined } = {},
): Promise<DeskAnswer> {
  const routes = deskRoutes(request.path).filter(({ from }) => from === request.from);
  const route = routes.find(({ method }) => method === request.method);
  const allow = routes.map(({ method }) => method).join(', ');
  if (allow === '') return refused(404, 'UnknownLink', 'There is nothing at this address.');
  if (route === undefined) return refused(405, 'Invalid', `Here is ${allow} only.`, { allow });
  try {
    return answerOf(200, await outcome(desk, route, request));
  } catch (error) {
    if (error instanceof DeskError) {
      const retry = error.code === 'Busy' ? { 'retry-after': '1' } : {};
      return refused(error.status, error.code, error.message, retry);
    }
    // Not the whole error: clients of AWS keep in it what they have sent.
    log(`${request.method} ${request.path}: ${nameOf(error)}: ${messageOf(error)}`);
    return refused(
      503,
      DESK_FAILURE,
      'The desk cannot do this at the moment: what it stands on does not answer as it should. Whether it was done is not known; look again, or try again.',
      { 'retry-after': '1' },
    );
  }
}

/** A request, as far as the desk needs to know it. */
export interface DeskRequest {
  readonly method: string;
  /** Below the address of the desk, without the query. */
  readonly path: string;
  readonly body: Uint8Array;
  readonly from: DeskCaller;
  readonly signedIn?: SignedIn | undefined;
}

/** What is answered. */
export interface DeskAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

async function outcome(desk: Desk, { key, action }: DeskRoute, request: DeskRequest): Promise<unknown> {
  const { signedIn } = request;
  switch (action) {
    case 'ask':
      return await desk.ask(key, parsed(request.body, LIMITS.maxAskBytes));
    case 'state':
      return await desk.state(key);
    case 'withdraw':
      return await desk.withdraw(key, checkWithdraw(parsed(request.body, LIMITS.maxBodyBytes)).reason);
    case 'read':
      return await desk.read(key, parsed(request.body, LIMITS.maxBodyBytes));
    case 'answer':
      return await desk.answer(key, parsed(request.body, LIMITS.maxBodyBytes), signedIn);
    case 'take':
      return await desk.take(key, parsed(request.body, LIMITS.maxBodyBytes), signedIn);
  }
}

/** @throws DeskError */
function parsed(body: Uint8Array, maxBytes: number): unknown {
  if (body.byteLength > maxBytes)
    throw new DeskError(
      'TooLarge',
      `The body has ${body.byteLength} bytes; at most ${maxBytes} are allowed.`,
    );
  const value = parseJson(textOf(body));
  if (isRecord(value)) return value;
  throw new DeskError('Invalid', 'The body is not a JSON object in UTF-8.');
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return '';
  }
}

function refused(
  status: number,
  code: DeskRefusal | typeof DESK_FAILURE,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): DeskAnswer {
  return answerOf(status, { error: { code, message } }, headers);
}

function answerOf(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): DeskAnswer {
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...headers,
    },
    body: JSON.stringify(value),
  };
}
