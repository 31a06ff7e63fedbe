import { readEnvelope } from '../../contract/envelope.ts';
import type { ServerProtocol } from '../../contract/host.ts';
import { isStatusTool, type McpToolCall, toolCallIn } from '../../contract/mcp.ts';
import { cutValue, MAX_RECORDED_BYTES, NOT_JSON, recordedValue } from '../../contract/recorded-value.ts';
import { parseJson } from '../../core/json.ts';

/**
 * What the body of a call says, for its record: secrets are taken out, and what is large is only counted.
 *
 * @returns `undefined` for a question, about another invocation or the tools that there are, which needs no record of its own; with the
 *   call where the body is one of a tool
 */
export function recordedPayload(
  body: Buffer,
  protocol: ServerProtocol = 'HTTP',
): { readonly payload: unknown; readonly call?: McpToolCall | undefined } | undefined {
  if (protocol === 'MCP') return recordedCall(body);
  if (body.length > MAX_RECORDED_BYTES) return { payload: cutValue(body.length) };
  const text = body.toString('utf8');
  if (text.trim() === '') return { payload: {} };
  const value = parseJson(text);
  if (value === undefined) return { payload: NOT_JSON };
  try {
    const request = readEnvelope(value);
    return request.mode === 'status' ? undefined : { payload: recordedValue(request.payload, []).value };
  } catch {
    // The host will refuse it, and say why.
    return { payload: recordedValue(value, []).value };
  }
}

/** Of messages of MCP, only the call of a workflow is an invocation. Others are answered without running anything. */
function recordedCall(body: Buffer): ReturnType<typeof recordedPayload> {
  const call = toolCallIn(parseJson(body.toString('utf8')));
  if (call === undefined || isStatusTool(call.tool)) return undefined;
  return { payload: recordedValue(call.arguments, []).value, call };
}
