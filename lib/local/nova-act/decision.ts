import { abortable } from '../../core/async.ts';
import { DEFAULT_MAX_ATTEMPTS, DEFAULT_REQUEST_TIMEOUT_MS } from '../../service/index.ts';
import { agentFailed } from './service-error.ts';

/** One decision under way. It is given up when nobody waits for it, its act cannot go on, or time is up. */
export class Decision<Answer> {
  readonly answer: Promise<Answer>;
  readonly #request: StepRequest;
  readonly #check: () => void;
  readonly #controller = new AbortController();
  readonly #onEnd: () => void;
  readonly #timer: NodeJS.Timeout;
  #grace: NodeJS.Timeout | undefined;
  #clients = 0;
  #isOver = false;

  constructor(options: {
    readonly request: StepRequest;
    readonly work: StepWork<Answer>;
    readonly agentName: string;
    readonly timeoutMs: number;
    /** Called at the end, whatever it is; before those who wait hear of it. */
    readonly onEnd: () => void;
  }) {
    const { request, work, agentName, timeoutMs, onEnd } = options;
    this.#request = request;
    this.#check = work.check;
    this.#onEnd = onEnd;
    this.#timer = setTimeout(() => {
      const limit = `The agent "${agentName}" did not answer within ${timeoutMs / 1000} s.`;
      this.giveUp(agentFailed(`${limit} ${IF_LONGER}`));
    }, timeoutMs);
    const { signal } = this.#controller;
    this.answer = abortable(work.make(signal), signal).finally(() => this.#end());
  }

  /** Whether somebody waits for the answer. */
  get isAwaited(): boolean {
    return this.#clients > 0;
  }

  /** Whether a request is the one that the decision is made for, sent again. */
  isFor(request: StepRequest): boolean {
    return isRetry(this.#request, request);
  }

  /** Notes that one more client waits. */
  join({ onHangUp }: StepRequest): void {
    this.#clients += 1;
    clearTimeout(this.#grace);
    onHangUp(() => {
      this.#clients -= 1;
      if (this.#clients > 0 || this.#isOver) return;
      this.#grace = setTimeout(() => this.giveUp(new Error('the client has hung up')), HANG_UP_GRACE_MS);
    });
  }

  /** Gives up if the act cannot go on. */
  check(): void {
    try {
      this.#check();
    } catch (error) {
      this.giveUp(error);
    }
  }

  /** Aborts the work; those who wait get the reason. */
  giveUp(reason: unknown): void {
    // First, so that whoever asks from now on begins anew.
    this.#end();
    this.#controller.abort(reason);
  }

  #end(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#grace);
    this.#onEnd();
  }
}

/** Our client asks again for as long as it waits, and joins what is under way. */
const CLIENT_LIMIT_SECONDS = (DEFAULT_REQUEST_TIMEOUT_MS * DEFAULT_MAX_ATTEMPTS) / 1000;

const IF_LONGER = `If it needs longer, raise agentTimeoutMs of local AWS; above ${CLIENT_LIMIT_SECONDS} s, which is how long the client of the workflow waits, raise the client's requestTimeout as well.`;

/** How long a client that has hung up may take to ask again; the SDK's retries come sooner. */
const HANG_UP_GRACE_MS = 1_000;

/** A request for the next step of an act. */
export interface StepRequest {
  readonly actId: string;
  /** The SDK's id of the request, the same for its retries. */
  readonly invocationId: string | undefined;
  readonly inputHash: string;
  /** Calls the listener once if the client hangs up before it has its answer. */
  readonly onHangUp: (listener: () => void) => void;
}

/** What makes the answer to a request. */
export interface StepWork<Answer> {
  /** Throws when the act cannot go on; what it throws is the answer then. */
  readonly check: () => void;
  /** Makes the answer. The signal is aborted when the decision is given up: then nothing may be kept any more. */
  readonly make: (signal: AbortSignal) => Promise<Answer>;
}

interface Sent {
  readonly invocationId?: string | undefined;
  readonly inputHash: string;
}

/** Whether two requests are the same one, sent again because its answer was lost. */
export function isRetry(one: Sent, other: Sent): boolean {
  return (
    one.invocationId !== undefined &&
    one.invocationId === other.invocationId &&
    one.inputHash === other.inputHash
  );
}
