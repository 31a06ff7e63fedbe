import { holds } from '../../assembly/conditions.ts';
import type { AssemblyValues } from './assembly-values.ts';
import { asList, type RolePolicy } from './statements-in.ts';

/** All policies that are resources of their own, but for those that are known not to be there. */
export function policiesOf(values: AssemblyValues): readonly AttachedPolicy[] {
  return values.stacks.flatMap((stack) =>
    Object.entries(stack.template.resources).flatMap(([id, { type, properties, condition }]) => {
      const isThere = condition === undefined || holds(condition, stack);
      if (!POLICY_TYPES.includes(type) || isThere === false) return [];
      return [
        {
          where: { stack, resource: id, property: 'PolicyDocument' },
          document: stack.resolve(properties.PolicyDocument),
          roleNames: asList(stack.resolve(properties.Roles ?? properties.RoleName)),
          arn: type === 'AWS::IAM::ManagedPolicy' ? stack.physical(id)?.ref : undefined,
          doubt: isThere === undefined ? { 'Fn::If': [condition] } : undefined,
        },
      ];
    }),
  );
}

/** A policy that is a resource of its own. */
export interface AttachedPolicy extends RolePolicy {
  readonly roleNames: readonly unknown[];
  readonly arn: string | undefined;
}

const POLICY_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];
