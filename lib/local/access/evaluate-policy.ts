import { conditionsHold } from './condition.ts';
import { Pattern, type VariableValue } from './pattern.ts';
import type { PolicyStatement } from './role.ts';
import { allOf, anyOf, negate, reasonsOf, type Truth, Undecided } from './truth.ts';

/**
 * Whether statements allow a call: what one denies is denied, and what none allows, too. A statement that cannot be decided does
 * not allow, and denies if it is there to deny: what passes here must not be refused on AWS.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluatePolicy(statements: readonly PolicyStatement[], call: PolicyCall): PolicyDecision {
  const findings = statements.map((statement) => examine(statement, call));
  const denials = findings.filter(({ effect }) => effect === 'Deny');
  const denied = anyOf(denials.map(({ applies }) => applies));
  if (denied === true) return { outcome: 'denied', undecided: [], nearby: [] };
  if (denied instanceof Undecided) return { outcome: 'denied', undecided: denied.reasons, nearby: [] };
  const grants = findings.filter(({ effect }) => effect === 'Allow');
  if (grants.some(({ applies }) => applies === true)) return { outcome: 'allowed' };
  return {
    outcome: 'not-allowed',
    undecided: reasonsOf(grants.map(({ applies }) => applies)),
    nearby: [...new Set(grants.flatMap(({ nearby }) => nearby))],
  };
}

/** A call, as statements see it. */
export interface PolicyCall {
  readonly action: string;
  readonly resource: string;
  /** The values of condition keys, which are variables as well. */
  readonly lookUp: (key: string) => VariableValue;
}

/** What statements say of a call. */
export type PolicyDecision =
  | { readonly outcome: 'allowed' }
  | {
      readonly outcome: 'denied' | 'not-allowed';
      /** What could not be decided, where that is why; phrases. */
      readonly undecided: readonly string[];
      /** Why those statements do not allow it that allow the action in other cases; phrases. */
      readonly nearby: readonly string[];
    };

interface Finding {
  readonly effect: PolicyStatement['effect'];
  readonly applies: Truth;
  readonly nearby: readonly string[];
}

function examine(statement: PolicyStatement, { action, resource, lookUp }: PolicyCall): Finding {
  const { effect, resources, areActionsExcluded, areResourcesExcluded } = statement;
  // Actions have no variables, and their case says nothing.
  const isNamed = anyOf(
    statement.actions.map((text) =>
      new Pattern(text.toLowerCase(), { wildcards: 'text' }).matches(action.toLowerCase()),
    ),
  );
  const isAction = areActionsExcluded ? negate(isNamed) : isNamed;
  if (isAction !== true) return { effect, applies: isAction, nearby: [] };
  const isOneOf = anyOf(
    resources.map((text) => new Pattern(text, { wildcards: 'resource', lookUp }).matches(resource)),
  );
  const isResource = areResourcesExcluded ? negate(isOneOf) : isOneOf;
  if (isResource === false) {
    const not = areResourcesExcluded ? 'not ' : '';
    return { effect, applies: false, nearby: [`it is allowed ${not}on ${resources.join(', ')} only`] };
  }
  const conditions = conditionsHold(statement.conditions, lookUp);
  const unmet = conditions.filter(({ holds }) => holds === false);
  return {
    effect,
    applies: allOf([isResource, ...conditions.map(({ holds }) => holds)]),
    nearby: unmet.map(({ condition }) => `the condition ${condition} is not met`),
  };
}
