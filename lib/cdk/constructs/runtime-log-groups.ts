import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { DEFAULT_ENDPOINT_NAME, LIVE_ENDPOINT_NAME, runtimeLogGroupName } from '../../catalog/names.ts';
import { explainWildcards } from '../nag/explain.ts';
import { DeployFunction } from './deploy-function.ts';

/**
 * What the program of a runtime prints, by endpoint. AgentCore makes these log groups itself, at a moment of its own and
 * for ever; so no template may create them. Here they are made if they are missing, given a retention and a key, and
 * protected from deletion while the stack has them.
 *
 * Names of log groups are attributes: what uses one waits for the group.
 */
export class RuntimeLogGroups extends Construct {
  /** Of the endpoint `live`. */
  readonly live: logs.ILogGroup;
  /** Of the endpoint `DEFAULT`. */
  readonly ofDefault: logs.ILogGroup;

  constructor(scope: Construct, id: string, props: RuntimeLogGroupsProps) {
    super(scope, id);
    const { runtimeId, encryptionKey } = props;
    const names = Object.fromEntries(
      [LIVE_ENDPOINT_NAME, DEFAULT_ENDPOINT_NAME].map((endpoint) => [
        endpoint,
        runtimeLogGroupName({ runtimeId, endpoint }),
      ]),
    );
    const retentionInDays = props.retention === logs.RetentionDays.INFINITE ? undefined : props.retention;
    const deleteAtEnd = props.removalPolicy === RemovalPolicy.DESTROY;

    const deployFunction = new DeployFunction(this, 'Function', {
      kind: 'runtime-log-groups',
      description: 'Sets up the log groups of an AgentCore runtime',
      timeout: Duration.minutes(5),
      logRetention: props.functionLogRetention,
      logEncryptionKey: encryptionKey,
      statements: [
        new iam.PolicyStatement({
          actions: [
            'logs:CreateLogGroup',
            'logs:PutLogGroupDeletionProtection',
            retentionInDays === undefined ? 'logs:DeleteRetentionPolicy' : 'logs:PutRetentionPolicy',
            encryptionKey ? 'logs:AssociateKmsKey' : 'logs:DisassociateKmsKey',
            ...(deleteAtEnd ? ['logs:DeleteLogGroup'] : []),
          ],
          resources: Object.values(names).flatMap((name) => arnsOf(Stack.of(this), name)),
        }),
      ],
    });
    const groups = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::NovaActRuntimeLogGroups',
      serviceToken: deployFunction.serviceToken,
      serviceTimeout: Duration.minutes(10),
      properties: {
        RuntimeId: runtimeId,
        LogGroupNames: names,
        RetentionInDays: retentionInDays,
        KmsKeyArn: encryptionKey?.keyArn,
        DeleteAtEnd: deleteAtEnd,
      },
    });
    groups.node.addDependency(deployFunction.role);
    explainWildcards(this, [
      { finding: /:log-group:.*:\*$/, reason: 'How the ARN of one log group ends in most policies.' },
    ]);
    const groupOf = (id: string, endpoint: string): logs.ILogGroup =>
      logs.LogGroup.fromLogGroupName(this, id, groups.getAttString(endpoint));
    this.live = groupOf('LiveGroup', LIVE_ENDPOINT_NAME);
    this.ofDefault = groupOf('DefaultGroup', DEFAULT_ENDPOINT_NAME);
  }
}

/** Properties of {@link RuntimeLogGroups}. */
export interface RuntimeLogGroupsProps {
  readonly runtimeId: string;
  readonly retention: logs.RetentionDays;
  /** Of the log of the function that sets them up. @default - one month */
  readonly functionLogRetention?: logs.RetentionDays | undefined;
  /** @default - keys that CloudWatch Logs manages */
  readonly encryptionKey?: kms.IKey | undefined;
  /** Only with DESTROY they are deleted when they leave the stack. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * The two forms that documentation gives for the ARN of one log group.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html without an end
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html with `:*`
 */
function arnsOf(stack: Stack, logGroupName: string): string[] {
  const arn = stack.formatArn({ service: 'logs', resource: `log-group:${logGroupName}` });
  return [arn, `${arn}:*`];
}
