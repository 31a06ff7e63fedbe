import type { ProgressEvent } from '../../contract/progress.ts';

/** The workflow runs of a process, as its events tell. */
export class SeenRuns {
  readonly #runs = new Map<string, SeenRun>();

  happened(event: ProgressEvent): void {
    if (event.type !== 'run') return;
    const { definitionName, workflowRunId, phase } = event;
    this.#runs.set(workflowRunId, { definitionName, workflowRunId, isOpen: phase === 'started' });
  }

  /** All, in the order in which they began. */
  get runs(): readonly SeenRun[] {
    return [...this.#runs.values()];
  }

  /** Those that nobody has heard the end of. */
  get open(): readonly SeenRun[] {
    return this.runs.filter(({ isOpen }) => isOpen);
  }
}

/** A run of a workflow definition. */
export interface SeenRun {
  readonly definitionName: string;
  readonly workflowRunId: string;
  readonly isOpen: boolean;
}
