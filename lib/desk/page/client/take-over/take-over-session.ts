import type { TakenQuestion } from '../../../../contract/question.ts';
import {
  TAKE_OVER_KEY,
  type TakeOverHello,
  type TakeOverInput,
  type TakeOverNews,
} from '../../../../contract/take-over.ts';
import { isRecord } from '../../../../core/is-record.ts';
import type { DeskReply } from '../page-desk.ts';

/**
 * Holds a question and is connected to its session until that ends: takes it again each 25 s, and whenever the connection is lost.
 * Listeners are told everything; nothing here decides what a person is shown.
 */
export class TakeOverSession {
  readonly #parts: TakeOverSessionParts;
  #socket: WebSocket | undefined;
  #isEnded = false;
  #renewal: ReturnType<typeof setInterval> | undefined;
  #wake: (() => void) | undefined;

  constructor(parts: TakeOverSessionParts) {
    this.#parts = parts;
  }

  /** Resolves when it is over. Never rejects. */
  async run(): Promise<TakeOverEnd> {
    const wake = (): void => this.#wake?.();
    const listeners = new AbortController();
    addEventListener('online', wake, { signal: listeners.signal });
    document.addEventListener('visibilitychange', wake, { signal: listeners.signal });
    try {
      for (let failures = 0; ; ) {
        this.#parts.onStatus({ kind: 'connecting', failures });
        const end = await this.#once();
        if (this.#isEnded) return { kind: 'left' };
        if (end.kind !== 'lost') return end;
        failures = end.wasReady ? 0 : failures + 1;
        this.#parts.onStatus({ kind: 'lost', failures, why: end.why });
        await this.#pause(Math.min(MAX_PAUSE_MS, 1_000 * 2 ** failures));
        if (this.#isEnded) return { kind: 'left' };
      }
    } finally {
      listeners.abort();
      this.#isEnded = true;
      this.#close();
    }
  }

  send(input: TakeOverInput): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(input));
  }

  /** Ends it from here. The session is told, which may see only later that the connection was closed. */
  leave(): void {
    this.#isEnded = true;
    this.send({ type: 'leave' });
    this.#close();
    this.#wake?.();
  }

  async #once(): Promise<TakeOverEnd | LostConnection> {
    const reply = await this.#parts.take();
    if (this.#isEnded) return { kind: 'left' };
    if (reply.kind === 'silent') return { kind: 'lost', wasReady: false, why: reply.why };
    if (reply.kind === 'refused')
      return reply.code === 'Busy'
        ? { kind: 'lost', wasReady: false, why: reply.message }
        : { kind: 'refused', code: reply.code, message: reply.message };
    return await this.#connect(reply.value.url);
  }

  async #connect(url: string): Promise<TakeOverEnd | LostConnection> {
    const socket = openSocket(url);
    if (socket === undefined)
      return { kind: 'lost', wasReady: false, why: 'The address of the browser cannot be used.' };
    this.#socket = socket;
    return await new Promise((resolve) => {
      let wasReady = false;
      const finish = (end: TakeOverEnd | LostConnection): void => {
        resolve(end);
        this.#close();
      };
      const late = setTimeout(() => socket.close(), CONNECT_PATIENCE_MS);
      socket.addEventListener('open', () => {
        socket.send(JSON.stringify({ [TAKE_OVER_KEY]: this.#parts.hello }));
        this.#renewal = setInterval(() => void this.#renew(finish), RENEW_MS);
      });
      socket.addEventListener('message', ({ data }) => {
        const news = newsOf(data);
        if (news === undefined) return;
        if (news.type === 'end') return finish({ kind: 'ended', reason: news.reason });
        if (!wasReady) {
          wasReady = true;
          clearTimeout(late);
          this.#parts.onStatus({ kind: 'live' });
        }
        this.#parts.onNews(news);
      });
      socket.addEventListener('close', () => {
        clearTimeout(late);
        finish({
          kind: 'lost',
          wasReady,
          why: wasReady ? 'The connection was lost.' : 'The browser of the workflow could not be reached.',
        });
      });
    });
  }

  /** Never rejects. */
  async #renew(finish: (end: TakeOverEnd) => void): Promise<void> {
    const reply = await this.#parts.take();
    if (reply.kind !== 'refused' || reply.code === 'Busy') return;
    finish({ kind: 'refused', code: reply.code, message: reply.message });
  }

  #close(): void {
    clearInterval(this.#renewal);
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Shorter, when the person looks again or the network is back. */
  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, ms);
    });
    this.#wake = undefined;
  }
}

export interface TakeOverSessionParts {
  /** Begins to hold the question, or goes on with it. */
  readonly take: () => Promise<DeskReply<TakenQuestion>>;
  readonly hello: TakeOverHello;
  readonly onNews: (news: Exclude<TakeOverNews, { type: 'end' }>) => void;
  readonly onStatus: (status: ConnectionStatus) => void;
}

export type ConnectionStatus =
  | { readonly kind: 'connecting'; readonly failures: number }
  | { readonly kind: 'live' }
  /** It tries again. */
  | { readonly kind: 'lost'; readonly failures: number; readonly why: string };

export type TakeOverEnd =
  /** By this page. */
  | { readonly kind: 'left' }
  /** By the session. */
  | { readonly kind: 'ended'; readonly reason: string }
  /** By the desk. */
  | {
      readonly kind: 'refused';
      readonly code: Extract<DeskReply<unknown>, { kind: 'refused' }>['code'];
      readonly message: string;
    };

interface LostConnection {
  readonly kind: 'lost';
  readonly wasReady: boolean;
  readonly why: string;
}

/** Well within the time of the hold. */
const RENEW_MS = 25_000;
const CONNECT_PATIENCE_MS = 20_000;
const MAX_PAUSE_MS = 15_000;

function openSocket(url: string): WebSocket | undefined {
  try {
    return new WebSocket(url);
  } catch {
    return undefined;
  }
}

function newsOf(data: unknown): TakeOverNews | undefined {
  try {
    const news: unknown = JSON.parse(String(data));
    return isNews(news) ? news : undefined;
  } catch {
    return undefined;
  }
}

/** Of what is not known to this page, it does nothing. */
function isNews(news: unknown): news is TakeOverNews {
  return isRecord(news) && ['ready', 'frame', 'tabs', 'refused', 'end'].includes(String(news.type));
}
