import { connect } from 'node:net';
import path from 'node:path';
import { localIdentityOf, makeLocalCredentials } from '../../contract/local-credentials.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import { Session, type Supervision } from './session.ts';
import type { StartSession } from './session-backend.ts';
import { sessionLogName } from './session-log.ts';

/** All runtime sessions of this server. A session id belongs to one runtime: two runtimes may use the same one. */
export class Sessions {
  readonly #logDir: string;
  readonly #supervision: Supervision;
  readonly #parentEnvironment: Readonly<Record<string, string | undefined>>;
  readonly #start: StartSession;
  readonly #onBegin: (session: Session) => void;
  readonly #onEnd: (session: Session, how: string) => void;
  readonly #sessions = new Map<string, Session>();
  readonly #stopping = new Map<string, Promise<void>>();
  #closed = false;

  constructor(options: {
    readonly logDir: string;
    readonly supervision: Supervision;
    readonly parentEnvironment: Readonly<Record<string, string | undefined>>;
    readonly startSession: StartSession;
    /** Called when a session's process is gone, before anybody else hears of it. */
    readonly onEnd: (session: Session, how: string) => void;
    /** Called before a session's process can do anything. */
    readonly onBegin: (session: Session) => void;
  }) {
    this.#logDir = options.logDir;
    this.#supervision = options.supervision;
    this.#parentEnvironment = options.parentEnvironment;
    this.#start = options.startSession;
    this.#onBegin = options.onBegin;
    this.#onEnd = options.onEnd;
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
    await existing?.backend.ended;
    if (this.#closed) throw new Error('Local AWS is ending.');
    const raced = this.#sessions.get(key);
    if (raced !== undefined) return raced;
    const credentials = makeLocalCredentials();
    const session = new Session({
      id: sessionId,
      identity: localIdentityOf(credentials.accessKeyId) ?? credentials.accessKeyId,
      runtime,
      backend: this.#start({
        runtime,
        logFile: path.join(
          this.#logDir,
          sessionLogName({ runtimeId: runtime.id, endpoint: runtime.endpointName, sessionId }),
        ),
        endpointUrl,
        credentials,
        parentEnvironment: this.#parentEnvironment,
      }),
      supervision: this.#supervision,
    });
    this.#sessions.set(key, session);
    this.#onBegin(session);
    void session.backend.ended.then((how) => {
      this.#onEnd(session, how);
      if (this.#sessions.get(key) === session) this.#sessions.delete(key);
    });
    return session;
  }

  /**
   * {@link open}, but never a session that has just ended and whose end is not yet known here: its port refuses
   * connections, and a request would be lost for no reason.
   */
  async openReachable(options: Parameters<Sessions['open']>[0]): Promise<Session> {
    const session = await this.open(options);
    // One that does not come up is for the caller to explain.
    const port = await session.backend.port().catch(() => undefined);
    if (port === undefined || (await listens(port))) return session;
    await session.backend.stop();
    return this.open(options);
  }

  /** Ends a session. @returns false when there is none. */
  async stop(options: { readonly runtime: RuntimeRecord; readonly sessionId: string }): Promise<boolean> {
    const key = keyOf(options.runtime, options.sessionId);
    const session = this.#sessions.get(key);
    if (session === undefined) return false;
    const stopping = session.stop('stopped').finally(() => this.#stopping.delete(key));
    this.#stopping.set(key, stopping);
    await stopping;
    return true;
  }

  /** Ends all sessions; no new ones begin. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#sessions.values()].map((session) => session.stop('closing')));
  }
}

/** Whether somebody takes connections; the port may belong to a process that is gone. */
async function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function keyOf(runtime: RuntimeRecord, sessionId: string): string {
  return `${runtime.arn}\n${sessionId}`;
}
