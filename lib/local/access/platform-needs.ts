import { DEFAULT_ENDPOINT_NAME, runtimeLogGroupName } from '../../catalog/names.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import { fieldOf, requestKeys } from './request-keys.ts';
import type { RuntimeRole } from './role.ts';

/**
 * What a role does not allow of that which AgentCore does with it before and beside the program: fetch the image, keep what is
 * printed, send metrics, get the token of a session. Local AWS does nothing of this, so no call shows it. Pure.
 *
 * @param options.bearerTokens whether callers show tokens of an identity provider. @default false
 * @param options.imageRepositoryArn the repository of the image. @default - the runtime has no image
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html
 */
export function missingForPlatform(options: {
  readonly role: RuntimeRole;
  readonly runtime: { readonly id: string; readonly arn: string };
  readonly bearerTokens?: boolean | undefined;
  readonly imageRepositoryArn?: string | undefined;
}): readonly PlatformNeed[] {
  const { role } = options;
  return platformNeeds(options).filter(({ action, resource, context }) => {
    const lookUp = requestKeys(role, { resource, context });
    return evaluatePolicy(role.statements, { action, resource, lookUp }).outcome !== 'allowed';
  });
}

/** An action that the platform needs. */
export interface PlatformNeed {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>> | undefined;
  /** What for, such as `to fetch the image`. */
  readonly purpose: string;
}

function platformNeeds(options: {
  readonly runtime: { readonly id: string; readonly arn: string };
  readonly bearerTokens?: boolean | undefined;
  readonly imageRepositoryArn?: string | undefined;
}): readonly PlatformNeed[] {
  const { runtime, bearerTokens = false, imageRepositoryArn } = options;
  const [region, account] = [fieldOf(runtime.arn, 'region'), fieldOf(runtime.arn, 'account')];
  const within = `arn:${fieldOf(runtime.arn, 'partition')}`;
  const group = runtimeLogGroupName({ runtimeId: runtime.id, endpoint: DEFAULT_ENDPOINT_NAME });
  const groupArn = `${within}:logs:${region}:${account}:log-group:${group}`;
  const identities = `${within}:${SERVICE_NAME.agentCore}:${region}:${account}:workload-identity-directory/default`;
  const need = (purpose: string, resource: string, ...actions: readonly string[]) =>
    actions.map((action) => ({ action, resource, purpose }));
  const token = `${SERVICE_NAME.agentCore}:GetWorkloadAccessToken`;
  // That for names of users is not here: a runtime does not say whether its callers name any.
  const tokens = bearerTokens ? [token, `${token}ForJWT`] : [token];
  return [
    ...need('to keep what the program prints', groupArn, 'logs:CreateLogGroup', 'logs:DescribeLogStreams'),
    ...need(
      'to keep what the program prints',
      `${groupArn}:log-stream:any`,
      ...['logs:CreateLogStream', 'logs:PutLogEvents'],
    ),
    {
      action: 'cloudwatch:PutMetricData',
      resource: '*',
      // Named like the service.
      context: { 'cloudwatch:namespace': SERVICE_NAME.agentCore },
      purpose: 'to send the metrics of the runtime',
    },
    ...need('to get the token of a session', identities, ...tokens),
    ...need('to get the token of a session', `${identities}/workload-identity/${runtime.id}`, ...tokens),
    ...(imageRepositoryArn === undefined
      ? []
      : [
          ...need('to fetch the image', '*', 'ecr:GetAuthorizationToken'),
          ...need(
            'to fetch the image',
            imageRepositoryArn,
            'ecr:BatchGetImage',
            'ecr:GetDownloadUrlForLayer',
          ),
        ]),
  ];
}
