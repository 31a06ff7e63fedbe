import { randomUUID } from 'node:crypto';
import { type ErrorDescription, INVOCATION_NOT_FOUND, SESSION_ENDED } from '../contract/error.ts';
import {
  type InvocationRecord,
  isInvocationRecord,
  newInvocationId,
  type RecordedItem,
  recordKey,
} from '../contract/invocation-record.ts';
import { settles } from '../core/async.ts';
import { parseJson } from '../core/json.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { describeError } from './describe-error.ts';
import { InvocationRecordWriter, jsonOf, type KnownInvocation } from './invocation-record-writer.ts';
import type { Logger } from './logger.ts';

/** The records of all invocations: those under way and the last asynchronous ones in memory, all of them in the store. */
export class InvocationRecords {
  readonly #options: RecordsOptions;
  readonly #writers = new Map<string, InvocationRecordWriter>();

  constructor(options: RecordsOptions) {
    this.#options = options;
  }

  /** Begins a record. What it keeps of the payload is taken now, before anybody changes it. */
  begin(invocation: {
    readonly sessionId?: string | undefined;
    readonly requestId: string;
    readonly payload: unknown;
    /** Whether the caller comes for the record later, instead of waiting. */
    readonly isAsync: boolean;
    /** Whether the caller, who waits, may come for the record nevertheless: it stays in memory. */
    readonly isKept?: boolean | undefined;
    /** Where the record is. @default a place that no other one has */
    readonly id?: string | undefined;
    readonly item?: RecordedItem | undefined;
    /** Whether there must be no record yet: what may not be read may look absent. @default false */
    readonly isFirst?: boolean | undefined;
  }): InvocationRecordWriter {
    const { sessionId, requestId, isKept = false } = invocation;
    const { logger, ...options } = this.#options;
    const id = invocation.id ?? this.#newId(sessionId, requestId);
    const writer = new InvocationRecordWriter({
      ...options,
      ...invocation,
      id,
      logger: logger.with({ sessionId, requestId }),
    });
    this.#writers.set(id, writer);
    void writer.ended.then(() => {
      if (!writer.isAsync && !isKept) this.#writers.delete(id);
      this.#forgetOldest();
    });
    return writer;
  }

  /** What a caller gets of an invocation that this process knows. */
  answer(writer: InvocationRecordWriter): RecordAnswer {
    return { ok: true, json: jsonOf(forCaller(writer.known)) };
  }

  /** The caller of an invocation under way comes for its record later. @returns the record as it is now */
  keep(writer: InvocationRecordWriter): RecordAnswer {
    writer.isAsync = true;
    return this.answer(writer);
  }

  /** The same of a record that another process has written. */
  answerOf(record: InvocationRecord): RecordAnswer {
    return { ok: true, json: jsonOf(forCaller({ record })) };
  }

  /** Whether records outlive this process. */
  get hasStore(): boolean {
    return this.#options.store !== undefined;
  }

  /** The address of what is stored under a key. */
  uriOf(key: string): string {
    return this.#options.store?.uriOf?.(key) ?? key;
  }

  /**
   * What is stored of an invocation of a session, as it is.
   *
   * @throws NoRecordError when it is no record, and others when it cannot be read
   */
  async stored(id: string, sessionId: string | undefined): Promise<InvocationRecord | undefined> {
    const key = recordKey(id, sessionId);
    const text = key && (await this.#options.store?.get(key));
    return text === undefined ? undefined : recordIn(text);
  }

  /** Stores the record of an invocation that has ended. @throws when it cannot be written */
  async store({ record, resultJson }: KnownInvocation): Promise<void> {
    const key = recordKey(record.id, record.sessionId);
    if (key !== undefined) await this.#options.store?.put(key, jsonOf({ record, resultJson }));
  }

  /** Lets go of a record that was never begun. */
  forget(writer: InvocationRecordWriter): void {
    this.#writers.delete(writer.id);
  }

  /** The ids of a session's invocations that have not ended: those of others are nobody's business. */
  underWay(sessionId: string | undefined): readonly string[] {
    return [...this.#writers.values()]
      .map(({ known }) => known.record)
      .filter((record) => record.status === 'RUNNING' && record.sessionId === sessionId)
      .map(({ id }) => id);
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
    const writer = this.#writers.get(id);
    if (writer !== undefined) {
      await settles(writer.ended, waitMs);
      return this.answer(writer);
    }
    try {
      const record = await this.stored(id, sessionId);
      if (record === undefined) return notFound(`There is no record of the invocation ${id}.`);
      return this.answerOf(withoutProcess(record));
    } catch (error) {
      return { ok: false, status: 500, error: describeError(error) };
    }
  }

  /** The request's own id where it can be one: then the caller knows the record by what it was answered with. */
  #newId(sessionId: string | undefined, requestId: string): string {
    const id = newInvocationId(sessionId, requestId);
    const isUsable = recordKey(id, sessionId) !== undefined && !this.#writers.has(id);
    return isUsable ? id : newInvocationId(sessionId, randomUUID());
  }

  #forgetOldest(): void {
    for (const [id, { known }] of this.#writers) {
      if (this.#writers.size <= MAX_KEPT) return;
      if (known.record.status !== 'RUNNING') this.#writers.delete(id);
    }
  }
}

/** What records are written with. */
interface RecordsOptions {
  readonly store: ArtifactStore | undefined;
  readonly logger: Logger;
  /** Values that no record may hold, except in results that somebody comes for. */
  readonly secrets: readonly string[];
}

/** What a caller gets: an {@link InvocationRecord} in JSON, or why there is none. */
export type RecordAnswer =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly status: 400 | 404 | 500 | 503; readonly error: ErrorDescription };

/** Records of ended invocations that are kept in memory at most; the store has all of them. */
const MAX_KEPT = 100;

/** A caller knows what it has sent, and whom it asks. */
function forCaller({ record, resultJson }: KnownInvocation): KnownInvocation {
  const { payload: _payload, sessionId: _session, requestId: _request, log: _log, ...answer } = record;
  return { record: answer, resultJson };
}

function recordIn(json: string): InvocationRecord {
  const record = parseJson(json);
  if (!isInvocationRecord(record)) throw new NoRecordError();
  return record;
}

/** What stands in the place of a record is none. */
export class NoRecordError extends Error {
  override readonly name = 'NoRecordError';

  constructor() {
    super('The stored object is not the record of an invocation.');
  }
}

/** A session has one process at a time: what a stored record calls running, and this process does not know, has ended. */
function withoutProcess(record: InvocationRecord): InvocationRecord {
  if (record.status !== 'RUNNING') return record;
  const message = 'The session ended before the invocation did, and nobody could store its outcome.';
  return { ...record, status: 'FAILED', error: { name: SESSION_ENDED, message } };
}

function notFound(message: string): RecordAnswer {
  return { ok: false, status: 404, error: { name: INVOCATION_NOT_FOUND, message } };
}
