import { decodeCall, type ServiceCall } from '../browser/index.ts';
import type { TraceCall } from '../contract/act-trace.ts';

/** A call of the service as a trace has it. @param result what came of it, if anything did */
export function traceCallOf(call: ServiceCall, result: string | undefined): TraceCall {
  const { callId: id, name } = call;
  const decoded = decodeCall(call);
  return {
    name,
    kwargs: argumentsOf(decoded, call.input),
    id,
    is_tool: decoded.type === 'tool',
    is_return: decoded.type === 'action' && decoded.action.name === 'return',
    ...(result !== undefined && { result }),
  };
}

function argumentsOf(decoded: ReturnType<typeof decodeCall>, input: unknown): TraceCall['kwargs'] {
  if (decoded.type === 'tool') return decoded.input;
  // They cannot be read, which its result says.
  if (decoded.type === 'invalid') return { input: input ?? null };
  const { name: _, ...members } = decoded.action;
  if (!('clickType' in members)) return members;
  const { clickType, ...others } = members;
  return { ...others, click_type: clickType };
}
