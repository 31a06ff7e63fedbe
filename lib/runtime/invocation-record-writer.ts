import type { ErrorDescription } from '../contract/error.ts';
import type { InvocationRecord, RecordedItem, RunPointer } from '../contract/invocation-record.ts';
import { recordKey, runKey } from '../contract/invocation-record.ts';
import { knownSecrets } from '../contract/known-secrets.ts';
import type { ProgressEvent } from '../contract/progress.ts';
import { questionsAfter } from '../contract/recorded-question.ts';
import { cutValue, MAX_RECORDED_BYTES, recordedValue } from '../contract/recorded-value.ts';
import { secretFilter } from '../contract/secrets.ts';
import { deferred, settles } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { type InvocationOutcome, withResult } from './invocation-outcome.ts';
import { latestOnly } from './latest-only.ts';
import type { Logger } from './logger.ts';

/**
 * Writes the record of one invocation: at the beginning, when it begins a run or asks a person, and at the end. Nothing of this changes
 * what becomes of the invocation; what cannot be stored is in the log.
 */
export class InvocationRecordWriter {
  readonly id: string;
  /** Whether its caller comes for the record later: then the result is kept as it is. */
  isAsync: boolean;
  /** Settles when the beginning is stored, or cannot be. */
  readonly begun: Promise<void>;
  /** Resolves when the end is stored, or given up. */
  readonly ended: Promise<void>;
  readonly #given: Given;
  readonly #end = deferred<void>();
  readonly #secrets: readonly string[];
  readonly #save: (json: string) => Promise<void>;
  readonly #pointers: Promise<unknown>[] = [];
  #known: KnownInvocation;
  #hasEnded = false;

