import { splitTask } from '../../contract/task.ts';
import { messageOf } from '../../core/errors.ts';
import { actPage } from '../../report/act-page.ts';
import type { Workflow } from '../run/workflow.ts';
import type { RecordedTrace } from './act-recorder.ts';
import { SessionFiles } from './session-files.ts';
import { type SessionTotals, summaryOfSession } from './session-summary.ts';
import { SUMMARY_NAME, traceNames } from './trace-names.ts';
import type { TraceFile } from './trace-sink.ts';
import type { TraceTargets } from './trace-targets.ts';

/** The traces of a session's acts: writes their files, and sends them on. What cannot be written is told, and fails nothing. */
export class SessionTraces {
  readonly #workflow: Workflow;
  readonly #sessionId: string;
  readonly #files: SessionFiles;
  /** Complete, but not on their way: what became of their act is still to be told. */
  #held: readonly TraceFile[] = [];

  constructor(session: {
    readonly workflow: Workflow;
    readonly sessionId: string;
    readonly targets: TraceTargets;
  }) {
    const { workflow, sessionId } = session;
    this.#workflow = workflow;
    this.#sessionId = sessionId;
    this.#files = new SessionFiles(session);
  }

  /**
   * Writes the files of an act that has ended; calling it again for the same act replaces them.
   *
   * @returns where they are, unless they are only sent on, or cannot be written
   */
  write({ trace, bytesOf }: RecordedTrace): TracePaths | undefined {
    try {
      const actId = trace.metadata.act_id;
      const names = traceNames({ actId, prompt: splitTask(trace.prompt).prompt });
      const makers = [
        () => this.#file({ kind: 'page', name: names.page, actId, body: bytesOf(actPage(trace)) }),
        () => {
          const json = `${JSON.stringify(trace, null, 1)}\n`;
          return this.#file({ kind: 'trajectory', name: names.trajectory, actId, body: bytesOf(json) });
        },
      ];
      // They are large: without a sink, none is kept while the next one is made.
      if (this.#files.areSentOn) this.#held = makers.map((make) => make());
      const [page, trajectory] = makers.map((make, index) => this.#files.store(this.#held[index] ?? make()));
      return page === undefined || trajectory === undefined ? undefined : { page, trajectory };
    } catch (error) {
      this.#tell(`The trace of an act could not be written: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** Sends on what was written last. */
  sendOn(): void {
    for (const file of this.#held) this.#files.send(file);
    this.#held = [];
  }

  /** Writes the summary, after everything else, and waits for what is on its way. */
  async close(totals: SessionTotals): Promise<void> {
    try {
      if (totals.actCount > 0) {
        const summary = summaryOfSession({ sessionId: this.#sessionId, workflow: this.#workflow, totals });
        const file = this.#file({
          kind: 'summary',
          name: SUMMARY_NAME,
          body: new TextEncoder().encode(`${JSON.stringify(summary, null, 2)}\n`),
        });
        // A sink may do with it what it likes, and what is not written here is sent all the same.
        try {
          this.#files.store(file);
        } finally {
          this.#files.send(file);
        }
      }
    } catch (error) {
      this.#tell(`The summary of the session could not be written: ${messageOf(error)}`);
    }
    await this.#files.end();
  }

  #file(given: {
    readonly kind: TraceFile['kind'];
    readonly name: string;
    readonly actId?: string | undefined;
    readonly body: TraceFile['body'];
  }): TraceFile {
    return this.#files.make({
      ...given,
      contentType: given.kind === 'page' ? 'text/html; charset=utf-8' : 'application/json',
    });
  }

  #tell(message: string): void {
    this.#workflow.unstored(message);
  }
}

/** Where the files of an act are; absolute. */
export interface TracePaths {
  /** What happened, for people: one HTML file with its screenshots. */
  readonly page: string;
  /** The same for programs; see `readActTrace`. */
  readonly trajectory: string;
}
