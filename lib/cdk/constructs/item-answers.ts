import { Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { explainAnswers } from '../nag/item-machine-reasons.ts';
import { explainInlinePolicy } from '../nag/role-reasons.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';
import { ANSWER_TASK_ACTIONS, OBJECT_KEY_ACTIONS, STOP_SESSION_ACTIONS } from './perms.ts';

/**
 * What the host of an item does when it ends: it tells the machine, and stops its own session. One policy for all machines of a workflow that
 * a stack has, since the inline policies of a role have at most 10,240 characters.
 */
export class ItemAnswers extends iam.Policy {
  /** That of a workflow, in the stack of a machine: no stack needs the other twice. */
  static of(machine: Construct, workflow: NovaActWorkflow): ItemAnswers {
    const stack = Stack.of(machine);
    const [scope, id] =
      stack === Stack.of(workflow)
        ? [workflow, 'Answers']
        : [stack, `${Names.uniqueResourceName(workflow, { maxLength: 200 })}Answers`];
    const there = scope.node.tryFindChild(id);
    return there instanceof ItemAnswers ? there : new ItemAnswers(scope, id, workflow);
  }

  readonly #tell = new iam.PolicyStatement({ actions: [...ANSWER_TASK_ACTIONS] });

  private constructor(scope: Construct, id: string, workflow: NovaActWorkflow) {
    // A role that is imported may have policies of other stacks, whose names must be others.
    super(scope, id, { policyName: `${policyNameOf(scope, workflow)}Answers` });
    const { runtime, foundation } = workflow;
    this.addStatements(
      this.#tell,
      new iam.PolicyStatement({
        actions: [...STOP_SESSION_ACTIONS],
        resources: [runtime.runtimeArn, runtime.endpointArn],
      }),
    );
    if (foundation.encryptionKey)
      this.addStatements(new iam.PolicyStatement(useOfMachineKey(this, foundation.encryptionKey)));
    runtime.role.attachInlinePolicy(this);
    explainInlinePolicy(this);
    explainAnswers(this);
  }

  /**
   * Lets hosts answer one more machine. Tokens of items are of child executions, whose machine is `<machine>/<label>`. Which of both AWS checks
   * is not documented; the service authorization reference knows no resource at all, and a denial names the ARN of a machine.
   *
   * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
   */
  allow(stateMachineArn: string): void {
    this.#tell.addResources(stateMachineArn, `${stateMachineArn}/*`);
  }
}

function policyNameOf(scope: Construct, workflow: NovaActWorkflow): string {
  const maxLength = 60;
  const own = Names.uniqueResourceName(workflow, { maxLength });
  // In another stack, it is that of both.
  return scope === workflow ? own : `${Names.uniqueResourceName(scope, { maxLength })}${own}`;
}

/** For callers of Step Functions: they need rights on the key of the machine whose data they read or write. */
export function useOfMachineKey(scope: Construct, key: IKey) {
  const { region, urlSuffix } = Stack.of(scope);
  return {
    actions: [...OBJECT_KEY_ACTIONS],
    resources: [key.keyArn],
    conditions: {
      StringEquals: { 'kms:ViaService': `${SERVICE_NAME.stepFunctions}.${region}.${urlSuffix}` },
    },
  };
}
