import type { RemoteFinish } from '../../../browser/index.ts';
import type { QuestionState } from '../../../contract/question.ts';
import { hasHash } from '../../../contract/secret-hash.ts';
import type { TakeOverHello } from '../../../contract/take-over.ts';
import { within } from '../../../core/async.ts';
import { reasonOf } from '../../../core/errors.ts';
import type { TakeOverRequest } from '../human-request.ts';
import { ConnectedPerson, FINISH_MS } from './connected-person.ts';
import { watchForNoTab } from './no-tab.ts';
import { UNKNOWN_TAKE_OVER } from './open-take-overs.ts';
import type { TakeOverConnection, TakeOverDoor } from './take-over-door.ts';

/**
 * Lets the person who has taken over a question see and use the browser, for as long as the question waits: until what it gives is
 * disposed of, or `request.signal` is aborted. What is typed goes to the browser, and nowhere else.
 */
export function serveTakeOver(given: ServedTakeOver): TakeOverService {
  return new ServedQuestion(given);
}

/** What is served. */
export interface ServedTakeOver {
  readonly request: Pick<TakeOverRequest, 'requestId' | 'page' | 'pages' | 'signal'>;
  /** Asks the desk how the question stands, and with it who has taken over. */
  readonly holder: () => Promise<QuestionState>;
  readonly door: TakeOverDoor;
  /** How long somebody keeps the browser without a word of the desk, in milliseconds. @default 60000 */
  readonly maxUnheardMs?: number | undefined;
  /** Hears why nobody can do anything there any more: no tab is open. @default nobody */
  readonly onImpossible?: ((error: Error) => void) | undefined;
}

/** Ends with the question: dispose of it. */
export interface TakeOverService extends Disposable {
  /** Ends it with a sentence that whoever is connected reads. Harmless when it has ended. */
  end(reason: string): void;
  /** Whether somebody has the browser now: then the desk should be asked often. */
  readonly isHeld: boolean;
  /**
   * Takes note of how the question stands, which was asked for something else: who is not its holder any more has the browser no longer,
   * and is told.
   *
   * @param askedAtMs when the desk was asked, by `performance.now()`
   */
  heard(state: QuestionState, askedAtMs: number): void;
  /**
   * Waits until the browser has taken what people have done before the answer: for a while, as far as the time of the act goes.
   *
   * @returns whether it has taken all that matters
   */
  finish(given: FinishedTakeOver): Promise<boolean>;
}

interface FinishedTakeOver {
  /** In milliseconds since 1970. */
  readonly answeredAtMs: number;
  /** When the act waits no longer. */
  readonly expiresAtMs: number;
}

class ServedQuestion implements TakeOverService {
  readonly #given: ServedTakeOver;
  readonly #open: Disposable;
  readonly #connected = new Set<ConnectedPerson>();
  readonly #tabs: Disposable;
  /** Those of whose doing something may be on its way still. */
  readonly #doing = new Set<ConnectedPerson>();
  /** Who has the browser. */
  #current: Holding | undefined;
  /** Runs out when the desk has said nothing for too long. */
  #unheard: NodeJS.Timeout | undefined;
  /** Hellos are looked at one after another, so that the latest is the one that counts. */
  #checks: Promise<void> = Promise.resolve();
  #checking = 0;
  #isOver = false;

