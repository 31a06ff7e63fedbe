import { addAbortSignal, Readable } from 'node:stream';
import { InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { DEFAULT_ENDPOINT_NAME } from '../../catalog/names.ts';
import { EVENT_STREAM_TYPE } from '../../contract/events.ts';
import { WAIT_SECONDS } from '../../contract/limits.ts';
import { CALL_ID, MCP_VERSION, mcpRequest, workflowToolsIn } from '../../contract/mcp.ts';
import { McpReader } from '../../contract/mcp-reader.ts';
import { toolOutcome } from '../../contract/tool-outcome.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import { memberOf, stringMember } from '../../core/thrown.ts';
import { type CallOutcome, isNotYet, type WorkflowCall } from './call-workflow.ts';
import { persistently } from './persistently.ts';

/**
 * Calls the workflow of a runtime that speaks MCP, by its endpoint DEFAULT, and judges the answer. Success is one thing only: the response
 * to the call, of a tool that a host of this project has, with what the workflow returned.
 */
export async function callAsTool(call: WorkflowCall): Promise<CallOutcome> {
  const limit = AbortSignal.timeout(call.timeoutMs);
  let runIds: readonly string[] = [];
  let requestId: string | undefined;
  let isCalled = false;
  const ended = (failure?: string, mayGoOn = false): CallOutcome => ({ failure, mayGoOn, runIds, requestId });
  try {
    const listed = workflowToolsIn((await ask(call, limit, { id: 1, method: 'tools/list' })).response);
    const { tools } = listed ?? {};
    if (tools === undefined) {
      return ended(
        `The runtime has no tool of a host of this project (${listed?.names.join(', ') || 'it names none'}): the workflow was not called.`,
      );
    }
    isCalled = true;
    let params: Readonly<Record<string, unknown>> = { name: tools.run, arguments: parseJson(call.payload) };
    for (;;) {
      const answer = await ask(call, limit, { id: CALL_ID, method: 'tools/call', params });
      requestId ??= answer.requestId;
      const outcome = answer.response && toolOutcome(answer.response, CALL_ID);
      if (outcome === undefined)
        return ended('The answer has no response to the call: what became of the run is not known.', true);
      const record = 'runsOn' in outcome ? outcome.runsOn : outcome.record;
      runIds = record?.workflowRunIds ?? runIds;
      if ('error' in outcome) return ended(`The workflow failed: ${describe(outcome.error)}`);
      if (!('runsOn' in outcome)) return ended();
      // It takes longer than a call is held open.
      params = { name: tools.status, arguments: { id: outcome.runsOn.id, waitSeconds: WAIT_SECONDS } };
    }
  } catch (error) {
    requestId ??= stringMember(memberOf(error, '$metadata'), 'requestId');
    if (limit.aborted)
      return ended(`The workflow was not done after ${Math.round(call.timeoutMs / 1000)} s.`, isCalled);
    const status = Number(memberOf(memberOf(error, '$metadata'), 'httpStatusCode'));
    return ended(describe(error), isCalled && !(status >= 400 && status < 500));
  }
}

async function ask(
  call: WorkflowCall,
  limit: AbortSignal,
  request: Parameters<typeof mcpRequest>[0],
): Promise<{
  readonly response: Readonly<Record<string, unknown>> | undefined;
  readonly requestId: string | undefined;
}> {
  const command = new InvokeAgentRuntimeCommand({
    agentRuntimeArn: call.runtimeArn,
    qualifier: DEFAULT_ENDPOINT_NAME,
    runtimeSessionId: call.sessionId,
    mcpSessionId: call.sessionId,
    mcpProtocolVersion: MCP_VERSION,
    contentType: 'application/json',
    accept: `application/json, ${EVENT_STREAM_TYPE}`,
    payload: mcpRequest(request),
  });
  const output = await persistently({
    work: () => call.client.send(command, { abortSignal: limit }),
    passes: isNotYet,
    pausesMs: call.pausesMs,
  });
  let response: Readonly<Record<string, unknown>> | undefined;
  const reader = new McpReader({
    contentType: output.contentType ?? '',
    onMessage: (message) => {
      if (message.id === request.id && !('method' in message)) response ??= message;
    },
  });
  if (output.response instanceof Readable) {
    addAbortSignal(limit, output.response);
    for await (const chunk of output.response) reader.read(chunk);
    reader.end();
  }
  return { response, requestId: output.$metadata.requestId };
}

function describe(error: unknown): string {
  return `${nameOf(error)}: ${messageOf(error)}`;
}
