import { ArnFormat, Lazy, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-xray';
import { Construct, type IConstruct } from 'constructs';
import { SERVICE_NAME } from '../../contract/protocol.ts';

/**
 * Lets CloudWatch Logs deliver the traces of AgentCore runtimes to X-Ray, for delivery sources of this account and region. An
 * account can have five policies of X-Ray: make one for many runtimes, and give these `deliveryPolicy: false`.
 *
 * @see https://docs.aws.amazon.com/xray/latest/api/API_PutResourcePolicy.html
 */
export class TraceDeliveryPolicy extends Construct {
  /** What it says; statements may be added. */
  readonly document = new iam.PolicyDocument();

  constructor(scope: Construct, id: string, props: TraceDeliveryPolicyProps = {}) {
    super(scope, id);
    const stack = Stack.of(this);
    const all = stack.formatArn({
      service: SERVICE_NAME.agentCore,
      resource: 'runtime',
      resourceName: '*',
    });
    this.document.addStatements(deliveryStatement(stack, props.runtimeArns ?? [all]));
    new CfnResourcePolicy(this, 'ResourcePolicy', {
      policyName: Names.uniqueResourceName(this, { maxLength: MAX_NAME_LENGTH }),
      policyDocument: Lazy.string({ produce: () => stack.toJsonString(this.document) }),
    });
  }
}

/** Properties of a {@link TraceDeliveryPolicy}. */
export interface TraceDeliveryPolicyProps {
  /** Whose traces are delivered. @default - all runtimes of this account and region */
  readonly runtimeArns?: readonly string[] | undefined;
}

/**
 * Adds a runtime to the policy of its stack, which is the one that the L2 `Runtime` makes where it is told to.
 *
 * @returns what the delivery must wait for
 */
export function allowTraces(scope: IConstruct, runtimeArn: string): IConstruct {
  const stack = Stack.of(scope);
  const known = stack.node.tryFindChild(POLICY_ID);
  if (known === undefined) return new TraceDeliveryPolicy(stack, POLICY_ID, { runtimeArns: [runtimeArn] });
  if ('document' in known && known.document instanceof iam.PolicyDocument)
    known.document.addStatements(deliveryStatement(stack, [runtimeArn]));
  return known;
}

/** By which the L2 finds it. */
const POLICY_ID = 'CdkXRayLogsDeliveryPolicy';
const MAX_NAME_LENGTH = 128;

function deliveryStatement(stack: Stack, runtimeArns: readonly string[]): iam.PolicyStatement {
  const sources = stack.formatArn({
    service: 'logs',
    resource: 'delivery-source',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['xray:PutTraceSegments'],
    // X-Ray knows no resources here: the conditions say whose traces.
    resources: ['*'],
    conditions: {
      'ForAllValues:ArnLike': { 'logs:LogGeneratingResourceArns': [...runtimeArns] },
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': sources },
    },
  });
}
