/** One thing that is wrong in a catalog. */
export interface CatalogProblem {
  /** The place, for example `getting-started.lifecycle.idleTimeoutSeconds`. */
  readonly where: string;
  /** The rule that is broken. */
  readonly what: string;
  /** What was found. */
  readonly got: string;
  /** What would have been accepted. */
  readonly allowed: string;
  /** What to do. */
  readonly fix: string;
}

/** The catalog cannot be used. Lists every problem at once. */
export class CatalogError extends Error {
  override readonly name = 'CatalogError';
  /** All problems, in the order of the entries. */
  readonly problems: readonly CatalogProblem[];

  constructor(problems: readonly CatalogProblem[]) {
    super(describe(problems));
    this.problems = problems;
  }
}

function describe(problems: readonly CatalogProblem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map(
    ({ where, what, got, allowed, fix }, index) =>
      `  ${index + 1}. ${where} ${what}.\n     got: ${got}\n     allowed: ${allowed}\n     fix: ${fix}`,
  );
  return `The workflow catalog has ${count}:\n${lines.join('\n')}`;
}
