import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { statIfThere } from '../../core/files.ts';
import { AgentCoreError } from './agent-core-error.ts';
import type { DataPlane } from './data-plane.ts';
import { queryOf } from './request.ts';
import { roleArnOf } from './role-arn-of.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import { selectRuntime } from './select-runtime.ts';
import { deployedVariables } from './session-environment.ts';

/**
 * `GetAgentRuntime`: a runtime in the version that is asked for, else in its newest one, as far as local AWS knows it.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetAgentRuntime.html
 */
export function getRuntime(id: string, { request, reply, plane }: RuntimeQuestion): FastifyReply {
  const { registry, access } = plane;
  const runtimes = registry.listStored();
  const newest = selectRuntime({
    runtimes,
    wanted: id,
    qualifier: undefined,
    // The control plane knows ids of one account only.
    accountId: runtimes.find((runtime) => runtime.id === id)?.arn.split(':')[4] ?? LOCAL_ACCOUNT_ID,
    region: request.signature?.region,
  });
  const refusal = access?.refusalOf({
    localIdentity: request.signature?.localIdentity,
    action: `${SERVICE_NAME.agentCore}:GetAgentRuntime`,
    resource: newest.arn,
  });
  if (refusal !== undefined) {
    throw new AgentCoreError(refusal.name, refusal.message, { status: refusal.status });
  }
  const wanted = queryOf(request.originalUrl).get('version') ?? newest.version;
  const { versions = [] } = runtimes.find(({ arn }) => arn === newest.arn) ?? {};
  const version = versions.find((candidate) => candidate.version === wanted);
  if (version === undefined) {
    throw new AgentCoreError(
      'ResourceNotFoundException',
      `The runtime ${id} has no version ${wanted}. It has ${versions.map((each) => each.version).join(', ')}.`,
    );
  }
  return reply.send(described({ ...newest, ...version }));
}

/** A request for a runtime itself, and what answers it. */
export interface RuntimeQuestion {
  readonly plane: Pick<DataPlane, 'registry' | 'access'>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function described(runtime: RuntimeRecord): Readonly<Record<string, unknown>> {
  const { arn, id, version, bundleDir, serverProtocol = 'HTTP', requestHeaders, authorizer } = runtime;
  const madeAt = new Date(statIfThere(bundleDir)?.mtimeMs ?? 0).toISOString();
  return {
    agentRuntimeArn: arn,
    agentRuntimeName: id.slice(0, id.lastIndexOf('-')),
    agentRuntimeId: id,
    agentRuntimeVersion: version,
    createdAt: madeAt,
    lastUpdatedAt: madeAt,
    roleArn: roleArnOf(runtime),
    status: 'READY',
    networkConfiguration: { networkMode: 'PUBLIC' },
    protocolConfiguration: { serverProtocol },
    lifecycleConfiguration: {
      idleRuntimeSessionTimeout: runtime.idleTimeoutSeconds,
      maxLifetime: runtime.maxLifetimeSeconds,
    },
    environmentVariables: deployedVariables(runtime),
    ...(requestHeaders && { requestHeaderConfiguration: { requestHeaderAllowlist: requestHeaders } }),
    ...(authorizer && {
      authorizerConfiguration: { customJWTAuthorizer: { discoveryUrl: authorizer.discoveryUrl } },
    }),
  };
}
