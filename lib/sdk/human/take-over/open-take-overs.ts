import type { TakeOverHello, TakeOverNews } from '../../../contract/take-over.ts';
import { settles } from '../../../core/async.ts';
import type { TakeOverConnection, TakeOverDoor } from './take-over-door.ts';

/** The take-overs that people can come to, behind one door. */
export class OpenTakeOvers {
  readonly #serves = new Map<string, Parameters<TakeOverDoor['open']>[1]>();

  get size(): number {
    return this.#serves.size;
  }

  /** @see TakeOverDoor.open */
  open(questionId: string, serve: Parameters<TakeOverDoor['open']>[1]): Disposable {
    this.#serves.set(questionId, serve);
    return {
      [Symbol.dispose]: () => {
        if (this.#serves.get(questionId) === serve) this.#serves.delete(questionId);
      },
    };
  }

  /** Leads somebody who has said hello to the one that is meant; whoever is wrong gets always the same answer. */
  welcome(hello: TakeOverHello | undefined, connection: TakeOverConnection): void {
    const serve = hello && this.#serves.get(hello.questionId);
    if (hello === undefined || serve === undefined) endConnection(connection, UNKNOWN_TAKE_OVER);
    else serve(hello, connection);
  }
}

/** For a question that nobody waits with here, and for wrong claims: nobody learns which of it. */
export const UNKNOWN_TAKE_OVER =
  'There is nothing to take over by this link: it is wrong, or the workflow does not wait any more. Open the link again.';

/** Says why, and closes. */
export function endConnection(connection: TakeOverConnection, reason: string): void {
  const news: TakeOverNews = { type: 'end', reason };
  const sent = connection.send(JSON.stringify(news));
  // A page that has gone takes nothing any more.
  void settles(sent, LAST_NEWS_MS).then(() => connection.close());
}

const LAST_NEWS_MS = 1_000;
