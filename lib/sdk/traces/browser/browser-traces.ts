import { readFile, rm, stat } from 'node:fs/promises';
import { ContextTracing, type OpenBrowser, TracingTakenError } from '../../../browser/index.ts';
import { BROWSER_TRACE } from '../../../contract/browser-trace.ts';
import { splitTask } from '../../../contract/task.ts';
import { settles } from '../../../core/async.ts';
import { fullMessageOf, messageOf } from '../../../core/errors.ts';
import { PrivateFolder } from '../../../core/private-folder.ts';
import { isInstance } from '../../../core/thrown.ts';
import type { Workflow } from '../../run/workflow.ts';
import { textCleaner } from '../clean-trace.ts';
import { SessionFiles, waitMs } from '../session-files.ts';
import { traceNames, untilPersonName } from '../trace-names.ts';
import type { TraceFile } from '../trace-sink.ts';
import type { BrowserTraceTargets } from './browser-trace-targets.ts';
import { cleanZip, MAX_TRACE_BYTES } from './clean-zip.ts';
import { SecretSearch } from './secret-search.ts';
import { fateOfAct, fateOfEnd, fateOfHeld } from './trace-policy.ts';

/**
 * Playwright's traces of a session: one from the end of each act to that of the next, and one of what came after the last. Acts wait
 * until theirs is written aside; it is cleaned and stored beside them. What is lost is told, and fails nothing.
 */
export class BrowserTraces {
  readonly #workflow: Workflow;
  readonly #word: BrowserTraceTargets['word'];
  readonly #files: SessionFiles;
  readonly #tracing: ContextTracing;
  readonly #folder = new PrivateFolder('nova-act-trace-');
  /** What is being cleaned, one after another: each takes memory. */
  #work: Promise<void> = Promise.resolve();
  #count = 0;
  #isLarge = false;
  #isGivenUp = false;
  #isHeld = false;
  /** Of the act under way, each until a person took over. */
  #untilPerson: string[] = [];

  private constructor(session: RecordedSession, tracing: ContextTracing) {
    const { workflow, targets } = session;
    this.#workflow = workflow;
    this.#word = targets.word;
    this.#files = new SessionFiles(session);
    this.#tracing = tracing;
  }

  /** @returns `undefined` when it is not recorded, which is told */
  static async start(session: RecordedSession): Promise<BrowserTraces | undefined> {
    const { workflow, browser } = session;
    try {
      const traces = new BrowserTraces(session, await ContextTracing.start(browser.context));
      if (hasOtherTabs(browser)) workflow.notice(OTHER_TABS);
      return traces;
    } catch (error) {
      const isTaken = isInstance(error, TracingTakenError);
      const by = isTaken && error.isBySession ? BY_SESSION : BY_PROGRAM;
      workflow.unstored(isTaken ? by : `The session is not traced by Playwright: ${firstLine(error)}`);
      return undefined;
    }
  }

