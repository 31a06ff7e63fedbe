import { Lazy, RemovalPolicy } from 'aws-cdk-lib';
import { type LoggingConfig, LoggingDestination, LogType } from 'aws-cdk-lib/aws-bedrockagentcore';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { WorkflowRuntimeProps } from './workflow-runtime-props.ts';

/** What the service is to deliver of a runtime, into a group of the runtime's own. */
export function deliveredLogs(
  scope: Construct,
  props: WorkflowRuntimeProps,
  runtimeId: () => string,
): LoggingConfig[] {
  const { usage = false, payloads = false } = props.delivery ?? {};
  const types = [...(usage ? [LogType.USAGE_LOGS] : []), ...(payloads ? [LogType.APPLICATION_LOGS] : [])];
  if (types.length === 0) return [];
  const group = new logs.LogGroup(scope, 'DeliveredLogs', {
    logGroupName: `/aws/vendedlogs/bedrock-agentcore/${Lazy.string({ produce: runtimeId })}`,
    ...logGroupSettings(props),
  });
  return types.map((logType) => ({ logType, destination: LoggingDestination.cloudWatchLogs(group) }));
}

/** What all log groups of a runtime have. */
export function logGroupSettings(
  props: Pick<WorkflowRuntimeProps, 'logRetention' | 'logRemovalPolicy' | 'logEncryptionKey'>,
): {
  readonly retention: logs.RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  readonly encryptionKey?: kms.IKey;
} {
  return {
    retention: props.logRetention ?? logs.RetentionDays.THREE_MONTHS,
    removalPolicy: props.logRemovalPolicy ?? RemovalPolicy.RETAIN,
    ...(props.logEncryptionKey && { encryptionKey: props.logEncryptionKey }),
  };
}
