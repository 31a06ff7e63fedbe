import path from 'node:path';
import { safeFileName } from '../../core/file-name.ts';
import { replaceFile } from '../../core/files.ts';
import type { Workflow } from '../run/workflow.ts';
import { SinkDeliveries } from './sink-deliveries.ts';
import type { TraceFile } from './trace-sink.ts';
import { TRACE_MODES, type TraceTargets } from './trace-targets.ts';

/** The files that a session leaves: in its folder, in its sink, or in both. */
export class SessionFiles {
  readonly #workflow: Workflow;
  readonly #sessionId: string;
  readonly #folder: string | undefined;
  readonly #deliveries: SinkDeliveries | undefined;

  constructor(session: {
    readonly workflow: Workflow;
    readonly sessionId: string;
    readonly targets: TraceTargets;
  }) {
    const { workflow, sessionId, targets } = session;
    this.#workflow = workflow;
    this.#sessionId = sessionId;
    this.#folder = targets.directory && path.join(targets.directory, safeFileName(sessionId));
    this.#deliveries =
      targets.sink && new SinkDeliveries(targets.sink, (message) => workflow.unstored(message));
  }

  /** Whether there is more than a folder. */
  get areSentOn(): boolean {
    return this.#deliveries !== undefined;
  }

  make(file: Pick<TraceFile, 'kind' | 'name' | 'actId' | 'contentType' | 'body'>): TraceFile {
    const { definitionName: workflowDefinitionName, runId: workflowRunId } = this.#workflow;
    return { ...file, workflowDefinitionName, workflowRunId, sessionId: this.#sessionId };
  }

  /** @returns its path; `undefined` when files are only sent on. @throws Error when it cannot be written */
  store({ name, body }: TraceFile): string | undefined {
    if (this.#folder === undefined) return undefined;
    const file = path.join(this.#folder, name);
    replaceFile(file, body, TRACE_MODES);
    return file;
  }

  /** To the sink; what does not arrive is told. */
  send(file: TraceFile): void {
    this.#deliveries?.send(file);
  }

  /** Waits for what is on its way, for a while. */
  async end(): Promise<void> {
    await this.#deliveries?.end(waitMs(this.#workflow));
  }
}

/** How long the end of a session waits for its files. */
export function waitMs({ ending }: Pick<Workflow, 'ending'>): number {
  return ending.aborted ? HURRIED_WAIT_MS : WAIT_MS;
}

/** The shorter one when the process is about to end. */
const WAIT_MS = 30_000;
const HURRIED_WAIT_MS = 1_000;
