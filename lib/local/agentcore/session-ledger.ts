import { SESSION_ENDED } from '../../contract/error.ts';
import { InvocationStore } from '../invocation-store.ts';
import { endLeftoverRuns, endRunsOf, runsOfInvocation } from '../nova-act/session-runs.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { RuntimeSessions } from '../runtime-sessions.ts';
import { messageWithStorage } from '../storage-problem.ts';
import { endedBefore } from './explain-failure.ts';
import { OpenInvocations } from './open-invocations.ts';
import type { Session } from './session.ts';

/**
 * Keeps books on sessions: whose calls are whose, which invocations are open, and what ends with a session. When the
 * process of one is gone, its runs, acts and invocations are ended at once, those of a former local AWS at the start.
 */
export class SessionLedger {
  readonly invocations: InvocationStore;
  readonly open: OpenInvocations;
  readonly #store: NovaActStore | undefined;
  readonly #runtimeSessions: RuntimeSessions;
  readonly #sessions = new Map<string, Session>();

  constructor(options: {
    readonly stateDir: string;
    readonly store?: NovaActStore | undefined;
    readonly runtimeSessions?: RuntimeSessions | undefined;
    readonly invocations?: InvocationStore | undefined;
  }) {
    const { stateDir, store } = options;
    this.#store = store;
    this.#runtimeSessions = options.runtimeSessions ?? new RuntimeSessions();
    this.invocations = options.invocations ?? store?.invocations ?? new InvocationStore({ stateDir });
    this.invocations.on('put', ({ definitionName, record }) => {
      const session = this.#sessions.get(keyOf(definitionName, record.sessionId));
      const log = record.log ?? session?.backend.logFile;
      if (session) this.open.written(session.identity, { definitionName, record: { ...record, log } });
    });
    this.open = new OpenInvocations({
      store: this.invocations,
      runsOf: (id) => (store === undefined ? [] : runsOfInvocation(store, id)),
    });
    if (store !== undefined) endLeftoverRuns(store);
    const message =
      'Local AWS was ended, and with it the process of the session, before the invocation had ended.';
    this.open.endLeftovers({ status: 'FAILED', error: { name: SESSION_ENDED, message } });
  }

  begin(session: Session): void {
    const { identity, id, runtime } = session;
    const { role, name, secrets = [] } = runtime;
    this.#sessions.set(keyOf(runtime.definitionName, id), session);
    const secretsOf = { runtime: name, arns: secrets };
    const invocationId = () => this.open.latest(identity);
    this.#runtimeSessions.begin({ identity, id, role, runtime, secretsOf, invocationId });
  }

  end(session: Session, how: string): void {
    const { identity, id, runtime } = session;
    const key = keyOf(runtime.definitionName, id);
    if (this.#sessions.get(key) === session) this.#sessions.delete(key);
    const refused = this.#runtimeSessions.refusedActions(identity);
    this.#runtimeSessions.end(identity);
    const { message } = endedBefore('it reported the end of the run', { session, how }).error;
    const reason =
      refused.length === 0 ? message : `${message} Its role had not allowed it ${refused.join(', ')}.`;
    try {
      if (this.#store !== undefined) endRunsOf(this.#store, { identity, reason });
    } catch (error) {
      // Such as a full disk. The store tries again.
      const why = messageWithStorage(error, this.invocations.stateDir);
      process.emitWarning(`The runs of session ${id} could not be ended: ${why}`);
    }
    this.open.sessionEnded(identity, endedBefore('it answered', { session, how }));
  }

  /** Writes what could not be written before, if that is possible now. */
  close(): void {
    this.open.close();
  }

  /** Whether a call is one that a session's process sent before it ended. */
  isLate(identity: string | undefined): boolean {
    return this.#runtimeSessions.hasEnded(identity);
  }
}

function keyOf(definitionName: string, sessionId: string | undefined): string {
  return `${definitionName}\n${sessionId}`;
}
