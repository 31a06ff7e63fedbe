import { isFunction, unknownsIn } from '../../assembly/unknowns.ts';
import { isRecord } from '../../core/is-record.ts';
import type { RuntimeRole } from '../access/role.ts';
import { type AssemblyNote, whyUnknown } from './assembly-note.ts';
import type { AssemblyValues } from './assembly-values.ts';
import { policiesOf } from './policies-of.ts';
import { principalsOf } from './principals-of.ts';
import { alternativesOf, asList, policyPlace, statementsIn } from './statements-in.ts';

/**
 * The role of the assembly that has this ARN, with the statements of all its policies, wherever they stand.
 *
 * @returns undefined when no stack has it
 * @throws AssemblyError when IAM would refuse one of the policies
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
  const own = alternativesOf(stack.resolve(properties.Policies)).map(({ value, doubt }, index) => ({
    where: { stack, resource: id, property: `Policies.${index}` },
    document: isRecord(value) && !isFunction(value) ? value.PolicyDocument : value,
    doubt,
  }));
  const attached = policiesOf(values).flatMap((policy) => {
    const isAttached =
      policy.roleNames.includes(name) || (policy.arn !== undefined && managed.includes(policy.arn));
    if (isAttached) return [policy];
    const doubt = policy.roleNames.find((given) => unknownsIn(given).length > 0);
    return doubt === undefined ? [] : [{ ...policy, doubt }];
  });
  const read = [...own, ...attached].flatMap((policy) => statementsIn(policy, values));
  const here = new Set(attached.map((policy) => policy.arn));
  const assumedBy = principalsOf(stack.resolve(properties.AssumeRolePolicyDocument));
  return {
    role: {
      ...{ name, arn, statements: read.flatMap(({ statement }) => statement ?? []) },
      ...(assumedBy.length > 0 && { assumedBy }),
    },
    notes: [
      ...read.flatMap(({ note }) => note ?? []),
      ...managed
        .filter((policy) => typeof policy !== 'string' || !here.has(policy))
        .map((policy) => ({
          ...policyPlace({ stack, resource: id, property: 'ManagedPolicyArns' }),
          what: `${typeof policy === 'string' ? policy : (whyUnknown(policy, { values, stack }) ?? 'it')} is not in the assembly: what only that policy allows is refused here, and what it denies is not.`,
        })),
      ...(properties.PermissionsBoundary === undefined
        ? []
        : [
            {
              ...policyPlace({ stack, resource: id, property: 'PermissionsBoundary' }),
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
