import type { InvocationRecord } from '../../contract/invocation-record.ts';
import { WAIT_SECONDS } from '../../contract/limits.ts';
import { CALL_ID, workflowToolsIn } from '../../contract/mcp.ts';
import type { McpToolNames } from '../../contract/mcp-tools.ts';
import { type ToolOutcome, toolOutcome, UNCLEAR } from '../../contract/tool-outcome.ts';
import { isRecord } from '../../core/is-record.ts';
import { UsageError } from '../usage-error.ts';
import { mayGoOn } from './failure.ts';
import { InvocationFailedError } from './invocation-failed.ts';
import { type McpExchangeOptions, mcpExchange } from './mcp-exchange.ts';
import type { RuntimeSession } from './runtime-session.ts';

/**
 * Runs a workflow whose runtime speaks MCP: asks which tool it is, and calls that tool once. One that goes on after its answer is asked
 * for until it has ended.
 *
 * @returns what the workflow returned
 * @throws InvocationFailedError when it failed, or the answer does not say; UsageError when the runtime has no workflow of ours
 */
export async function callWorkflowTool(session: RuntimeSession, call: ToolInvocation): Promise<unknown> {
  const given = argumentsOf(call.payload);
  const tools = await workflowToolsOf(session, call);
  const outcome = await callTool(session, { ...call, tool: tools.run, given });
  if (!('runsOn' in outcome)) return outcome.result ?? null;
  return (await waitByTool(session, { ...call, tools, id: outcome.runsOn.id })).result ?? null;
}

/** Starts a workflow that nobody waits for. Sent once. @returns the id of the invocation */
export async function startWorkflowTool(session: RuntimeSession, call: ToolInvocation): Promise<string> {
  const given = argumentsOf(call.payload);
  const tools = await workflowToolsOf(session, call);
  const outcome = await callTool(session, { ...call, tool: tools.start, given });
  const record = 'runsOn' in outcome ? outcome.runsOn : outcome.record;
  if (record === undefined) throw unclear('The tool did not say under which id the workflow runs.', session);
  call.facts.recorded(record);
  return record.id;
}

/** Waits for the end of an invocation that goes on. @throws InvocationFailedError when it failed */
export async function waitForWorkflowTool(
  session: RuntimeSession,
  question: McpExchangeOptions & { readonly id: string },
): Promise<InvocationRecord> {
  const tools = await workflowToolsOf(session, question);
  return await waitByTool(session, { ...question, tools });
}

/** A call of a workflow that is a tool. */
export interface ToolInvocation extends McpExchangeOptions {
  /** JSON. */
  readonly payload: Uint8Array;
}

/** The tools that are the workflow: they are asked for, and not concluded from a name. */
async function workflowToolsOf(
  session: RuntimeSession,
  { signal, facts }: McpExchangeOptions,
): Promise<McpToolNames> {
  const request = { id: 1, method: 'tools/list' } as const;
  const listed = workflowToolsIn(await mcpExchange(session, { request, signal, facts, repeatable: true }));
  if (listed?.tools !== undefined) return listed.tools;
  throw new UsageError({
    what:
      listed === undefined
        ? 'The runtime did not say which tools it has: it does not speak MCP.'
        : `The runtime has not one workflow of this project, but the tools ${listed.names.join(', ') || '(none)'}.`,
    allowed:
      'A workflow that is deployed with serverProtocol "MCP" is three tools: one runs it, "…_start" starts it, and "…_status" says how it is going.',
    fix: 'Leave --protocol out, deploy the workflow again, or call the tools by a client of MCP.',
  });
}

/** @throws InvocationFailedError when the tool failed, or what became of it is not known */
async function callTool(
  session: RuntimeSession,
  call: McpExchangeOptions & {
    readonly tool: string;
    readonly given: Readonly<Record<string, unknown>>;
    readonly repeatable?: boolean | undefined;
  },
): Promise<Exclude<ToolOutcome, { readonly error: unknown }>> {
  const { tool, given, facts } = call;
  const params = { name: tool, arguments: given, _meta: { progressToken: CALL_ID } };
  const answer = await mcpExchange(session, {
    ...call,
    request: { id: CALL_ID, method: 'tools/call', params },
  });
  const outcome = answer && toolOutcome(answer, CALL_ID);
  if (outcome === undefined) throw unclear('The answer has no response to the call.', session);
  const record = 'runsOn' in outcome ? outcome.runsOn : outcome.record;
  if (record !== undefined) facts.recorded(record);
  if ('error' in outcome) throw new InvocationFailedError(outcome.error);
  return outcome;
}

async function waitByTool(
  session: RuntimeSession,
  question: McpExchangeOptions & { readonly tools: McpToolNames; readonly id: string },
): Promise<InvocationRecord> {
  const { tools, id, facts } = question;
  facts.recorded({ id });
  const given = { id, waitSeconds: WAIT_SECONDS };
  for (;;) {
    const outcome = await callTool(session, { ...question, tool: tools.status, given, repeatable: true });
    if ('runsOn' in outcome) continue;
    if (outcome.record !== undefined) return outcome.record;
    throw unclear('The tool did not say how the invocation is going.', session);
  }
}

/** The arguments of a tool are an object, whatever workflows take that are called by HTTP. */
function argumentsOf(payload: Uint8Array): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(Buffer.from(payload).toString('utf8'));
  if (isRecord(value)) return value;
  throw new UsageError({
    what: 'The payload is no object, and the runtime speaks MCP.',
    allowed: 'What a tool is called with is an object of JSON.',
    fix: `Give one, as in --payload '{"url":"https://example.com"}'.`,
  });
}

function unclear(what: string, { sessionId }: RuntimeSession): InvocationFailedError {
  const message = `${what} Whether the workflow succeeded is not known. ${mayGoOn({ sessionId })}`;
  return new InvocationFailedError({ name: UNCLEAR, message });
}
