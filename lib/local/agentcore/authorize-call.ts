import type { IncomingHttpHeaders } from 'node:http';
import { endpointArnFor } from '../../catalog/names.ts';
import { HEADER } from '../../contract/headers.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { Access } from '../access/access.ts';
import { readSignature } from '../guard.ts';
import { AgentCoreError } from './agent-core-error.ts';
import { bearerTokenOf } from './bearer-token-of.ts';
import { checkToken } from './check-token.ts';
import type { RuntimeRecord } from './runtime-record.ts';

/**
 * Refuses a call whose token the authorizer of the runtime does not take, and one that the role of the calling session does not
 * allow, such as that of a workflow that calls another one: the action must be allowed on the runtime and on the endpoint; who
 * calls for a user needs a second action. A runtime takes either tokens or signatures.
 *
 * @throws AgentCoreError AccessDeniedException, UnauthorizedException
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_bedrock-agentcore.html
 */
export async function authorizeCall(call: RuntimeCall): Promise<void> {
  const { runtime, request } = call;
  const token = bearerTokenOf(request.headers);
  if ((token === undefined) !== (runtime.authorizer === undefined)) throw otherWay(runtime);
  if (token !== undefined && runtime.authorizer !== undefined) await checkToken(token, runtime.authorizer);
  else checkRole(call);
}

/** A call of a runtime. */
export interface RuntimeCall {
  readonly access?: Access | undefined;
  readonly request: { readonly url: string; readonly headers: IncomingHttpHeaders };
  readonly runtime: Pick<RuntimeRecord, 'arn' | 'endpointName' | 'authorizer'>;
  readonly action: RuntimeAction;
}

function checkRole(call: RuntimeCall): void {
  const { access, request, runtime, action } = call;
  const { headers, url } = request;
  const signature = readSignature({ headers, url, service: SERVICE_NAME.agentCore });
  if (access === undefined || 'refusal' in signature) return;
  const isForUser = action !== 'StopRuntimeSession' && headers[HEADER.userId] !== undefined;
  const actions = isForUser ? [action, `${action}ForUser`] : [action];
  const endpointArn = endpointArnFor({ runtimeArn: runtime.arn, endpoint: runtime.endpointName });
  for (const name of actions) {
    for (const resource of [runtime.arn, endpointArn]) {
      const refusal = access.refusalOf({
        localIdentity: signature.localIdentity,
        action: `${SERVICE_NAME.agentCore}:${name}`,
        resource,
        context: { 'aws:RequestedRegion': signature.region },
      });
      if (refusal === undefined) continue;
      throw new AgentCoreError(refusal.name, refusal.message, { status: refusal.status });
    }
  }
}

/** What sessions may be allowed to do with runtimes. */
export type RuntimeAction =
  | 'InvokeAgentRuntime'
  | 'InvokeAgentRuntimeWithWebSocketStream'
  | 'StopRuntimeSession';

/** The first sentences are those of the service. @see https://github.com/aws/agentcore-cli/issues/714 */
function otherWay({ authorizer }: RuntimeCall['runtime']): AgentCoreError {
  const wanted = authorizer === undefined ? 'AWS credentials' : `a token of ${authorizer.discoveryUrl}`;
  return new AgentCoreError(
    'AccessDeniedException',
    `Authorization method mismatch. The agent is configured for a different authorization method than what was used in your request. This runtime takes ${wanted}.`,
  );
}
