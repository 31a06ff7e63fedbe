import { unknownsIn } from '../../assembly/unknowns.ts';
import { isRecord } from '../../core/is-record.ts';
import type { PolicyStatement } from '../access/role.ts';

/**
 * A statement of a policy whose functions are resolved as far as they are known. What is not known allows nothing: a resource
 * without a name is left out, and where leaving it out would allow more, or the condition is not known, the whole statement.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readStatement(value: unknown): {
  /** Undefined when nothing of it counts. */
  readonly statement: PolicyStatement | undefined;
  /** What is not known. */
  readonly leftOut: readonly unknown[];
  /** What the matter is, when it is not that. */
  readonly reason?: string | undefined;
} {
  if (!isRecord(value) || (value.Effect !== 'Allow' && value.Effect !== 'Deny')) {
    return { statement: undefined, leftOut: isRecord(value) ? [value] : [], reason: 'it is no statement' };
  }
  const { Effect: effect, Action, NotAction, Resource, NotResource, Condition } = value;
  const [actions, resources] = [partsOf(Action ?? NotAction), partsOf(Resource ?? NotResource)];
  const conditions = conditionsOf(Condition);
  const leftOut = [...actions.unknown, ...resources.unknown, ...conditions.unknown];
  const isLost =
    conditions.unknown.length > 0 ||
    (NotAction !== undefined && actions.unknown.length > 0) ||
    (NotResource !== undefined && resources.unknown.length > 0) ||
    actions.texts.length === 0 ||
    resources.texts.length === 0;
  const statement: PolicyStatement = {
    effect,
    actions: actions.texts,
    areActionsExcluded: Action === undefined,
    resources: resources.texts,
    areResourcesExcluded: Resource === undefined,
    conditions: conditions.byOperator,
  };
  if (isLost && leftOut.length === 0) {
    return { statement: undefined, leftOut, reason: 'it names no action, or no resource' };
  }
  return { statement: isLost ? undefined : statement, leftOut };
}

function partsOf(value: unknown): {
  readonly texts: readonly string[];
  readonly unknown: readonly unknown[];
} {
  const list: readonly unknown[] = value === undefined ? [] : [value].flat();
  const isKnown = (item: unknown): boolean => isPlain(item) && unknownsIn(item).length === 0;
  return { texts: list.filter(isKnown).map(String), unknown: list.filter((item) => !isKnown(item)) };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function conditionsOf(value: unknown) {
  const unknown: unknown[] = [];
  const members = (record: unknown): readonly (readonly [string, unknown])[] => {
    if (record === undefined) return [];
    if (isRecord(record) && unknownsIn([...Object.keys(record)]).length === 0) return Object.entries(record);
    unknown.push(record);
    return [];
  };
  const byOperator = Object.fromEntries(
    members(value).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        members(keys).map(([key, given]) => {
          const parts = partsOf(given);
          unknown.push(...parts.unknown);
          return [key, parts.texts];
        }),
      ),
    ]),
  );
  return { byOperator, unknown };
}
