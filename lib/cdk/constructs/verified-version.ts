import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import type { IBedrockAgentRuntime } from 'aws-cdk-lib/aws-bedrockagentcore';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { RolloutSettings } from '../../catalog/deployment-settings.ts';
import { ROLLOUT_TIMEOUT_SECONDS } from '../../catalog/limits.ts';
import { DEFAULT_ENDPOINT_NAME, endpointArnFor } from '../../catalog/names.ts';
import type { ServerProtocol } from '../../contract/host.ts';
import type { Problem } from '../../core/problems.ts';
import { throwIfAny } from '../validation/problems.ts';
import { checkRollout } from '../validation/rollout.ts';
import { DeployFunction } from './deploy-function.ts';
import { payloadJson } from './payload-json.ts';
import { INVOKE_ACTIONS } from './perms.ts';

/**
 * The newest version of a runtime, once a call of it has succeeded. When the workflow fails, so does the deployment:
 * CloudFormation rolls back, and whatever takes its version from here stays where it is.
 *
 * What the call needs and the runtime does not refer to (a database, the rules of a firewall) must be there before: add it as a
 * dependency.
 *
 * @throws WorkflowConfigurationError when the rollout cannot be, or the version of the runtime is not known
 */
export class VerifiedVersion extends Construct {
  /** An attribute: what refers to it waits for the call. */
  readonly version: string;

  constructor(scope: Construct, id: string, props: VerifiedVersionProps) {
    const { runtime, rollout } = props;
    const { agentRuntimeArn: runtimeArn, agentRuntimeVersion: version } = runtime;
    throwIfAny('verified version', [
      ...checkRollout({ ...props, where: `${id}.rollout`, rollout: rollout ?? null }),
      ...(version === undefined ? [versionMissing(`${id}.runtime`)] : []),
    ]);
    super(scope, id);
    const resources = [runtimeArn, endpointArnFor({ runtimeArn, endpoint: DEFAULT_ENDPOINT_NAME })];
    const caller = new DeployFunction(this, 'Function', {
      kind: 'verified-version',
      description: 'Calls new versions of an AgentCore runtime before callers get them',
      timeout: FUNCTION_TIMEOUT,
      logRetention: props.logRetention,
      logEncryptionKey: props.logEncryptionKey,
      statements: [
        new iam.PolicyStatement({
          actions: [...INVOKE_ACTIONS, 'bedrock-agentcore:GetAgentRuntimeEndpoint'],
          resources,
        }),
        new iam.PolicyStatement({
          actions: ['cloudformation:DescribeStacks'],
          resources: [Stack.of(this).stackId],
        }),
      ],
    });
    // A second attempt would run the workflow again; the failure is known by then.
    caller.function.configureAsyncInvoke({ retryAttempts: 0 });
    const resource = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::NovaActVerifiedVersion',
      serviceToken: caller.serviceToken,
      // A function that has died does not keep the deployment waiting for the hour that CloudFormation would.
      serviceTimeout: FUNCTION_TIMEOUT.plus(Duration.minutes(1)),
      properties: {
        RuntimeId: runtime.agentRuntimeId,
        RuntimeArn: runtimeArn,
        Version: version,
        // Only where it is another one, so that nobody is called anew for its sake.
        ...(props.serverProtocol === 'MCP' && { ServerProtocol: 'MCP' }),
        // As text: CloudFormation makes texts of the numbers in a property.
        Payload: payloadJson(this, rollout.payload),
        TimeoutSeconds: rollout.timeoutSeconds ?? ROLLOUT_TIMEOUT_SECONDS.default,
        LogGroupName: props.logGroup.logGroupName,
      },
    });
    // The permissions, and that a failed function is not called again, are there before the first call.
    resource.node.addDependency(caller);
    this.version = resource.getAttString('Version');
  }
}

/** Properties of a {@link VerifiedVersion}. */
export interface VerifiedVersionProps {
  /** What is called. */
  readonly runtime: IBedrockAgentRuntime;
  /** With what, and for how long. */
  readonly rollout: RolloutSettings;
  /** What it speaks. @default HTTP */
  readonly serverProtocol?: ServerProtocol | undefined;
  /** Where the runtime writes when it is called by the endpoint DEFAULT. */
  readonly logGroup: logs.ILogGroup;
  /** How long the log of the function is kept. @default - one month */
  readonly logRetention?: logs.RetentionDays | undefined;
  /** A customer key for the log of the function. @default - none */
  readonly logEncryptionKey?: kms.IKey | undefined;
}

function versionMissing(where: string): Problem {
  return {
    where,
    what: 'does not say which version is to be verified',
    got: 'a runtime without agentRuntimeVersion',
    allowed: 'a runtime of this app, or an imported one with its version',
    fix: 'give agentRuntimeVersion to fromAgentRuntimeAttributes',
  };
}

/** The longest that Lambda allows. */
const FUNCTION_TIMEOUT = Duration.minutes(15);
