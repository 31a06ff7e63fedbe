/** Whether something holds, as far as local AWS can know. */
export type Truth = boolean | Undecided;

/** What depends on something that is known on AWS only, or that is not evaluated here. */
export class Undecided {
  /** What is missing, each a phrase such as `the value of aws:SourceIp is not known here`. */
  readonly reasons: readonly string[];

  constructor(...reasons: readonly string[]) {
    this.reasons = reasons;
  }
}

/** One that does not hold decides, whatever the others are. */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  const reasons = reasonsOf(truths);
  return reasons.length === 0 ? true : new Undecided(...reasons);
}

/** One that holds decides, whatever the others are. */
export function anyOf(truths: readonly Truth[]): Truth {
  return negate(allOf(truths.map(negate)));
}

export function negate(truth: Truth): Truth {
  return truth instanceof Undecided ? truth : !truth;
}

/** Why those are not decided that are not, without repetitions. */
export function reasonsOf(truths: readonly Truth[]): readonly string[] {
  return [...new Set(truths.flatMap((truth) => (truth instanceof Undecided ? truth.reasons : [])))];
}
