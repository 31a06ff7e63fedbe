import type { Problem } from '../../core/problems.ts';

/** A name that a construct has, and what of its place is known. */
export interface ClaimedName {
  readonly kind: 'runtime' | 'workflow definition';
  readonly name: string;
  /** Of the construct, for messages. */
  readonly path: string;
  /** The same for all constructs of a stack. */
  readonly stackPath: string;
  /** Absent where only the deployment knows it. */
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/**
 * How two claims stand to each other: AWS knows a name once in an account and region.
 *
 * - `same`: both will be there, and the second is refused
 * - `unknown`: that depends on where their stacks are deployed to
 * - `apart`: never
 */
export function relationOf(one: ClaimedName, other: ClaimedName): 'same' | 'unknown' | 'apart' {
  if (one.kind !== other.kind || one.name !== other.name) return 'apart';
  if (one.stackPath === other.stackPath) return 'same';
  const pairs = [
    [one.account, other.account],
    [one.region, other.region],
  ];
  if (pairs.some(([a, b]) => a !== undefined && b !== undefined && a !== b)) return 'apart';
  return pairs.flat().includes(undefined) ? 'unknown' : 'same';
}

/** The problem of two constructs with one name in one place. */
export function sameName(one: ClaimedName, other: ClaimedName): Problem {
  return {
    where: other.path,
    what: `has the name of another ${one.kind}`,
    got: `${JSON.stringify(one.name)}, also of ${one.path}`,
    allowed: `one ${one.kind} of a name in an account and region`,
    fix: HOW_TO_MEND[one.kind],
  };
}

const HOW_TO_MEND = {
  runtime: 'give one of them another workflowName, or runtime.runtimeName',
  'workflow definition': 'give one of them another workflowName, or definitionName',
};
