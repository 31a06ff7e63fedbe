import type { CatalogProblem } from '../../bundle/index.ts';

/** One thing that is wrong: where, what, what was got, what is allowed, and what to do. */
export type Problem = CatalogProblem;

/** Properties of constructs that AWS would refuse, or that would break a deployment. Lists every problem at once. */
export class WorkflowConfigurationError extends Error {
  override readonly name = 'WorkflowConfigurationError';
  /** All problems, in the order in which they were found. */
  readonly problems: readonly Problem[];

  constructor(subject: string, problems: readonly Problem[]) {
    super(describe(subject, problems));
    this.problems = problems;
  }
}

/** @throws WorkflowConfigurationError when there are problems */
export function throwIfAny(subject: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new WorkflowConfigurationError(subject, problems);
}

function describe(subject: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map(
    ({ where, what, got, allowed, fix }, index) =>
      `  ${index + 1}. ${where} ${what}.\n     got: ${got}\n     allowed: ${allowed}\n     fix: ${fix}`,
  );
  return `The ${subject} has ${count}:\n${lines.join('\n')}`;
}
