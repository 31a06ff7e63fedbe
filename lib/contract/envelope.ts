import { isRecord } from '../core/is-record.ts';
import { didYouMean } from '../core/suggest.ts';
import { type ItemRun, readItemRun } from './item-run.ts';
import { isMcpRequest } from './mcp.ts';
import { PayloadError } from './payload-error.ts';
import { shownName } from './shown-name.ts';

/** The reserved member. A payload without it is the workflow's as it is. */
export const ENVELOPE_KEY = 'novaActInvocation';

/** What a caller wants. */
export type InvocationRequest =
  | { readonly mode: 'sync'; readonly payload: unknown }
  /** `item` where it is one of a fleet. */
  | { readonly mode: 'async'; readonly payload: unknown; readonly item?: ItemRun | undefined }
  | { readonly mode: 'status'; readonly id: string; readonly waitMs: number };

/** Clients know it by these words, whatever version of the host says them. */
export const MCP_NOT_TAKEN =
  'The body is a message of MCP, and this runtime takes payloads: nothing was run.';
const IS_MCP = `${MCP_NOT_TAKEN} Deploy the workflow with serverProtocol "MCP" to call it as a tool; a payload that only looks so goes in { "${ENVELOPE_KEY}": { "mode": "sync" }, "payload": … }.`;

const MODES = ['sync', 'async', 'status'] as const;
/** How long a question how an invocation is going may wait for its end. */
export const MAX_WAIT_SECONDS = 60;

/**
 * Tells a plain payload from an envelope:
 *
 * - `{ "novaActInvocation": { "mode": "async" }, "payload": … }` runs the workflow with `payload` (default `{}`), and is
 *   answered at once with an id; with a member `item` beside the mode it is one of a fleet: an {@link ItemRun};
 * - `{ "novaActInvocation": { "mode": "status", "id": "…", "waitSeconds": 20 } }` asks how it is going, and waits so
 *   long for the end;
 * - `{ "novaActInvocation": { "mode": "sync" }, "payload": … }` is the same as the payload alone: for payloads that have
 *   a member of this name themselves.
 *
 * A message of MCP is refused: its sender takes the host for a server of tools, and would run the workflow by saying hello.
 *
 * What the official CLI adds to an object is taken out: a workflow that refuses unknown members could not be run by it.
 *
 * @throws {@link PayloadError} for an envelope that is not one of these.
 */
export function readEnvelope(received: unknown): InvocationRequest {
  const body = withoutMark(received);
  if (!isRecord(body) || !Object.hasOwn(body, ENVELOPE_KEY)) {
    // The message says it all: with issues, it would be made of them.
    if (isMcpRequest(body)) throw new PayloadError(IS_MCP);
    return { mode: 'sync', payload: body };
  }
  const { [ENVELOPE_KEY]: envelope, payload = {}, ...others } = body;
  if (!isRecord(envelope)) fail(ENVELOPE_KEY, 'must be an object such as { "mode": "async" }');
  const { mode, id, waitSeconds, item, ...unknown } = envelope;
  if (!isMode(mode)) fail(`${ENVELOPE_KEY}.mode`, `must be one of ${MODES.join(', ')}`);
  checkKeys(`${ENVELOPE_KEY}.`, unknown, ['mode', 'id', 'waitSeconds', 'item']);
  if (item !== undefined && mode !== 'async')
    fail(`${ENVELOPE_KEY}.item`, 'is allowed only with mode "async"');
  if (mode !== 'status') {
    checkKeys('', others, [ENVELOPE_KEY, 'payload']);
    if (id !== undefined || waitSeconds !== undefined) {
      fail(ENVELOPE_KEY, 'may have id and waitSeconds only with mode "status"');
    }
    if (item === undefined) return { mode, payload };
    return {
      mode: 'async',
      payload,
      item: readItemRun(item, (path, message) => fail(`${ENVELOPE_KEY}.item${path}`, message)),
    };
  }
  if (body.payload !== undefined) fail('payload', 'is not allowed with mode "status"');
  if (typeof id !== 'string')
    fail(`${ENVELOPE_KEY}.id`, 'must be the id that the asynchronous invocation got');
  const seconds = waitSeconds ?? 0;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= MAX_WAIT_SECONDS)) {
    fail(`${ENVELOPE_KEY}.waitSeconds`, `must be a number from 0 to ${MAX_WAIT_SECONDS}`);
  }
  return { mode, id, waitMs: Math.round(seconds * 1000) };
}

/** The name that `act workflow run` of the Python package `nova-act` knows a workflow by; it adds it to every payload that is an object. */
const MARK_OF_ACT = 'NOVA_ACT_WORKFLOW_NAME';

function withoutMark(body: unknown): unknown {
  if (!isRecord(body) || typeof body[MARK_OF_ACT] !== 'string') return body;
  const { [MARK_OF_ACT]: _, ...own } = body;
  return own;
}

/** The body that starts a workflow whose caller does not wait. @param payload JSON text, in UTF-8 */
export function asyncEnvelope(payload: Uint8Array, item?: ItemRun): Uint8Array {
  const [start, end] = [`{"${ENVELOPE_KEY}":${JSON.stringify({ mode: 'async', item })},"payload":`, '}'];
  return Buffer.concat([Buffer.from(start), payload, Buffer.from(end)]);
}

/** A payload as a body: one with the reserved member, or like a message of MCP, goes in an envelope, so that it is not taken for one. */
export function syncBody(payload: unknown): unknown {
  const isTakenForAnother =
    isMcpRequest(payload) || (isRecord(payload) && Object.hasOwn(payload, ENVELOPE_KEY));
  return isTakenForAnother ? { [ENVELOPE_KEY]: { mode: 'sync' }, payload } : payload;
}

/** The body that asks how an invocation is going, and waits up to `waitSeconds` for its end. */
export function statusEnvelope(question: { readonly id: string; readonly waitSeconds: number }): Uint8Array {
  return Buffer.from(JSON.stringify({ [ENVELOPE_KEY]: { mode: 'status', ...question } }));
}

function checkKeys(prefix: string, unknown: object, allowed: readonly string[]): void {
  const [first] = Object.keys(unknown);
  if (first === undefined) return;
  const meant = didYouMean(first, allowed);
  const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
  fail(`${prefix}${shownName(first)}`, `is unknown here${hint}; allowed are ${allowed.join(', ')}`);
}

function fail(path: string, message: string): never {
  throw new PayloadError(`The envelope is not valid: ${path} ${message}.`, [{ path, message }]);
}

function isMode(value: unknown): value is (typeof MODES)[number] {
  return MODES.some((mode) => mode === value);
}
