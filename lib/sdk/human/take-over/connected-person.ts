import { holdRemotely, type RemoteFinish, RemoteView, type ViewedBrowser } from '../../../browser/index.ts';
import type { TakeOverNews } from '../../../contract/take-over.ts';
import { messageOf } from '../../../core/errors.ts';
import { MessageBudget } from './message-budget.ts';
import { endConnection } from './open-take-overs.ts';
import { readTakeOverInput } from './read-take-over-input.ts';
import type { TakeOverConnection } from './take-over-door.ts';

/**
 * A page that has said hello: nothing that it says is taken before it is let in, nor after its end. What it said before it left is done
 * still.
 */
export class ConnectedPerson {
  readonly #connection: TakeOverConnection;
  readonly #budget = new MessageBudget(performance.now());
  readonly #says = new MessageBudget(performance.now());
  #view: RemoteView | undefined;
  #hold: Disposable | undefined;
  #isOver = false;
  /** Whether all was done that it said before it left. */
  #left: Promise<boolean> | undefined;

  constructor(connection: TakeOverConnection) {
    this.#connection = connection;
    connection.onMessage((text) => this.#hear(text));
    connection.onClose(() => this.#depart());
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Shows the browser. Never rejects: who cannot see it is told why. */
  async letIn(browser: () => Omit<ViewedBrowser, 'say'>): Promise<void> {
    if (this.#isOver) return;
    try {
      const { page, pages } = browser();
      this.#hold = holdRemotely(page.context());
      const view = await RemoteView.open({ page, pages, say: (news) => this.#say(news) });
      if (this.#isOver) view[Symbol.dispose]();
      else this.#view = view;
    } catch (error) {
      this.end(`The browser cannot be shown: ${messageOf(error)}`);
    }
  }

  /** Something that the person should know. */
  tell(message: string): void {
    this.#say({ type: 'refused', message });
  }

  /** Waits until the browser has taken what the person has done. @returns whether it has taken all that matters */
  async finish(given: RemoteFinish): Promise<boolean> {
    return await (this.#left ?? this.#view?.finish(given) ?? true);
  }

  /** Tells why, and closes the connection; what the person has done before is done still. Harmless when it has ended. */
  leave(reason: string): void {
    if (this.#isOver) return;
    this.#depart();
    endConnection(this.#connection, reason);
  }

  /** Tells why, and closes the connection: what is not done yet is not done any more. Harmless when it has ended. */
  end(reason: string): void {
    const isOver = this.#isOver;
    this.#leave();
    if (!isOver) endConnection(this.#connection, reason);
  }

  #hear(text: string): void {
    if (this.#isOver) return;
    const problem = this.#take(text);
    if (problem !== undefined) this.#refuse(problem);
  }

  /** @returns why it was not taken */
  #take(text: string): string | undefined {
    const answer = this.#budget.take(performance.now());
    if (answer === 'refused') return 'This was too much at once, and was not taken.';
    if (answer === 'ended') {
      this.end('Too many messages came at once.');
      return undefined;
    }
    const input = readTakeOverInput(text);
    if ('problem' in input) return input.problem;
    if (input.type === 'leave') {
      this.leave('You have left.');
      return undefined;
    }
    if (this.#view === undefined) return 'The browser is not there yet: this was not taken.';
    this.#view.take(input);
    return undefined;
  }

  /** A page that is told without end would be told too much. */
  #refuse(message: string): void {
    if (this.#says.take(performance.now()) === 'taken') this.#say({ type: 'refused', message });
  }

  #say(news: TakeOverNews): void {
    if (!this.#isOver) void this.#connection.send(JSON.stringify(news));
  }

  #depart(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#left = this.#view?.finish({ since: Date.now(), limitMs: FINISH_MS }).finally(() => this.#leave());
    if (this.#left === undefined) this.#leave();
  }

  #leave(): void {
    this.#isOver = true;
    const view = this.#view;
    this.#view = undefined;
    view?.[Symbol.dispose]();
    // Of what is cut off, too, it is known whether it matters.
    this.#left ??= view?.finish({ since: Date.now(), limitMs: 0 });
    this.#hold?.[Symbol.dispose]();
    this.#hold = undefined;
  }
}

/** How long a page may take for what somebody has done who is not there any more. */
export const FINISH_MS = 10_000;
