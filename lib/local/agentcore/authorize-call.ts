import type { IncomingHttpHeaders } from 'node:http';
import { endpointArnFor } from '../../catalog/names.ts';
import { HEADER } from '../../contract/headers.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { Access } from '../access/access.ts';
import { readSignature } from '../guard.ts';
import { AgentCoreError } from './agent-core-error.ts';
import type { RuntimeRecord } from './runtime-record.ts';

/**
 * Refuses a call that the role of the calling session does not allow, such as that of a workflow that calls another one.
 * The action must be allowed on the runtime and on the endpoint; who calls for a user needs a second action.
 *
 * @throws AgentCoreError AccessDeniedException
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_bedrock-agentcore.html
 */
export function authorizeCall(call: {
  readonly access?: Access | undefined;
  readonly request: { readonly url: string; readonly headers: IncomingHttpHeaders };
  readonly runtime: Pick<RuntimeRecord, 'arn' | 'endpointName'>;
  readonly action: RuntimeAction;
}): void {
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
