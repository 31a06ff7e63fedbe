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
import type { Admission } from './invocations.ts';
import type { Logger } from './logger.ts';

/** What a caller gets: a record, or why there is none. */
export type RecordAnswer =
  | { readonly ok: true; readonly record: InvocationRecord }
  | { readonly ok: false; readonly status: 404 | 500; readonly error: ErrorDescription };

/** Records of ended invocations that are kept in memory; the store has all of them. */
const MAX_KEPT = 100;

interface Tracked {
  record: InvocationRecord;
  ended: Promise<void>;
}

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
      await this.#save(record, sessionId);
    } catch (error) {
      admission.release();
      this.#logger.log('error', 'the record of an invocation cannot be stored', { requestId });
      return { ok: false, status: 500, error: describeError(error, { requestId }) };
    }
    const tracked: Tracked = { record, ended: Promise.resolve() };
    this.#tracked.set(id, tracked);
    tracked.ended = this.#run({ admission, payload, tracked }).finally(admission.release);
    return { ok: true, record };
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
      return { ok: true, record: tracked.record };
    }
    try {
      const text = await this.#store?.get(key);
      if (text === undefined) return notFound(`There is no record of the invocation ${id}.`);
      return { ok: true, record: withoutProcess(storedRecord(text)) };
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
      if (event.type !== 'run' || tracked.record.workflowRunId !== undefined) return;
      tracked.record = { ...tracked.record, workflowRunId: event.workflowRunId };
    });
    const ended: InvocationRecord = {
      ...tracked.record,
      endedAt: new Date().toISOString(),
      ...(outcome.ok
        ? { status: 'SUCCEEDED', result: JSON.parse(outcome.json) }
        : { status: 'FAILED', error: outcome.error }),
    };
    try {
      await this.#save(ended, admission.sessionId);
    } catch (error) {
      const { message } = describeError(error);
      this.#logger.log('error', 'the result of an invocation cannot be stored', { error: message });
    }
    tracked.record = ended;
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    for (const [id, { record }] of this.#tracked) {
      if (this.#tracked.size <= MAX_KEPT) return;
      if (record.status !== 'RUNNING') this.#tracked.delete(id);
    }
  }

  async #save(record: InvocationRecord, sessionId: string | undefined): Promise<void> {
    const key = recordKey(record.id, sessionId);
    if (key !== undefined) await this.#store?.put(key, JSON.stringify(record));
  }
}

/** @throws when what was stored is no record */
function storedRecord(text: string): InvocationRecord {
  const value = parseJson(text);
  if (isInvocationRecord(value)) return value;
  throw new Error('The stored object is not the record of an invocation.');
}

/** A session has one process at a time: what a record calls running, and this process does not know, has ended. */
function withoutProcess(record: InvocationRecord): InvocationRecord {
  if (record.status !== 'RUNNING') return record;
  const message = 'The session ended before the invocation did, and nobody could store its outcome.';
  return { ...record, status: 'FAILED', error: { name: 'SessionEnded', message } };
}

function notFound(message: string): RecordAnswer {
  return { ok: false, status: 404, error: { name: INVOCATION_NOT_FOUND, message } };
}
