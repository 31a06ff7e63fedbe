import { type InvocationRecord, newInvocationId } from '../../contract/invocation-record.ts';
import type { InvocationStore, StoredInvocation } from '../invocation-store.ts';
import { messageWithStorage } from '../storage-problem.ts';
import { UnwrittenEnds } from '../unwritten-ends.ts';
import { completed, type InvocationEnd } from './completed-record.ts';
import { InvocationNotes } from './invocation-notes.ts';

/**
 * The invocations whose end is not on record. The host writes records itself; what it could not write, because its process
 * was gone or never came up, is written here. Each invocation is noted in a file of the state folder as long as it is
 * open, so that the next local AWS completes what a killed one has left.
 */
export class OpenInvocations {
  readonly #store: InvocationStore;
  readonly #notes: InvocationNotes;
  readonly #runsOf: (invocationId: string) => readonly string[];
  readonly #bySession = new Map<string, Set<OpenInvocation>>();
  readonly #unwritten: UnwrittenEnds<EndedInvocation>;

  constructor(options: {
    readonly store: InvocationStore;
    /** The runs that began in an invocation. */
    readonly runsOf: (invocationId: string) => readonly string[];
  }) {
    this.#store = options.store;
    this.#notes = new InvocationNotes(options.store.notesDir);
    this.#runsOf = options.runsOf;
    this.#unwritten = new UnwrittenEnds({
      stateDir: () => options.store.stateDir,
      write: ({ open, end }) => this.#complete(open, end),
      nameOf: ({ open }) => `invocation ${open.begun.record.id}`,
    });
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
    this.#note(open, () => this.#store.write(open.begun));
    return open;
  }

  /**
   * Learns of a record that a host has written. With one that says how it ended, an invocation is closed. One that nobody has
   * begun here is that of a message over a WebSocket, where only the two ends see what is said.
   */
  written(identity: string, stored: StoredInvocation): void {
    const siblings = [...(this.#bySession.get(identity) ?? [])];
    const known = siblings.find(({ begun }) => begun.record.id === stored.record.id);
    const isRunning = stored.record.status === 'RUNNING';
    if (known === undefined && isRunning) this.#note({ identity, begun: stored });
    else if (known !== undefined && !isRunning) this.#close(known, known.end);
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
    const stored = this.#store.read(open.begun.record.id, open.begun.definitionName);
    const isOwn = stored === undefined || JSON.stringify(stored.record) === JSON.stringify(open.begun.record);
    if (isOwn) this.#tryToComplete(open, end);
    // A host that wrote how it began will write how it ended, if it has not yet; and one that has written nothing may
    // still: until its process is gone, the note stays.
    else if (stored.record.status !== 'RUNNING') this.#close(open, end);
  }

  /** The host runs it on, and nobody waits; what is on record when the session ends will count. */
  accepted(open: OpenInvocation, id: string): void {
    // The host has chosen another id, as older ones do, and keeps a record under that.
    if (id === open.begun.record.id) return;
    this.#bySession.get(open.identity)?.delete(open);
    this.#write(open, () => {
      this.#store.remove(open.begun);
      this.#notes.remove(open.begun);
    });
  }

  /** The process of a session is gone: what is still open has ended with it. */
  sessionEnded(identity: string, end: InvocationEnd): void {
    for (const open of this.#bySession.get(identity) ?? []) this.#close(open, open.end ?? end);
    this.#bySession.delete(identity);
  }

  /** Completes what a former local AWS has left open. */
  endLeftovers(end: InvocationEnd): void {
    for (const begun of this.#notes.leftovers()) this.#close({ identity: '', begun }, end);
  }

  /** Writes what could not be written before, if that is possible now. */
  close(): void {
    this.#unwritten.close();
  }

  #note(open: OpenInvocation, work: () => void = () => {}): void {
    const siblings = this.#bySession.get(open.identity) ?? new Set();
    this.#bySession.set(open.identity, siblings.add(open));
    this.#write(open, () => {
      work();
      this.#notes.write(open.begun);
    });
  }

  #close(open: OpenInvocation, end: InvocationEnd | undefined): void {
    this.#bySession.get(open.identity)?.delete(open);
    this.#tryToComplete(open, end);
  }

  #tryToComplete(open: OpenInvocation, end: InvocationEnd | undefined): void {
    try {
      this.#complete(open, end);
    } catch (error) {
      this.#unwritten.add(open.begun.record.id, { open, end }, error);
    }
  }

  /** The note goes when the process of its session has nothing to add. */
  #complete(open: OpenInvocation, end: InvocationEnd | undefined): void {
    const { begun } = open;
    const record: InvocationRecord =
      this.#store.read(begun.record.id, begun.definitionName)?.record ?? begun.record;
    const runs = this.#runsOf(record.id);
    this.#store.write({ ...begun, record: completed(record, { end, runs, log: begun.record.log }) });
    if (this.#bySession.get(open.identity)?.has(open) !== true) this.#notes.remove(begun);
  }

  /** A full disk must not fail the invocation itself. */
  #write({ begun }: OpenInvocation, work: () => void): void {
    try {
      work();
    } catch (error) {
      const why = messageWithStorage(error, this.#store.stateDir);
      process.emitWarning(`The record of invocation ${begun.record.id} could not be written: ${why}`);
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

interface EndedInvocation {
  readonly open: OpenInvocation;
  readonly end: InvocationEnd | undefined;
}
