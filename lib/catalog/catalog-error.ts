import { type Problem, ProblemsError } from '../core/problems.ts';
import type { WorkflowCatalogEntry } from './catalog.ts';

/** The catalog cannot be used. Lists every problem at once. */
export class CatalogError extends ProblemsError {
  override readonly name = 'CatalogError';
  /** What was given: an app says its problems with those of settings and command line. */
  readonly entries: readonly WorkflowCatalogEntry[];

  constructor(problems: readonly Problem[], entries: readonly WorkflowCatalogEntry[]) {
    super('workflow catalog', problems);
    this.entries = entries;
    // Node would print them below the stack.
    Object.defineProperty(this, 'entries', { enumerable: false });
  }
}
