import { isRecord } from '../../core/is-record.ts';
import type { PolicyStatement, RuntimeRole } from '../access/role.ts';
import { type AssemblyNote, whyUnknown } from './assembly-note.ts';
import type { AssemblyValues } from './assembly-values.ts';
import { readStatement } from './read-statement.ts';
import type { StackValues } from './stack-values.ts';

/**
 * The role of the assembly that has this ARN, with the statements of all its policies, wherever they stand.
 *
 * @returns undefined when no stack has it
 */
export function roleOf(arn: string, values: AssemblyValues): RoleOfAssembly | undefined {
  const found = values.stacks
    .flatMap((stack) =>
      stack.resourcesOf('AWS::IAM::Role').map(([id, { properties }]) => ({ stack, id, properties })),
    )
    .find(({ stack, id }) => stack.attribute(id, 'Arn') === arn);
  const name = found?.stack.physical(found.id)?.name;
  if (found === undefined || name === undefined) return undefined;
  const { stack, id, properties } = found;
  const managed = asList(stack.resolve(properties.ManagedPolicyArns));
  const own = asList(stack.resolve(properties.Policies)).map((policy, index) => ({
    where: { stack, resource: id, property: `Policies.${index}` },
    document: isRecord(policy) ? policy.PolicyDocument : undefined,
  }));
  const attached = policiesOf(values).filter(
    (policy) => policy.roleNames.includes(name) || (policy.arn !== undefined && managed.includes(policy.arn)),
  );
  const read = [...own, ...attached].flatMap(({ where, document }) => statementsIn(document, where, values));
  const here = new Set(attached.map((policy) => policy.arn));
  return {
    role: { name, arn, statements: read.flatMap(({ statement }) => statement ?? []) },
    notes: [
      ...read.flatMap(({ note }) => note ?? []),
      ...managed
        .filter((policy) => typeof policy !== 'string' || !here.has(policy))
        .map((policy) => ({
          ...placeOf({ stack, resource: id, property: 'ManagedPolicyArns' }),
          what: `${typeof policy === 'string' ? policy : (whyUnknown(policy, { values, stack }) ?? 'it')} is not in the assembly: what only that policy allows is refused here, and what it denies is not.`,
        })),
      ...(properties.PermissionsBoundary === undefined
        ? []
        : [
            {
              ...placeOf({ stack, resource: id, property: 'PermissionsBoundary' }),
              what: 'permissions boundaries are not evaluated here: AWS may refuse more.',
            },
          ]),
    ],
  };
}

/** A role, and what of it is not known here. */
export interface RoleOfAssembly {
  readonly role: RuntimeRole;
  readonly notes: readonly AssemblyNote[];
}

interface Place {
  readonly stack: StackValues;
  readonly resource: string;
  readonly property: string;
}

interface Policy {
  readonly where: Place;
  readonly document: unknown;
  readonly roleNames: readonly unknown[];
  readonly arn: string | undefined;
}

/** All policies that are resources of their own. */
function policiesOf(values: AssemblyValues): readonly Policy[] {
  return values.stacks.flatMap((stack) =>
    stack
      .resourcesOf('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy')
      .map(([id, { type, properties }]) => ({
        where: { stack, resource: id, property: 'PolicyDocument' },
        document: stack.resolve(properties.PolicyDocument),
        roleNames: asList(stack.resolve(properties.Roles ?? properties.RoleName)),
        arn: type === 'AWS::IAM::ManagedPolicy' ? stack.physical(id)?.ref : undefined,
      })),
  );
}

interface ReadStatement {
  readonly statement?: PolicyStatement | undefined;
  readonly note?: AssemblyNote | undefined;
}

function statementsIn(document: unknown, where: Place, values: AssemblyValues): readonly ReadStatement[] {
  const given = asList(isRecord(document) ? document.Statement : undefined);
  return given.flatMap((value, index): readonly ReadStatement[] => {
    const { statement, leftOut, reason } = readStatement(value);
    const sid = isRecord(value) && typeof value.Sid === 'string' ? value.Sid : `statement ${index + 1}`;
    if (leftOut.length === 0 && reason === undefined) return [{ statement }];
    const why =
      reason ??
      `it ${whyUnknown(leftOut, { values, stack: where.stack }) ?? 'has something that is no text'}`;
    const effect =
      isRecord(value) && value.Effect === 'Deny'
        ? 'What it denies there is not refused here.'
        : 'What it allows there is refused here.';
    return [
      {
        statement,
        note: { ...placeOf({ ...where, property: `${where.property} ${sid}` }), what: `${why}. ${effect}` },
      },
    ];
  });
}

function placeOf({ stack, resource, property }: Place): Omit<AssemblyNote, 'what'> {
  const path = stack.template.resources[resource]?.constructPath ?? resource;
  return { stackName: stack.stackName, resource: path, property };
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