  /** Ends the chunk of an act. */
  async actEnded(act: {
    readonly actId: string;
    readonly task: string;
    readonly hasFailed: boolean;
  }): Promise<void> {
    const { actId, task } = act;
    const isStored = fateOfAct(this.#word, act) === 'stored';
    const { browserTrace: name } = traceNames({ actId, prompt: textCleaner()(splitTask(task).prompt) });
    const keep = (chunk: string, called: string): void =>
      this.#clean(chunk, { name: called }, (cleaned) => this.#store(cleaned, { name: called, actId }));
    for (const [index, file] of this.#untilPerson.splice(0).entries()) {
      if (isStored) keep(file, untilPersonName(name, index + 1));
      else await rm(file, { force: true }).catch(() => {});
    }
    if (!this.#tracing.isRecording) return;
    try {
      const file = isStored ? this.#next() : undefined;
      await this.#tracing.cut({ file, isAfresh: this.#isLarge });
      if (file === undefined) return;
      // All that pages have loaded is in each: they must not grow without end.
      this.#isLarge = (await stat(file)).size > LARGE_BYTES;
      keep(file, name);
    } catch (error) {
      this.#workflow.unstored(`${name} is lost, and the session is not traced any more: ${firstLine(error)}`);
    }
  }

  /**
   * Records nothing from now on: a person has the browser. What the act has done so far is kept like the rest of it.
   *
   * @returns goes on with a recording that has nothing of what was before
   */
  async leaveToPerson(): Promise<AsyncDisposable | undefined> {
    if (!this.#tracing.isRecording) return undefined;
    try {
      const file = this.#next();
      await this.#tracing.pause({ file });
      this.#untilPerson.push(file);
    } catch (error) {
      this.#tellEnded(error);
      return undefined;
    }
    return {
      [Symbol.asyncDispose]: async () => {
        // There is nothing more to come.
        if (this.#workflow.ending.aborted) this.#tracing.giveUp();
        else await this.#tracing.resume().catch((error: unknown) => this.#tellEnded(error));
      },
    };
  }

  /** Ends the last chunk. Call it before the browser is closed. */
  async end(): Promise<void> {
    if (!this.#tracing.isRecording) return;
    const name = BROWSER_TRACE.sessionEnd;
    try {
      const file = this.#next();
      const timeoutMs = this.#workflow.ending.aborted ? waitMs(this.#workflow) : undefined;
      await this.#tracing.end({ file, timeoutMs });
      const isHeld = fateOfEnd(this.#word) === 'held';
      this.#clean(file, { name }, (cleaned) =>
        isHeld ? this.#hold(cleaned, { name }) : this.#store(cleaned, { name }),
      );
    } catch (error) {
      this.#workflow.unstored(`${name} of a session is lost: ${firstLine(error)}`);
    }
  }

  /** Waits until all are stored, for a while. */
  async close(): Promise<void> {
    if (!(await settles(this.#work, waitMs(this.#workflow)))) {
      this.#isGivenUp = true;
      this.#workflow.unstored('Not all traces of a session are stored: to clean them took too long.');
    }
    await this.#files.end();
    if (!this.#isHeld) this.#folder.remove();
  }

  #next(): string {
    this.#count += 1;
    return this.#folder.file(`${this.#count}${BROWSER_TRACE.suffix}`);
  }

  /** @param keep - gets the file that may be stored */
  #clean(file: string, { name }: Named, keep: (cleaned: string) => Promise<void> | void): void {
    this.#work = this.#work.then(async () => {
      if (this.#isGivenUp) return;
      try {
        const cleaned = await cleanedCopy(file);
        if (!this.#isGivenUp) await keep(cleaned);
      } catch (error) {
        this.#tellLost(name, error);
      }
    });
  }

  async #store(cleaned: string, about: Named): Promise<void> {
    const made = this.#files.make({ ...about, ...KIND, body: await readFile(cleaned) });
    await rm(cleaned, { force: true });
    // What cannot be written here is sent all the same.
    try {
      this.#files.store(made);
    } finally {
      this.#files.send(made);
    }
  }

  /** Until the run has ended. */
  #hold(cleaned: string, about: Named): void {
    this.#isHeld = true;
    this.#workflow.afterEnd(async (status) => {
      try {
        if (fateOfHeld(status) === 'stored') await this.#store(cleaned, about);
      } catch (error) {
        this.#tellLost(about.name, error);
      }
      await this.#files.end();
      this.#folder.remove();
    });
  }

  #tellEnded(error: unknown): void {
    this.#workflow.unstored(
      `The session is not traced any more since a person has taken over: ${firstLine(error)}`,
    );
  }

  #tellLost(name: string, error: unknown): void {
    this.#workflow.unstored(`${name} was not stored: ${fullMessageOf(error)}`);
  }
}

type Named = Pick<TraceFile, 'name' | 'actId'>;

/** What is recorded, and where that goes. */
export interface RecordedSession {
  readonly workflow: Workflow;
  readonly sessionId: string;
  readonly browser: OpenBrowser;
  readonly targets: BrowserTraceTargets;
}

const KIND = { kind: 'browser-trace', contentType: BROWSER_TRACE.contentType } as const;
const LARGE_BYTES = 20 * 1024 * 1024;

const BY_PROGRAM =
  'The session is not traced: the program, or Playwright Test, records its browser context already. That is left alone, and has in it what the session does.';
const BY_SESSION =
  'A session is not traced: another one has the same browser context. What happens there is in the traces of that one only, as long as it is open and as far as its acts are kept; a failed act of this one keeps none. Give each session a context of its own.';
const OTHER_TABS =
  'What Playwright records is all of a browser context: the other tabs that are open there are in the traces, too.';

function hasOtherTabs({ context, owns = () => true }: OpenBrowser): boolean {
  return context.pages().some((page) => !owns(page));
}

/** @throws Error when it cannot be cleaned: then nothing is kept of it */
async function cleanedCopy(file: string): Promise<string> {
  const cleaned = `${file}.clean`;
  try {
    await mustFit(file);
    await cleanZip(file, cleaned, new SecretSearch());
    await mustFit(cleaned);
    return cleaned;
  } catch (error) {
    await rm(cleaned, { force: true });
    throw error;
  } finally {
    await rm(file, { force: true });
  }
}

async function mustFit(file: string): Promise<void> {
  const { size } = await stat(file);
  if (size > MAX_TRACE_BYTES) throw new Error(`it has ${size} bytes, and may have ${MAX_TRACE_BYTES}`);
}

/** Playwright shows what it has logged behind it. */
function firstLine(error: unknown): string {
  return messageOf(error).split('\n', 1)[0] ?? '';
}
