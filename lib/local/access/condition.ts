import { OPERATORS } from './condition-operators.ts';
import type { VariableValue } from './pattern.ts';
import type { PolicyStatement } from './role.ts';
import { allOf, anyOf, negate, type Truth, Undecided } from './truth.ts';

/**
 * Whether the conditions of a statement hold: all operators, and all keys of each.
 *
 * @param lookUp the values of the keys of the request
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */
export function conditionsHold(
  conditions: PolicyStatement['conditions'],
  lookUp: (key: string) => VariableValue,
): readonly { readonly condition: string; readonly holds: Truth }[] {
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => ({
      condition: `${operator} ${key} ${wanted.join(', ')}`,
      holds: holdsFor({ operator, key, wanted, lookUp }),
    })),
  );
}

/** One operator with one key. */
function holdsFor(given: {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  readonly lookUp: (key: string) => VariableValue;
}): Truth {
  const { operator, key, wanted, lookUp } = given;
  const found = lookUp(key);
  if (operator === 'Null') return isNull(found, wanted);
  const [, quantifier, name = '', ifExists] = OPERATOR.exec(operator) ?? [];
  const known = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (known === undefined) return new Undecided(`the condition operator ${operator} is not evaluated here`);
  if (found instanceof Undecided) return found;
  const { isNegated = false, matches } = known;
  if (found === undefined || found.length === 0) {
    if (quantifier === 'ForAnyValue') return ifExists !== undefined;
    return ifExists !== undefined || quantifier === 'ForAllValues' || isNegated;
  }
  const holds = found.map((value) => {
    const isOne = anyOf(wanted.map((text) => matches(value, text, lookUp)));
    return isNegated ? negate(isOne) : isOne;
  });
  if (quantifier === 'ForAllValues') return allOf(holds);
  if (quantifier === 'ForAnyValue') return anyOf(holds);
  return holds.length === 1
    ? allOf(holds)
    : new Undecided(`${key} has several values, and ${operator} takes one`);
}

const OPERATOR = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/;

function isNull(found: VariableValue, wanted: readonly string[]): Truth {
  if (found instanceof Undecided) return found;
  return wanted.some((text) => text.toLowerCase() === String(found === undefined));
}
