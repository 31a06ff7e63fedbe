import { ArnFormat, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, DependencyGroup, type IDependable } from 'constructs';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { StateMachineDefinition } from '../machines/asl.ts';
import { explainItemMachine } from '../nag/item-machine-reasons.ts';
import { explainInlinePolicy } from '../nag/role-reasons.ts';
import { ItemAnswers, useOfMachineKey } from './item-answers.ts';
import type { ItemFunction } from './item-function.ts';
import { allowLogDelivery, deliveredLogsArn } from './log-delivery-key.ts';
import { allowLogGroups } from './log-key.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';
import { OBJECT_KEY_ACTIONS } from './perms.ts';

/** A state machine that starts items and waits for their hosts, with a role and a log of its own, and what hosts need to answer it. */
export class ItemMachine extends Construct {
  readonly stateMachine: sfn.StateMachine;
  /** What must be there before an execution is started. */
  readonly ready: IDependable;
  readonly #encryptionKey: IKey | undefined;
  readonly #policies = new DependencyGroup();

  constructor(scope: Construct, id: string, props: ItemMachineProps) {
    super(scope, id);
    const { workflow, statements = [] } = props;
    const { encryptionKey } = workflow.foundation;
    this.#encryptionKey = encryptionKey;
    this.stateMachine = new sfn.StateMachine(this, 'Machine', {
      comment: `Runs items of ${workflow.workflowName}`,
      definitionBody: sfn.DefinitionBody.fromString(Stack.of(this).toJsonString(props.definition)),
      // Without inputs and outputs, which are payloads and results of the workflow.
      logs: { destination: this.#logGroup(workflow), level: sfn.LogLevel.ERROR, includeExecutionData: false },
      tracingEnabled: workflow.runtime.tracing,
    });
    const invoke = { actions: ['lambda:InvokeFunction'], resources: [props.function.function.functionArn] };
    for (const statement of [new iam.PolicyStatement(invoke), ...statements])
      this.stateMachine.addToRolePolicy(statement);
    if (encryptionKey) this.#encrypt(encryptionKey);
    this.ready = this.#policies;
    this.#policies.add(this.stateMachine);
    const answers = ItemAnswers.of(this, workflow);
    answers.allow(this.stateMachine.stateMachineArn);
    this.#policies.add(answers);
    explainInlinePolicy(this.stateMachine.role);
    explainItemMachine(this);
  }

  /**
   * Rights that name this machine. They are in policies of their own: what the machine waits for cannot name it.
   *
   * @param options.role of the machine
   */
  allow(
    id: string,
    { role, statements }: { readonly role: iam.IRole; readonly statements: iam.PolicyStatement[] },
  ): void {
    // A role that is imported may have policies of other stacks, whose names must be others.
    const policyName = `${Names.uniqueResourceName(this, { maxLength: 100 })}${id}`;
    const policy = new iam.Policy(this, id, { policyName, statements });
    role.attachInlinePolicy(policy);
    explainInlinePolicy(policy);
    this.#policies.add(policy);
  }

  /** Lets a principal start executions. */
  grantStart(grantee: iam.IGrantable): iam.Grant {
    const start = this.stateMachine.grantStartExecution(grantee);
    if (this.#encryptionKey === undefined) return start;
    const { resources, ...use } = useOfMachineKey(this, this.#encryptionKey);
    return start.combine(iam.Grant.addToPrincipal({ grantee, ...use, resourceArns: resources }));
  }

  /** An ARN of executions of this machine. @param name such as `:*`; of its items `/jsonl:*` */
  executionArn(name: string): string {
    const resourceName = `${this.stateMachine.stateMachineName}${name}`;
    return Stack.of(this).formatArn({ ...EXECUTION, resourceName });
  }

  #logGroup({ runtime, foundation }: NovaActWorkflow): logs.LogGroup {
    return new logs.LogGroup(this, 'Logs', {
      // Groups below /aws/vendedlogs/ need no policy of the account, of which there can be ten.
      logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}/${Names.uniqueResourceName(this, { maxLength: 200 })}`,
      retention: runtime.logRetention ?? logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
      ...(foundation.encryptionKey && { encryptionKey: foundation.encryptionKey }),
    });
  }

  /**
   * The CDK's own setting names the machine in a condition by a name that it does not have, unless somebody gives it one.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
   */
  #encrypt(key: IKey): void {
    allowLogGroups(this, key);
    allowLogDelivery(this, key);
    for (const statement of this.#keyStatements(key)) this.stateMachine.addToRolePolicy(statement);
    const { defaultChild } = this.stateMachine.node;
    if (defaultChild instanceof sfn.CfnStateMachine) {
      defaultChild.encryptionConfiguration = {
        type: 'CUSTOMER_MANAGED_KMS_KEY',
        kmsKeyId: key.keyArn,
        kmsDataKeyReusePeriodSeconds: 300,
      };
    }
  }

  /** What the role does with the key of the machine: encrypt what executions say, and what is delivered to the log. */
  #keyStatements({ keyArn }: IKey): iam.PolicyStatement[] {
    const machines = Stack.of(this).formatArn({ ...STATE_MACHINE, resourceName: '*' });
    return [
      new iam.PolicyStatement({
        actions: [...OBJECT_KEY_ACTIONS],
        resources: [keyArn],
        // The rights are looked at before the machine is made, and so before it has a name.
        conditions: { StringLike: { 'kms:EncryptionContext:aws:states:stateMachineArn': machines } },
      }),
      new iam.PolicyStatement({
        actions: ['kms:GenerateDataKey'],
        resources: [keyArn],
        conditions: { StringEquals: { 'kms:EncryptionContext:SourceArn': deliveredLogsArn(this) } },
      }),
    ];
  }
}

/** What an {@link ItemMachine} is made of. */
export interface ItemMachineProps {
  readonly workflow: NovaActWorkflow;
  readonly definition: StateMachineDefinition;
  readonly function: ItemFunction;
  /** What it may do beside calling the function. @default - nothing */
  readonly statements?: readonly iam.PolicyStatement[] | undefined;
}

const COLON = { service: SERVICE_NAME.stepFunctions, arnFormat: ArnFormat.COLON_RESOURCE_NAME };
const STATE_MACHINE = { ...COLON, resource: 'stateMachine' };
const EXECUTION = { ...COLON, resource: 'execution' };
