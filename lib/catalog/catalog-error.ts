import { type Problem, ProblemsError } from '../core/problems.ts';

/** The catalog cannot be used. Lists every problem at once. */
export class CatalogError extends ProblemsError {
  override readonly name = 'CatalogError';

  constructor(problems: readonly Problem[]) {
    super('workflow catalog', problems);
  }
}
