import { Pattern, type PatternOptions, type VariableValue } from './pattern.ts';
import { type Truth, Undecided } from './truth.ts';

/**
 * The condition operators that are evaluated, without `IfExists` and what asks for all or any of several values. Not among
 * them: `IpAddress` and `BinaryEquals`, because no address and no bytes of a call are what they would be on AWS.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: Readonly<Record<string, ConditionOperator>> = {
  ...pair('StringEquals', 'StringNotEquals', inText('none')),
  ...pair('StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', inText('none', { ignoreCase: true })),
  ...pair('StringLike', 'StringNotLike', inText('text')),
  // Both do the same.
  ...pair('ArnEquals', 'ArnNotEquals', inText('arn')),
  ...pair('ArnLike', 'ArnNotLike', inText('arn')),
  Bool: { matches: (value, wanted) => value.toLowerCase() === wanted.toLowerCase() },
  ...comparisons('Numeric', (text) => (text.trim() === '' ? Number.NaN : Number(text))),
  ...comparisons('Date', timeOf),
};

/** An operator, and what it says of one value of the request and one value of the policy. */
export interface ConditionOperator {
  /** Whether the condition holds when no value of the policy is the one of the request. */
  readonly isNegated?: boolean | undefined;
  readonly matches: Matches;
}

type Matches = (value: string, wanted: string, lookUp: (key: string) => VariableValue) => Truth;

function pair(name: string, opposite: string, matches: Matches): Readonly<Record<string, ConditionOperator>> {
  return { [name]: { matches }, [opposite]: { isNegated: true, matches } };
}

function inText(wildcards: PatternOptions['wildcards'], options: { ignoreCase?: boolean } = {}): Matches {
  const fold = (text: string): string => (options.ignoreCase === true ? text.toLowerCase() : text);
  return (value, wanted, lookUp) => {
    const folded = (key: string): VariableValue => {
      const found = lookUp(key);
      return found instanceof Undecided ? found : found?.map(fold);
    };
    return new Pattern(fold(wanted), { wildcards, lookUp: folded }).matches(fold(value));
  };
}

function comparisons(
  kind: string,
  read: (text: string) => number,
): Readonly<Record<string, ConditionOperator>> {
  const by =
    (holds: (value: number, wanted: number) => boolean): Matches =>
    (valueText, wantedText) => {
      const [value, wanted] = [read(valueText), read(wantedText)];
      if (Number.isNaN(value) || Number.isNaN(wanted)) {
        const text = Number.isNaN(wanted) ? wantedText : valueText;
        return new Undecided(`"${text}" cannot be read for ${kind} conditions`);
      }
      return holds(value, wanted);
    };
  return {
    ...pair(
      `${kind}Equals`,
      `${kind}NotEquals`,
      by((value, wanted) => value === wanted),
    ),
    [`${kind}LessThan`]: { matches: by((value, wanted) => value < wanted) },
    [`${kind}LessThanEquals`]: { matches: by((value, wanted) => value <= wanted) },
    [`${kind}GreaterThan`]: { matches: by((value, wanted) => value > wanted) },
    [`${kind}GreaterThanEquals`]: { matches: by((value, wanted) => value >= wanted) },
  };
}

/** In milliseconds: ISO 8601, or seconds since 1970. */
function timeOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
