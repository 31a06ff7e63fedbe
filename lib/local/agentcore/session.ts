import { ping } from './ping.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import type { SessionBackend } from './session-backend.ts';

/** One runtime session: a process or a container, watched by pings, with an idle and a lifetime limit. */
export class Session {
  readonly id: string;
  /** Whose calls of local AWS are its own, by their credentials. */
  readonly identity: string;
  readonly runtime: RuntimeRecord;
  readonly backend: SessionBackend;
  readonly #supervision: Supervision;
  readonly #timers: NodeJS.Timeout[] = [];
  #openRequests = 0;
  #lastActiveMs = Date.now();
  #unanswered = 0;
  #pinging = false;
  #endReason: EndReason | undefined;

  constructor(options: {
    readonly id: string;
    readonly identity: string;
    readonly runtime: RuntimeRecord;
    readonly backend: SessionBackend;
    readonly supervision: Supervision;
  }) {
    this.id = options.id;
    this.identity = options.identity;
    this.runtime = options.runtime;
    this.#supervision = options.supervision;
    this.backend = options.backend;
    this.backend.port().then(
      (port) => this.#watch(port),
      () => undefined,
    );
    void this.backend.ended.then(() => {
      for (const timer of this.#timers) clearInterval(timer);
    });
  }

  /** Set when the session was told to end. */
  get endReason(): EndReason | undefined {
    return this.#endReason;
  }

  /** Marks a request as open: the session is not idle until the returned function is called. */
  beginRequest(): () => void {
    this.#openRequests += 1;
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      this.#openRequests -= 1;
      this.#lastActiveMs = Date.now();
    };
  }

  /** Ends it in order because somebody wants so. */
  async stop(reason: 'stopped' | 'closing'): Promise<void> {
    await this.#end(reason);
  }

  #watch(port: number): void {
    const idleMs = this.runtime.idleTimeoutSeconds * 1000;
    const maxMs = this.runtime.maxLifetimeSeconds * 1000;
    // Often enough that a session ends soon after its idle limit, also when the limit is short.
    const tickMs = Math.min(this.#supervision.pingIntervalMs, Math.ceil(idleMs / 2));
    this.#timers.push(setInterval(() => void this.#tick(port, idleMs), tickMs));
    this.#timers.push(setTimeout(() => void this.#end('max-lifetime'), maxMs));
  }

  async #tick(port: number, idleMs: number): Promise<void> {
    if (this.#pinging) return;
    this.#pinging = true;
    const answer = await ping({ port, timeoutMs: this.#supervision.pingTimeoutMs });
    this.#pinging = false;
    this.#unanswered = answer === undefined ? this.#unanswered + 1 : 0;
    if (this.#unanswered >= this.#supervision.pingFailureLimit) return this.#end('unhealthy');
    if (answer?.busy || this.#openRequests > 0) this.#lastActiveMs = Date.now();
    else if (Date.now() - this.#lastActiveMs >= idleMs) return this.#end('idle');
  }

  async #end(reason: EndReason): Promise<void> {
    this.#endReason ??= reason;
    // A process that does not answer pings will not answer SIGTERM either.
    await (reason === 'unhealthy' ? this.backend.kill() : this.backend.stop());
  }
}

/** How a session is watched. */
export interface Supervision {
  /** Time between two pings, in milliseconds. */
  readonly pingIntervalMs: number;
  /** How long a ping may take, in milliseconds. */
  readonly pingTimeoutMs: number;
  /** So many unanswered pings in a row end the session. */
  readonly pingFailureLimit: number;
}

/** Pings like those of the service; a workflow may block its process for up to a minute. */
export const DEFAULT_SUPERVISION: Supervision = Object.freeze({
  pingIntervalMs: 5000,
  pingTimeoutMs: 5000,
  pingFailureLimit: 12,
});

/** Why a session was ended by its supervisor, or by whoever told it to. */
export type EndReason = 'idle' | 'max-lifetime' | 'unhealthy' | 'stopped' | 'closing';
