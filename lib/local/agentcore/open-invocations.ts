import { rmSync } from 'node:fs';
import path from 'node:path';
import { type InvocationRecord, newInvocationId } from '../../contract/invocation-record.ts';
import { messageOf } from '../../core/errors.ts';
import { namesIn, readIfThere, replaceFile } from '../../core/files.ts';
import { parseJson } from '../../core/json.ts';
import {
  type InvocationStore,
  isStoredInvocation,
  PRIVATE,
  type StoredInvocation,
} from '../invocation-store.ts';
import { completed, type InvocationEnd } from './completed-record.ts';

/**
 * The invocations whose end is not on record. The host writes records itself; what it could not write, because its process
 * was gone or never came up, is written here. Each invocation is noted in a file of the state folder as long as it is
 * open, so that the next local AWS completes what a killed one has left.
 */
export class OpenInvocations {
  readonly #store: InvocationStore;
  readonly #runsOf: (invocationId: string) => readonly string[];
  readonly #bySession = new Map<string, Set<OpenInvocation>>();

  constructor(options: {
    readonly store: InvocationStore;
    /** The runs that began in an invocation. */
    readonly runsOf: (invocationId: string) => readonly string[];
  }) {
    this.#store = options.store;
    this.#runsOf = options.runsOf;
  }

  /** Notes an invocation before it is sent to its host, which will write its own record over this one. */
  begin(invocation: {
    /** The session, by its credentials. */
    readonly identity: string;
    readonly sessionId: string;
    readonly requestId: string;
    readonly definitionName: string;
    readonly payload: unknown;
    readonly log: string;
  }): OpenInvocation {
    const { identity, definitionName, sessionId, requestId, payload, log } = invocation;
    const id = newInvocationId(sessionId, requestId);
    const record = { id, status: 'RUNNING', startedAt: new Date().toISOString() } as const;
    const open: OpenInvocation = {
      identity,
      begun: { definitionName, record: { ...record, sessionId, requestId, payload, log } },
    };
    const siblings = this.#bySession.get(identity) ?? new Set();
    this.#bySession.set(identity, siblings.add(open));
    this.#write(() => {
      this.#store.write(open.begun);
      replaceFile(this.#noteOf(open), JSON.stringify(open.begun), PRIVATE);
    });
    return open;
  }

  /** The one that a session began last, of those that have no answer. */
  latest(identity: string): string | undefined {
    const waiting = [...(this.#bySession.get(identity) ?? [])].filter(({ end }) => end === undefined);
    return waiting.at(-1)?.begun.record.id;
  }

  /** The answer has been passed on, or there is none. The record of the host says more, if it wrote one. */
  answered(open: OpenInvocation, end: InvocationEnd): void {
    // Its process has ended meanwhile, and that is on record.
    if (this.#bySession.get(open.identity)?.has(open) !== true) return;
    open.end = end;
    const stored = this.#store.read(open.begun.record.id);
    const isOwn = stored === undefined || JSON.stringify(stored.record) === JSON.stringify(open.begun.record);
    if (isOwn) this.#write(() => this.#complete(open, end));
    // A host that wrote how it began will write how it ended, if it has not yet; and one that has written nothing may
    // still: until its process is gone, the note stays.
    else if (stored.record.status !== 'RUNNING') this.#close(open, end);
  }

  /** The host runs it on, and nobody waits; what is on record when the session ends will count. */
  accepted(open: OpenInvocation, id: string): void {
    // The host has chosen another id, as older ones do, and keeps a record under that.
    if (id !== open.begun.record.id) this.#forget(open, () => this.#store.remove(open.begun));
  }

  /** The process of a session is gone: what is still open has ended with it. */
  sessionEnded(identity: string, end: InvocationEnd): void {
    for (const open of this.#bySession.get(identity) ?? []) this.#close(open, open.end ?? end);
    this.#bySession.delete(identity);
  }

  /** Completes what a former local AWS has left open. */
  endLeftovers(end: InvocationEnd): void {
    for (const name of namesIn(this.#store.notesDir)) {
      const text = readIfThere(path.join(this.#store.notesDir, name));
      const begun = text === undefined ? undefined : parseJson(text);
      if (isStoredInvocation(begun)) this.#close({ identity: '', begun }, end);
      else rmSync(path.join(this.#store.notesDir, name), { force: true, recursive: true });
    }
  }

  #close(open: OpenInvocation, end: InvocationEnd): void {
    this.#forget(open, () => this.#complete(open, end));
  }

  #complete({ begun }: OpenInvocation, end: InvocationEnd): void {
    const record: InvocationRecord = this.#store.read(begun.record.id)?.record ?? begun.record;
    const runs = this.#runsOf(record.id);
    this.#store.write({ ...begun, record: completed(record, { end, runs, log: begun.record.log }) });
  }

  #forget(open: OpenInvocation, work: () => void): void {
    this.#bySession.get(open.identity)?.delete(open);
    this.#write(() => {
      work();
      rmSync(this.#noteOf(open), { force: true });
    });
  }

  #noteOf({ begun }: OpenInvocation): string {
    return path.join(this.#store.notesDir, `${begun.record.requestId}.json`);
  }

  /** A full disk must not fail the invocation itself; the note that stays is tried again at the next start. */
  #write(work: () => void): void {
    try {
      work();
    } catch (error) {
      process.emitWarning(`The record of an invocation could not be written: ${messageOf(error)}`);
    }
  }
}

/** An invocation under way. */
export interface OpenInvocation {
  readonly identity: string;
  readonly begun: StoredInvocation;
  /** How it was answered, when it was. */
  end?: InvocationEnd | undefined;
}
