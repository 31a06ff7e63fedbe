import { Names, Stack } from 'aws-cdk-lib';
import { ResourcePolicy } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * Makes the policy that the L2 `Runtime` adds its statements to where it delivers traces and logs, under a name with that of the
 * stack in it. The L2 would name it by the path of constructs, which is the same in each stage of an app: the second stage of
 * an account could not be deployed.
 */
export function nameDeliveryPolicy(scope: Construct): void {
  const stack = Stack.of(scope);
  if (stack.node.tryFindChild(POLICY_ID) !== undefined) return;
  new ResourcePolicy(stack, POLICY_ID, {
    resourcePolicyName: Names.uniqueResourceName(scope, { maxLength: 255 }),
  });
}

/** By which the L2 finds it. */
const POLICY_ID = 'CdkLogGroupLogsDeliveryPolicy';
