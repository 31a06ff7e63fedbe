import { createHash } from 'node:crypto';
import path from 'node:path';
import type { RuntimeRecord } from './runtime-record.ts';
import { Session, type Supervision } from './session.ts';

/** All runtime sessions of this server. A session id belongs to one runtime: two runtimes may use the same one. */
export class Sessions {
  readonly #logDir: string;
  readonly #supervision: Supervision;
  readonly #parentEnvironment: Readonly<Record<string, string | undefined>>;
  readonly #sessions = new Map<string, Session>();
  readonly #stopping = new Map<string, Promise<void>>();
  #closed = false;

  constructor(options: {
    readonly logDir: string;
    readonly supervision: Supervision;
    readonly parentEnvironment: Readonly<Record<string, string | undefined>>;
  }) {
    this.#logDir = options.logDir;
    this.#supervision = options.supervision;
    this.#parentEnvironment = options.parentEnvironment;
  }

  /** The session with this id, started if there is none. One that is being stopped is waited for. */
  async open(options: {
    readonly runtime: RuntimeRecord;
    readonly sessionId: string;
    readonly endpointUrl: string;
  }): Promise<Session> {
    const { runtime, sessionId, endpointUrl } = options;
    const key = keyOf(runtime, sessionId);
    for (let ending = this.#stopping.get(key); ending !== undefined; ending = this.#stopping.get(key))
      await ending;
    const existing = this.#sessions.get(key);
    if (existing !== undefined && existing.endReason === undefined) return existing;
    await existing?.process.ended;
    if (this.#closed) throw new Error('Local AWS is ending.');
    const raced = this.#sessions.get(key);
    if (raced !== undefined) return raced;
    const session = new Session({
      process: {
        runtime,
        logFile: path.join(this.#logDir, `${runtime.id}-${fileNameOf(sessionId)}.log`),
        endpointUrl,
        parentEnvironment: this.#parentEnvironment,
      },
      supervision: this.#supervision,
    });
    this.#sessions.set(key, session);
    void session.process.ended.then(() => {
      if (this.#sessions.get(key) === session) this.#sessions.delete(key);
    });
    return session;
  }

  /** Ends a session. @returns false when there is none. */
  async stop(options: { readonly runtime: RuntimeRecord; readonly sessionId: string }): Promise<boolean> {
    const key = keyOf(options.runtime, options.sessionId);
    const session = this.#sessions.get(key);
    if (session === undefined) return false;
    const stopping = session.process.stop().finally(() => this.#stopping.delete(key));
    this.#stopping.set(key, stopping);
    await stopping;
    return true;
  }

  /** Ends all sessions; no new ones begin. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sessions.values()].map((session) => session.process.stop()));
  }
}

function keyOf(runtime: RuntimeRecord, sessionId: string): string {
  return `${runtime.arn}\n${sessionId}`;
}

/** A session id may hold any character; a file name may not. */
function fileNameOf(sessionId: string): string {
  const safe = sessionId.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 80);
  if (safe === sessionId) return safe;
  return `${safe}-${createHash('sha256').update(sessionId).digest('hex').slice(0, 8)}`;
}
