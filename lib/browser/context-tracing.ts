import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { deferred } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';

/**
 * Playwright's recording of a context, in chunks that follow one another. What it is asked for is bounded: a browser that has
 * died need not answer. After a failure there is nothing more to record. What the program records meanwhile is left alone.
 */
export class ContextTracing {
  readonly #context: BrowserContext;
  #chunk: string | undefined;
  #isRecording = true;

  private constructor(context: BrowserContext) {
    this.#context = context;
    this.#chunk = chunkOf(context);
  }

  /**
   * Begins the first chunk.
   *
   * @throws TracingTakenError when somebody else records this context, and is left to it
   * @throws Error when it cannot be recorded
   */
  static async start(context: BrowserContext): Promise<ContextTracing> {
    if (traced.has(context)) throw new TracingTakenError(true);
    traced.add(context);
    const putBack = keepOwnOptions(context);
    try {
      await bounded(context.tracing.start(OPTIONS), START_TIMEOUT_MS);
    } catch (error) {
      traced.delete(context);
      if (!/already started/.test(messageOf(error))) throw error;
      putBack();
      throw new TracingTakenError(false);
    }
    return new ContextTracing(context);
  }

  /** Whether there is still something that is recorded. */
  get isRecording(): boolean {
    return this.#isRecording;
  }

  /**
   * Ends the chunk, and begins the next.
   *
   * @param options.file - where it is written; without one it is thrown away
   * @param options.isAfresh - the next is without what pages have loaded before, which each chunk has in it otherwise
   * @throws Error when it could not be written, or recording does not go on
   */
  async cut(options: { readonly file: string | undefined; readonly isAfresh: boolean }): Promise<void> {
    await this.#orStop(this.#cut(options));
  }

  /**
   * Ends the chunk, and records nothing until {@link resume}.
   *
   * @throws Error when it could not be written: then recording has ended
   */
  async pause({ file }: { readonly file: string }): Promise<void> {
    await this.#orStop(
      (async () => {
        this.#mustBeOwn();
        await this.#context.tracing.stop(to(file));
        this.#chunk = undefined;
      })(),
    );
  }

  /** Waits for work on a chunk; when it fails, or takes too long, recording ends. @throws what it fails with */
  async #orStop(work: Promise<void>): Promise<void> {
    try {
      await bounded(work, CHUNK_TIMEOUT_MS);
    } catch (error) {
      this.#release();
      const stopped = work.catch(() => {}).then(() => this.#stopOwn());
      await bounded(stopped, STOP_TIMEOUT_MS).catch(() => {});
      throw error;
    }
  }

  /** Begins afresh after {@link pause}. @throws Error when it cannot: then recording has ended */
  async resume(): Promise<void> {
    try {
      this.#mustBeOwn();
      await bounded(this.#context.tracing.start(OPTIONS), START_TIMEOUT_MS);
      this.#chunk = chunkOf(this.#context);
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  /** Gives up while it is paused. */
  giveUp(): void {
    this.#release();
  }

  /** Ends the last chunk, and recording with it. @throws Error when it could not be written */
  async end({
    file,
    timeoutMs = CHUNK_TIMEOUT_MS,
  }: {
    readonly file: string | undefined;
    readonly timeoutMs?: number | undefined;
  }): Promise<void> {
    try {
      this.#mustBeOwn();
      await bounded(this.#context.tracing.stop(to(file)), timeoutMs);
    } finally {
      this.#release();
    }
  }

  async #cut({ file, isAfresh }: Parameters<ContextTracing['cut']>[0]): Promise<void> {
    this.#mustBeOwn();
    const { tracing } = this.#context;
    if (isAfresh) {
      await tracing.stop(to(file));
      await tracing.start(OPTIONS);
    } else {
      await tracing.stopChunk(to(file));
      await tracing.startChunk();
    }
    this.#chunk = chunkOf(this.#context);
  }

  #mustBeOwn(): void {
    const chunk = chunkOf(this.#context);
    if (chunk === this.#chunk) return;
    throw new Error(
      chunk === undefined
        ? 'the program has stopped it'
        : 'the program records the browser context itself now, which is left alone',
    );
  }

  /** The next may record. */
  #release(): void {
    this.#isRecording = false;
    traced.delete(this.#context);
  }

  /** Playwright would go on, and let nobody else begin. */
  async #stopOwn(): Promise<void> {
    if (this.#chunk === undefined) return;
    const { tracing } = this.#context;
    const chunk = chunkOf(this.#context);
    if (chunk === this.#chunk) await tracing.stop();
    if (chunk !== undefined) return;
    // Between chunks only the next one tells whose recording it is; without a recording there is none.
    await tracing.startChunk();
    const next = chunkOf(this.#context);
    const isOwn = next !== undefined && path.basename(next) === path.basename(this.#chunk);
    await (isOwn ? tracing.stop() : tracing.stopChunk());
  }
}

/** A context is recorded once at a time, and somebody does that already. */
export class TracingTakenError extends Error {
  override readonly name = 'TracingTakenError';
  /** Whether another session does. */
  readonly isBySession: boolean;

  constructor(isBySession: boolean) {
    super(`${isBySession ? 'Another session' : 'The program, or Playwright Test,'} records this context.`);
    this.isBySession = isBySession;
  }
}

/** Those that are recorded for a session. */
const traced = new WeakSet<BrowserContext>();

const OPTIONS = { screenshots: true, snapshots: true, sources: false } as const;

/**
 * What Playwright calls the chunk that it records: `<its recording>.stacks`, in a folder of each chunk. None while none is recorded, or
 * when another version does not tell.
 */
function chunkOf({ tracing }: BrowserContext): string | undefined {
  const chunk: unknown = Reflect.get(tracing, '_stacksId');
  return typeof chunk === 'string' ? chunk : undefined;
}

function to(file: string | undefined): { readonly path?: string } {
  return file === undefined ? {} : { path: file };
}

const START_TIMEOUT_MS = 10_000;
/** With all that pages have loaded so far, and on a machine that has much to do. */
const CHUNK_TIMEOUT_MS = 20_000;
/** Of what only others would need. */
const STOP_TIMEOUT_MS = 2_000;

/**
 * Playwright notes what it was asked for before it finds that it records already: of whoever does, the sources would be missing.
 *
 * @returns puts it back
 */
function keepOwnOptions({ tracing }: BrowserContext): () => void {
  const own = ['_includeSources', '_isLive'].map((name) => [name, Reflect.get(tracing, name)] as const);
  return () => {
    for (const [name, value] of own) if (typeof value === 'boolean') Reflect.set(tracing, name, value);
  };
}

async function bounded(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  const { promise, reject } = deferred<never>();
  const timer = setTimeout(
    () => reject(new Error(`the browser did not answer within ${timeoutMs / 1000} s`)),
    timeoutMs,
  );
  work.catch(() => {});
  try {
    await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
