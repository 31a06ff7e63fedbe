import { Resource, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Problem } from '../../core/problems.ts';
import type { WorkflowFleet } from '../constructs/workflow-fleet.ts';
import { checkPlace } from './profile-place.ts';

/**
 * What uses something of another stack must be in the same account and region, of which as much must be known in both: the CDK refers from a
 * stack to others of the same environment only.
 */
export function checkStack(where: string, used: Construct, { scope, than, what, fix }: StackUse): Problem[] {
  const [stack, other] = [Stack.of(scope), Stack.of(used)];
  const problems = checkPlace(where, other, stack, { what, than, fix });
  if (problems.length > 0 || stack.environment === other.environment) return problems;
  return [
    {
      where,
      what: `is in a stack of which less, or more, is known than of ${than}: the one cannot refer to the other`,
      got: other.environment,
      allowed: stack.environment,
      fix: 'give both stacks the same env',
    },
  ];
}

interface StackUse {
  readonly scope: Construct;
  /** What cannot be done over there. */
  readonly what: string;
  /** What it is compared with. */
  readonly than: string;
  readonly fix: string;
}

/** What starts a fleet must be where the fleet is, and not in a stack that the stack of the fleet needs. */
export function checkFleetStack(where: string, fleet: WorkflowFleet, scope: Construct): Problem[] {
  const problems = checkStack(where, fleet, {
    scope,
    than: 'what starts it',
    what: 'which cannot be started from here',
    fix: 'put this into the stack of the fleet',
  });
  const [own, its] = [topOf(scope), topOf(fleet)];
  if (problems.length > 0 || own === its) return problems;
  const needed = neededBy(fleet).find((construct) => topOf(construct) === own);
  if (needed === undefined) return [];
  return [
    {
      where,
      what: 'is in a stack that needs this one, which would need that one, too',
      got: `the fleet is in ${its.node.path}, and uses ${needed.node.path}`,
      allowed: 'what starts a fleet in the stack of the fleet, or in one that it needs nothing of',
      fix: `put it into the stack of the fleet, ${its.node.path}`,
    },
  ];
}

/** What the stack of a fleet refers to. */
function neededBy({ workflow, itemBuckets }: WorkflowFleet): Construct[] {
  const { artifactBucket, encryptionKey } = workflow.foundation;
  const resources = [artifactBucket, encryptionKey, ...itemBuckets].filter(
    (resource) => resource !== undefined && Resource.isOwnedResource(resource),
  );
  return [workflow, ...resources.filter((resource) => resource !== undefined)];
}

/** The parts of nested stacks refer to each other by their parents. */
function topOf(construct: Construct): Stack {
  const stack = Stack.of(construct);
  return stack.nestedStackParent ? topOf(stack.nestedStackParent) : stack;
}
