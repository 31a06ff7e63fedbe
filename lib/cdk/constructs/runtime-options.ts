import {
  CfnRuntime,
  type Runtime,
  RuntimeAuthorizerConfiguration,
  RuntimeNetworkConfiguration,
} from 'aws-cdk-lib/aws-bedrockagentcore';
import type { Construct } from 'constructs';
import type { JwtAuthorizerSettings, SessionStorageSettings } from '../../catalog/deployment-settings.ts';
import type { WorkflowRuntimeProps } from './workflow-runtime-props.ts';

/** Where sessions run, as the L2 takes it. A security group that nobody gives is made in the scope. */
export function networkOf(
  scope: Construct,
  { vpc, vpcSubnets, securityGroups }: WorkflowRuntimeProps,
): RuntimeNetworkConfiguration {
  if (vpc === undefined) return RuntimeNetworkConfiguration.usingPublicNetwork();
  return RuntimeNetworkConfiguration.usingVpc(scope, {
    vpc,
    ...(vpcSubnets && { vpcSubnets }),
    ...(securityGroups && { securityGroups: [...securityGroups] }),
  });
}

/** Who is let in, as the L2 takes it. */
export function authorizerOf(authorizer: JwtAuthorizerSettings): RuntimeAuthorizerConfiguration {
  const { discoveryUrl, allowedClients, allowedAudience, allowedScopes } = authorizer;
  return RuntimeAuthorizerConfiguration.usingJWT(
    discoveryUrl,
    allowedClients && [...allowedClients],
    allowedAudience && [...allowedAudience],
    allowedScopes && [...allowedScopes],
  );
}

/** Gives sessions a folder that lasts; the L2 has no property for it. */
export function mountStorage(runtime: Runtime, { mountPath }: SessionStorageSettings): void {
  const resource = runtime.node.defaultChild;
  if (!CfnRuntime.isCfnRuntime(resource)) throw new TypeError(`${runtime.node.path} has no CfnRuntime`);
  resource.filesystemConfigurations = [{ sessionStorage: { mountPath } }];
}