  constructor(given: ServedTakeOver) {
    const { request, door } = given;
    this.#given = given;
    this.#open = door.open(request.requestId, (hello, connection) => this.#welcome(hello, connection));
    this.#tabs = watchForNoTab(request.pages, (error) => {
      this.end(error.message);
      given.onImpossible?.(error);
    });
    if (request.signal.aborted) this.#endByAbort();
    else request.signal.addEventListener('abort', this.#endByAbort, { once: true });
  }

  end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#given.request.signal.removeEventListener('abort', this.#endByAbort);
    this.#open[Symbol.dispose]();
    this.#tabs[Symbol.dispose]();
    for (const person of [...this.#connected, ...this.#doing]) person.end(reason);
    this.#connected.clear();
    this.#doing.clear();
    this.#cut(reason);
  }

  get isHeld(): boolean {
    return this.#current !== undefined && !this.#current.person.isOver;
  }

  async finish({ answeredAtMs: since, expiresAtMs }: FinishedTakeOver): Promise<boolean> {
    const limitMs = Math.min(FINISH_MS, expiresAtMs - Date.now() - 2 * FINISH_MARGIN_MS);
    const work = allFinished([...this.#doing], { since, limitMs });
    // What somebody has done who has left has a limit of its own.
    return await within({ work, timeoutMs: limitMs + FINISH_MARGIN_MS, fallback: false });
  }

  heard(state: QuestionState, askedAtMs: number): void {
    // What was asked before whoever has the browser had taken over says nothing of them.
    if (this.#current === undefined || askedAtMs < this.#current.askedAtMs) return;
    if (holds(state, this.#current.claim)) this.#confirm();
    // Who has answered has done something before it, which is done still.
    else if (state.status === 'answered') this.#current.person.leave(IS_OVER);
    else this.#cut(whyNot(state));
  }

  [Symbol.dispose](): void {
    this.end(IS_OVER);
  }

  readonly #endByAbort = (): void => {
    this.end(`Nobody waits for this any more: ${reasonOf(this.#given.request.signal.reason)}.`);
  };

  /** Who has the browser keeps it for as long as a hold lasts that nobody renews: another may have it then. */
  #confirm(): void {
    clearTimeout(this.#unheard);
    this.#unheard = setTimeout(() => this.#cut(UNHEARD), this.#given.maxUnheardMs ?? MAX_UNHEARD_MS);
    this.#unheard.unref();
  }

  #cut(reason: string): void {
    clearTimeout(this.#unheard);
    this.#current?.person.end(reason);
    this.#current = undefined;
  }

  #welcome(hello: TakeOverHello, connection: TakeOverConnection): void {
    const person = new ConnectedPerson(connection);
    if (this.#isOver || this.#checking >= MAX_CHECKING) {
      person.end(this.#isOver ? UNKNOWN_TAKE_OVER : 'Too many are connecting at once. Try again.');
      return;
    }
    this.#connected.add(person);
    connection.onClose(() => {
      this.#connected.delete(person);
      if (this.#current?.person === person) this.#current = undefined;
    });
    this.#checking += 1;
    this.#checks = this.#checks
      .then(() => this.#check(person, hello.claim))
      .catch(() => person.end(UNANSWERED))
      .finally(() => {
        this.#checking -= 1;
      });
  }

  async #check(person: ConnectedPerson, claim: string): Promise<void> {
    if (person.isOver) return;
    const askedAtMs = performance.now();
    const asked = (async () => await this.#given.holder())().catch(() => undefined);
    const state = await within({ work: asked, timeoutMs: ASK_TIMEOUT_MS, fallback: undefined });
    if (this.#isOver || person.isOver) return;
    if (state === undefined || !holds(state, claim)) {
      person.end(state === undefined ? UNANSWERED : UNKNOWN_TAKE_OVER);
      // It may have told of a holder who is not the one who is connected.
      if (state !== undefined) this.heard(state, askedAtMs);
      return;
    }
    const before = this.#current;
    this.#current = { person, claim, askedAtMs };
    this.#confirm();
    if (before?.claim === claim) before.person.leave(ELSEWHERE);
    else before?.person.end(whyNot(state));
    void this.#letIn(person);
  }

  /** After what others have done, whose words would come between. Never rejects. */
  async #letIn(person: ConnectedPerson): Promise<void> {
    const before = [...this.#doing];
    this.#doing.add(person);
    const isFinished = await allFinished(before, { since: Date.now(), limitMs: FINISH_MS });
    for (const each of before) this.#doing.delete(each);
    const { request } = this.#given;
    await person.letIn(() => ({ page: request.page, pages: request.pages }));
    if (!isFinished) person.tell(UNFINISHED);
  }
}

async function allFinished(people: readonly ConnectedPerson[], given: RemoteFinish): Promise<boolean> {
  const all = await Promise.all(people.map((person) => person.finish(given)));
  return !all.includes(false);
}

interface Holding {
  readonly person: ConnectedPerson;
  readonly claim: string;
  /** When the desk was asked who holds the question. */
  readonly askedAtMs: number;
}

function holds({ status, holder }: QuestionState, claim: string): boolean {
  return status === 'open' && holder !== undefined && hasHash(claim, holder.claimHash);
}

/** What somebody reads who has the browser no longer. */
function whyNot({ status, holder }: QuestionState): string {
  if (status !== 'open') return IS_OVER;
  if (holder === undefined) return 'You do not hold this take-over any more. Take over again.';
  const { name, subject } = holder.by;
  return `Somebody else has taken over${name || subject ? ` (${name || subject})` : ''}.`;
}

const IS_OVER = 'This take-over has ended.';
const ELSEWHERE = 'You have opened this take-over in another place, where it goes on.';
const UNHEARD = 'Whether you still hold this take-over could not be asked any more. Take over again.';
const UNFINISHED =
  'The page did not take all that was done before you were connected. Look what is there, and do the rest again.';
const UNANSWERED = 'Who has taken over could not be asked just now. Try again.';

const MAX_CHECKING = 10;
const MAX_UNHEARD_MS = 60_000;
const ASK_TIMEOUT_MS = 15_000;
const FINISH_MARGIN_MS = 200;