  constructor(given: Given) {
    this.#given = given;
    this.id = given.id;
    this.isAsync = given.isAsync;
    this.ended = this.#end.promise;
    const { id, sessionId, requestId, item, store } = given;
    const { value: payload, secrets } = recordedValue(given.payload, [
      ...given.secrets,
      ...knownSecrets.texts,
    ]);
    this.#secrets = secrets;
    const startedAt = new Date().toISOString();
    this.#known = { record: { id, status: 'RUNNING', startedAt, sessionId, requestId, payload, item } };
    const key = recordKey(id, sessionId);
    let isFirst = given.isFirst === true;
    this.#save = latestOnly(async (json) => {
      if (key === undefined || store === undefined) return;
      const { put, putNew = put } = store;
      await (isFirst ? putNew(key, json) : put(key, json));
      isFirst = false;
    });
    this.begun = this.#save(jsonOf(this.#known));
    this.begun.catch(this.#logFailure);
  }

  /** What is known as of now. */
  get known(): KnownInvocation {
    return this.#known;
  }

  /** Notes that the item was started again, in a later redrive, while it runs: a failure is one of that. */
  noteRedrive({ execution, redrive }: Pick<RecordedItem, 'execution' | 'redrive'>): void {
    const { record } = this.#known;
    const { item } = record;
    if (item === undefined || this.#hasEnded) return;
    if (item.redrive === redrive && item.execution === execution) return;
    this.#known = { record: { ...record, item: { ...item, execution, redrive, lost: undefined } } };
    this.#save(jsonOf(this.#known)).catch(this.#logFailure);
  }

  /** Notes a run when it begins, and that it belongs to this invocation; and what people are asked and answer. */
  note(event: ProgressEvent): void {
    if (event.type === 'human') this.#noteQuestion(event);
    if (event.type !== 'run' || event.phase !== 'started') return;
    const { workflowRunId, definitionName } = event;
    // A workflow may publish what it likes; keys are made of it here.
    if (!/^[\w-]{1,100}$/.test(workflowRunId)) return;
    const { record } = this.#known;
    if (!this.#hasEnded) {
      const workflowRunIds = [...(record.workflowRunIds ?? []), workflowRunId];
      this.#known = { record: { ...record, workflowRunIds } };
      this.#save(jsonOf(this.#known)).catch(this.#logFailure);
    }
    const pointer: RunPointer = {
      invocationId: record.id,
      definitionName,
      startedAt: new Date().toISOString(),
    };
    const stored = this.#given.store?.put(runKey(workflowRunId), JSON.stringify(pointer));
    if (stored !== undefined) this.#pointers.push(stored.catch(this.#logFailure));
  }

  #noteQuestion(event: Extract<ProgressEvent, { readonly type: 'human' }>): void {
    if (this.#hasEnded) return;
    const { record } = this.#known;
    const withoutSecrets = secretFilter([...this.#secrets, ...knownSecrets.texts]);
    const clean = (text: string | undefined): string | undefined => text && withoutSecrets(text);
    const { by, comment } = event;
    const told = { ...event, comment: clean(comment), by: by && { ...by, name: clean(by.name) } };
    const before = record.questions ?? [];
    const questions = questionsAfter(before, told, new Date());
    if (questions === before) return;
    this.#known = { record: { ...record, questions } };
    this.#save(jsonOf(this.#known)).catch(this.#logFailure);
  }

  /**
   * Stores the end, and resolves when that is done or given up. What a caller comes for later has the time that the store
   * takes; the rest a short one.
   *
   * @param wait waits for the store, and not longer than makes sense. @default - as long as the store takes
   * @returns what was to be stored, and whether it was by then
   */
  async end(
    outcome: InvocationOutcome,
    wait: (stored: Promise<unknown>) => Promise<unknown> = (stored) => stored,
  ): Promise<StoredEnd> {
    this.#hasEnded = true;
    const record = { ...this.#known.record, endedAt: new Date().toISOString() };
    const ended = outcome.ok ? this.#succeeded(record, outcome.json) : this.#failed(record, outcome.error);
    let isStored = false;
    const saved = this.#save(jsonOf(ended)).then(() => {
      isStored = true;
    });
    const stored = Promise.all([saved, ...this.#pointers]).catch(this.#logFailure);
    if (this.isAsync) await wait(stored);
    else if (!(await settles(stored, STORE_TIMEOUT_MS))) {
      this.#logFailure(`it took longer than ${STORE_TIMEOUT_MS / 1000} s`);
    }
    // Callers know what they have sent; it need not stay in memory.
    this.#known = { ...ended, record: { ...ended.record, payload: undefined } };
    this.#end.resolve();
    return { ended, isStored };
  }

  /** Stores what has become of the end since, after all that is being stored. @throws when it cannot be written */
  storeAgain(known: KnownInvocation): Promise<void> {
    return this.#save(jsonOf(known));
  }

  #succeeded(record: InvocationRecord, json: string): KnownInvocation {
    const succeeded: InvocationRecord = { ...record, status: 'SUCCEEDED' };
    if (this.isAsync) return { record: succeeded, resultJson: json };
    const result =
      json.length > MAX_RECORDED_BYTES
        ? cutValue(Buffer.byteLength(json))
        : recordedValue(JSON.parse(json), [...this.#secrets, ...knownSecrets.texts]).value;
    return { record: { ...succeeded, result } };
  }

  #failed(record: InvocationRecord, error: ErrorDescription): KnownInvocation {
    const withoutSecrets = secretFilter([...this.#secrets, ...knownSecrets.texts]);
    const clean = (text: string): string => withoutSecrets(text).slice(0, MAX_RECORDED_BYTES);
    const message = clean(error.message);
    const stack = error.stack === undefined ? undefined : clean(error.stack);
    const issues = error.issues?.map((issue) => ({ ...issue, message: clean(issue.message) }));
    return { record: { ...record, status: 'FAILED', error: { ...error, message, stack, issues } } };
  }

  readonly #logFailure = (error: unknown): void => {
    const { logger } = this.#given;
    logger.log('error', 'the record of an invocation cannot be stored', { error: messageOf(error) });
  };
}

/** How long the end of an invocation whose caller has waited may take to be stored. */
const STORE_TIMEOUT_MS = 2_500;

/** What a writer is made of. */
interface Given {
  readonly id: string;
  readonly sessionId?: string | undefined;
  readonly requestId: string;
  readonly payload: unknown;
  /** Whether its caller comes for the record later: then the result is kept as it is. */
  readonly isAsync: boolean;
  /** Values that no record may hold. */
  readonly secrets: readonly string[];
  readonly store: ArtifactStore | undefined;
  readonly logger: Logger;
  /** Which item of a fleet it is. */
  readonly item?: RecordedItem | undefined;
  readonly isFirst?: boolean | undefined;
}

/** The whole record of an invocation that has ended, with the payload, and whether it is in the store. */
export interface StoredEnd {
  readonly ended: KnownInvocation;
  readonly isStored: boolean;
}

/** What is known of an invocation: its record, and the result in JSON where that is kept as it is. */
export interface KnownInvocation {
  readonly record: InvocationRecord;
  readonly resultJson?: string | undefined;
}

/** The whole record in JSON. */
export function jsonOf({ record, resultJson }: KnownInvocation): string {
  return resultJson === undefined ? JSON.stringify(record) : withResult(record, resultJson);
}
