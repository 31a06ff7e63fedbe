import { randomUUID } from 'node:crypto';
import type { ErrorDescription } from '../contract/error.ts';
import { INVOCATION_NOT_FOUND } from '../contract/error.ts';
import {
  type InvocationRecord,
  isInvocationRecord,
  newInvocationId,
  recordKey,
} from '../contract/invocation-record.ts';
import { settles } from '../core/async.ts';
import { parseJson } from '../core/json.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { describeError } from './describe-error.ts';
import { withResult } from './invocation-outcome.ts';
import type { Admission } from './invocations.ts';
import type { Logger } from './logger.ts';

/** Invocations that nobody waits for. Each keeps its place (and the ping busy) until its record is stored. */
export class AsyncInvocations {
  readonly #store: ArtifactStore | undefined;
  readonly #logger: Logger;
  readonly #tracked = new Map<string, Tracked>();

  constructor(options: { readonly store: ArtifactStore | undefined; readonly logger: Logger }) {
    this.#store = options.store;
    this.#logger = options.logger;
  }

  /**
   * Begins an invocation whose place has been taken. The place is given back at its end, or when it cannot begin:
   * without a place for its result, nothing is run.
   */
  async begin(admission: Admission, payload: unknown): Promise<RecordAnswer> {
    const { requestId, sessionId } = admission;
    const id = newInvocationId(sessionId, randomUUID());
    const record: InvocationRecord = { id, status: 'RUNNING', startedAt: new Date().toISOString() };
    try {
      await this.#save({ record }, sessionId);
    } catch (error) {
      admission.release();
      this.#logger.log('error', 'the record of an invocation cannot be stored', { requestId });
      return { ok: false, status: 500, error: describeError(error, { requestId }) };
    }
    const tracked: Tracked = { known: { record }, ended: Promise.resolve() };
    this.#tracked.set(id, tracked);
    tracked.ended = this.#run({ admission, payload, tracked }).finally(admission.release);
    return { ok: true, json: jsonOf(tracked.known) };
  }

  /** How an invocation of this session is going; waits for its end, but no longer than `waitMs`. */
  async status(options: {
    readonly id: string;
    readonly sessionId: string | undefined;
    readonly waitMs: number;
  }): Promise<RecordAnswer> {
    const { id, sessionId, waitMs } = options;
    const key = recordKey(id, sessionId);
    if (key === undefined) return notFound(`${id} is not the id of an invocation of this session.`);
    const tracked = this.#tracked.get(id);
    if (tracked !== undefined) {
      await settles(tracked.ended, waitMs);
      return { ok: true, json: jsonOf(tracked.known) };
    }
    try {
      const text = await this.#store?.get(key);
      if (text === undefined) return notFound(`There is no record of the invocation ${id}.`);
      return { ok: true, json: withoutProcess(text) };
    } catch (error) {
      return { ok: false, status: 500, error: describeError(error) };
    }
  }

  async #run(given: {
    readonly admission: Admission;
    readonly payload: unknown;
    readonly tracked: Tracked;
  }): Promise<void> {
    const { admission, payload, tracked } = given;
    const outcome = await admission.run(payload, (event) => {
      const { record } = tracked.known;
      if (event.type !== 'run' || event.phase !== 'started') return;
      const workflowRunIds = [...(record.workflowRunIds ?? []), event.workflowRunId];
      tracked.known = { record: { ...record, workflowRunIds } };
    });
    const record = { ...tracked.known.record, endedAt: new Date().toISOString() };
    const ended: Known = outcome.ok
      ? { record: { ...record, status: 'SUCCEEDED' }, resultJson: outcome.json }
      : { record: { ...record, status: 'FAILED', error: outcome.error } };
    try {
      await this.#save(ended, admission.sessionId);
    } catch (error) {
      const { message } = describeError(error);
      this.#logger.log('error', 'the result of an invocation cannot be stored', { error: message });
    }
    tracked.known = ended;
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [id, { known }] of this.#tracked) {
      if (this.#tracked.size <= MAX_KEPT) return;
      if (known.record.status !== 'RUNNING') this.#tracked.delete(id);
    }
  }

  async #save(known: Known, sessionId: string | undefined): Promise<void> {
    const key = recordKey(known.record.id, sessionId);
    if (key !== undefined) await this.#store?.put(key, jsonOf(known));
  }
}

/** What a caller gets: an {@link InvocationRecord} in JSON, or why there is none. */
export type RecordAnswer =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly status: 404 | 500; readonly error: ErrorDescription };

/** Records of ended invocations that are kept in memory; the store has all of them. */
const MAX_KEPT = 100;

/** What is known of an invocation: its record without the result, and the result in JSON. */
interface Known {
  readonly record: InvocationRecord;
  readonly resultJson?: string | undefined;
}

interface Tracked {
  known: Known;
  ended: Promise<void>;
}

/** The whole record in JSON. */
function jsonOf({ record, resultJson }: Known): string {
  return resultJson === undefined ? JSON.stringify(record) : withResult(record, resultJson);
}

/**
 * The JSON of a record that was stored. A session has one process at a time: what a record calls running, and this process
 * does not know, has ended.
 *
 * @throws when what was stored is no record
 */
function withoutProcess(json: string): string {
  const record = parseJson(json);
  if (!isInvocationRecord(record)) throw new Error('The stored object is not the record of an invocation.');
  if (record.status !== 'RUNNING') return json;
  const message = 'The session ended before the invocation did, and nobody could store its outcome.';
  const failed: InvocationRecord = { ...record, status: 'FAILED', error: { name: 'SessionEnded', message } };
  return JSON.stringify(failed);
}

function notFound(message: string): RecordAnswer {
  return { ok: false, status: 404, error: { name: INVOCATION_NOT_FOUND, message } };
}
