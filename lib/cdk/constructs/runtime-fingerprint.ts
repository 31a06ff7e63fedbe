import { createHash } from 'node:crypto';
import { Lazy } from 'aws-cdk-lib';
import type { WorkflowRuntimeProps } from './workflow-runtime-props.ts';

/**
 * The description of the endpoint `live`. It changes with every change that makes a new version. The endpoint's version is a
 * reference, which reads the same before and after: without this, the CDK CLI would hotswap the runtime and not know that
 * callers still get the old version.
 */
export function describeEndpoint(props: WorkflowRuntimeProps): string {
  const { hotswap = false, liveVersion } = props;
  if (hotswap) return 'The newest version that was deployed';
  if (liveVersion !== undefined) return 'What callers use, pinned to a version';
  const settings = [...alwaysThere(props), ...onlyWhereGiven(props)];
  return Lazy.uncachedString({
    produce: ({ resolve }) => `What callers use: ${fingerprint(resolve(settings))}`,
  });
}

function alwaysThere({ artifact, description, environment = {}, ...props }: WorkflowRuntimeProps): unknown[] {
  return [
    artifact.version,
    description,
    // In the template the order of variables says nothing.
    Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1)),
    props.idleTimeout?.toSeconds(),
    props.maxLifetime?.toSeconds(),
    props.vpc?.selectSubnets(props.vpcSubnets).subnetIds,
  ];
}

/** By name, so that what nobody gives leaves the fingerprints of deployed endpoints as they are. */
function onlyWhereGiven(props: WorkflowRuntimeProps): unknown[] {
  const { securityGroups, serverProtocol, requestHeaders, sessionStorage, authorizer, role } = props;
  const given = {
    securityGroups: securityGroups?.map(({ securityGroupId }) => securityGroupId),
    // Saying the default changes nothing.
    serverProtocol: serverProtocol === 'HTTP' ? undefined : serverProtocol,
    requestHeaders,
    sessionStorage,
    authorizer,
    role: role?.roleArn,
  };
  return Object.entries(given).filter(([, value]) => value !== undefined);
}

function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}
