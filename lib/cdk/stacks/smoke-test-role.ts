import { Names, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { endpointArnFor } from '../../catalog/names.ts';
import { INVOKE_ACTIONS } from '../constructs/perms.ts';
import { explainInlinePolicy } from '../nag/role-reasons.ts';
import type { WorkflowStack } from './workflow-stack.ts';

/**
 * A role beside a workflow that the smoke test of a pipeline in another account assumes, and that may call this workflow.
 * It is in the stack of the workflow, so that it goes where the workflow goes.
 *
 * @param caller the role of the smoke test: one that {@link smokeTestCaller} made
 */
export function smokeTestRole(workflow: WorkflowStack, caller: IRole): Role {
  const scope = new Construct(workflow, 'SmokeTest');
  const role = new Role(scope, 'Role', {
    roleName: regionalRoleName(scope),
    description: 'Calls the workflow after a pipeline has deployed it',
    // Named by a condition, and not as the principal: IAM would refuse one that does not exist yet, and would go on refusing
    // one that was made anew.
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
    assumedBy: new AccountPrincipal(Stack.of(caller).account).withConditions({
      ArnEquals: { 'aws:PrincipalArn': caller.roleArn },
    }),
  });
  const { runtimeArn, endpointName } = workflow.workflow.runtime;
  role.addToPolicy(
    new PolicyStatement({
      sid: 'InvokeWorkflow',
      actions: [...INVOKE_ACTIONS],
      resources: [runtimeArn, endpointArnFor({ runtimeArn, endpoint: endpointName })],
    }),
  );
  explainInlinePolicy(role);
  return role;
}

/** The role on which the smoke test of a stage in another account runs: it has a name by which that account can trust it. */
export function smokeTestCaller(pipelineStack: Stack, stage: string): Role {
  const scope = new Construct(pipelineStack, `${stage}SmokeTest`);
  return new Role(scope, 'Role', {
    roleName: regionalRoleName(scope),
    description: `Runs the smoke test of ${stage}`,
    assumedBy: new ServicePrincipal('codebuild.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': pipelineStack.account } },
    }),
  });
}

const ROLE_NAME_CHARACTERS = 64;

/** Roles of all regions of an account share their names. */
function regionalRoleName(scope: Construct): string {
  const { region } = Stack.of(scope);
  const name = Names.uniqueResourceName(scope, {
    maxLength: ROLE_NAME_CHARACTERS - region.length - 1,
    separator: '-',
    allowedSpecialCharacters: '-',
  });
  return `${name}-${region}`;
}
