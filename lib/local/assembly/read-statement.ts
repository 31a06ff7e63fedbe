import { isFunction, unknownsIn } from '../../assembly/unknowns.ts';
import { isRecord } from '../../core/is-record.ts';
import type { PolicyStatement } from '../access/role.ts';

/**
 * A statement of a policy whose functions are resolved as far as they are known. Of what is not known, a statement that allows
 * allows nothing, and one that denies denies all that it could be: what passes here must not be refused on AWS. An effect
 * that is not known could be to deny.
 *
 * @throws {@link MalformedStatement} for what IAM refuses, and nothing would be deployed
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readStatement(value: unknown): {
  /** Undefined when nothing of it counts. */
  readonly statement: PolicyStatement | undefined;
  /** What is not known. */
  readonly leftOut: readonly unknown[];
} {
  if (isFunction(value)) return { statement: DENY_ALL, leftOut: [value] };
  if (!isRecord(value)) throw new MalformedStatement('it is no object');
  const stranger = Object.keys(value).find((key) => !ELEMENTS.includes(key));
  if (stranger !== undefined) {
    throw new MalformedStatement(
      `policies of roles have no ${JSON.stringify(stranger)}, but ${ELEMENTS.join(', ')}`,
    );
  }
  const effect = effectIn(value.Effect);
  const isDenial = effect !== 'Allow';
  const actions = partsOf(value, 'Action', isDenial);
  const resources = partsOf(value, 'Resource', isDenial);
  const conditions = conditionsOf(value.Condition);
  const leftOut = [
    ...(effect === undefined ? [value.Effect] : []),
    ...[...actions.unknown, ...resources.unknown, ...conditions.unknown],
  ];
  const isLost =
    !isDenial &&
    (conditions.unknown.length > 0 ||
      [actions, resources].some(
        ({ texts, unknown, isExcluded }) => texts.length === 0 || (isExcluded && unknown.length > 0),
      ));
  const statement: PolicyStatement = {
    effect: isDenial ? 'Deny' : 'Allow',
    actions: actions.texts,
    areActionsExcluded: actions.isExcluded,
    resources: resources.texts,
    areResourcesExcluded: resources.isExcluded,
    conditions: conditions.byOperator,
  };
  return { statement: isLost ? undefined : statement, leftOut };
}

/** What IAM does not take as a statement. */
export class MalformedStatement extends Error {
  override readonly name = 'MalformedStatement';
}

/** What a policy may say of which nothing is known. */
export const DENY_ALL: PolicyStatement = {
  effect: 'Deny',
  actions: ['*'],
  areActionsExcluded: false,
  resources: ['*'],
  areResourcesExcluded: false,
  conditions: {},
};

const ELEMENTS: readonly string[] = [
  ...['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
];

/** Its case counts. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html */
function effectIn(value: unknown): PolicyStatement['effect'] | undefined {
  if (value === 'Allow' || value === 'Deny') return value;
  if (unknownsIn(value).length > 0) return undefined;
  const given = value === undefined ? 'missing' : JSON.stringify(value);
  throw new MalformedStatement(`its Effect is ${given}, and has to be "Allow" or "Deny"`);
}

/** The actions or resources. Of those of a denial that are not known, each could be any; of those that it excepts, none. */
function partsOf(
  statement: Readonly<Record<string, unknown>>,
  element: 'Action' | 'Resource',
  isDenial: boolean,
): { readonly texts: readonly string[]; readonly unknown: readonly unknown[]; readonly isExcluded: boolean } {
  const names = [element, `Not${element}`].filter((name) => statement[name] !== undefined);
  const [name = ''] = names;
  if (names.length !== 1) {
    throw new MalformedStatement(`it has to have either ${element} or Not${element}`);
  }
  const isExcluded = name !== element;
  const list: readonly unknown[] = [statement[name]].flat();
  if (list.length === 0) throw new MalformedStatement(`its ${name} is empty`);
  const unknown = list.filter((item) => unknownsIn(item).length > 0);
  const texts = list.filter((item) => !unknown.includes(item)).map((item) => textIn(item, name));
  const isAny = isDenial && !isExcluded && unknown.length > 0;
  return { texts: isAny ? [...texts, '*'] : texts, unknown, isExcluded };
}

function textIn(item: unknown, element: string): string {
  const isAction = element.endsWith('Action');
  if (typeof item === 'string' && (item === '*' || (isAction ? ACTION : RESOURCE).test(item))) return item;
  const form = isAction ? 'a service and an action, such as "s3:GetObject"' : 'an ARN or "*"';
  throw new MalformedStatement(`its ${element} has ${JSON.stringify(item)}, and needs ${form}`);
}

const ACTION = /^[\w*?-]+:[\w*?-]+$/;
/** Wildcards and variables may stand at its beginning, too. */
const RESOURCE = /^(?:arn:|[*?]|\$\{)/;

/** The conditions that are known. Without the others a statement applies more often. */
function conditionsOf(value: unknown) {
  const unknown: unknown[] = [];
  const members = (record: unknown): readonly (readonly [string, unknown])[] => {
    if (record === undefined) return [];
    if (isFunction(record) || (isRecord(record) && unknownsIn(Object.keys(record)).length > 0)) {
      unknown.push(record);
      return [];
    }
    if (!isRecord(record)) throw new MalformedStatement('its Condition is no object of operators and keys');
    return Object.entries(record);
  };
  const byOperator = Object.fromEntries(
    members(value).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        members(keys).flatMap(([key, given]) => {
          const values: readonly unknown[] = [given].flat();
          if (unknownsIn(values).length > 0) {
            unknown.push(given);
            return [];
          }
          if (values.every(isPlain)) return [[key, values.map(String)]];
          throw new MalformedStatement(`its Condition ${operator} ${key} is no text and no list of texts`);
        }),
      ),
    ]),
  );
  return { byOperator, unknown };
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
