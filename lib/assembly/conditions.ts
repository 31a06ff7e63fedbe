import { isRecord } from '../core/is-record.ts';
import { resolveValue, sameValue, type TemplateScope } from './intrinsics.ts';
import { unknownsIn } from './unknowns.ts';

/**
 * Whether a condition of a template holds; undefined when that is not known.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
 */
export function holds(name: string, scope: TemplateScope): boolean | undefined {
  const conditions = scope.template?.conditions ?? {};
  return Object.hasOwn(conditions, name) ? evaluate(conditions[name], scope) : undefined;
}

function evaluate(condition: unknown, scope: TemplateScope): boolean | undefined {
  if (!isRecord(condition)) return undefined;
  const [[key, argument] = ['', undefined]] = Object.entries(condition);
  if (key === 'Condition') return holds(String(argument), scope);
  if (!Array.isArray(argument)) return undefined;
  switch (key) {
    case 'Fn::Equals': {
      const [a, b] = argument.map((side) => resolveValue(side, scope));
      return unknownsIn([a, b]).length > 0 ? undefined : sameValue(a, b);
    }
    case 'Fn::Not': {
      const [given] = argument.map((part) => evaluate(part, scope));
      return given === undefined ? undefined : !given;
    }
    case 'Fn::And':
      return decide(
        argument.map((part) => evaluate(part, scope)),
        false,
      );
    case 'Fn::Or':
      return decide(
        argument.map((part) => evaluate(part, scope)),
        true,
      );
    default:
      return undefined;
  }
}

/** One part that decides is enough, whatever is not known of the others. */
function decide(parts: readonly (boolean | undefined)[], decisive: boolean): boolean | undefined {
  if (parts.includes(decisive)) return decisive;
  return parts.includes(undefined) ? undefined : !decisive;
}
