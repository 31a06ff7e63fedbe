import { deferred, settles } from '../../core/async.ts';

/** The sessions of a run, which end with it. */
export class OwnedSessions {
  readonly #sessions = new Set<OwnedSession>();
  readonly #hurry = deferred<void>();

  /** @returns lets the session go */
  add(session: OwnedSession): () => void {
    this.#sessions.add(session);
    return () => this.#sessions.delete(session);
  }

  /** The process is about to end: what comes after the sessions must not be missed for one that hangs. */
  hurry(): void {
    this.#hurry.resolve();
  }

  /**
   * Closes all of them, and waits for that unless it is in a hurry.
   * @returns why those failed whose ends were waited for
   */
  async close(): Promise<readonly unknown[]> {
    const failures: unknown[] = [];
    const closing = Promise.all(
      [...this.#sessions].map((session) => session.close().catch((error) => failures.push(error))),
    );
    const hurried = this.#hurry.promise.then(() => settles(closing, HURRIED_CLOSE_MS));
    await Promise.race([closing, hurried]);
    return failures;
  }
}

/** A session that ends with its run. */
export interface OwnedSession {
  close(): Promise<void>;
}

/** Why an act or a wait is canceled whose session ended with the scope of `await using`. */
export class SessionScopeEnded extends Error {
  override readonly message =
    'the session was closed at the end of its scope. Await every call within it, also in `return await …`.';
}

/** What sessions may take to close when the process is about to end. */
const HURRIED_CLOSE_MS = 1_500;
