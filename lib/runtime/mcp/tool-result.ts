import type { CallToolResult } from '@modelcontextprotocol/server';
import { ENVELOPE_KEY } from '../../contract/envelope.ts';
import type { ErrorDescription } from '../../contract/error.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { InvocationOutcome } from '../invocation-outcome.ts';
import type { RecordAnswer } from '../invocation-records.ts';

/** What a call answers when its run has ended. */
export function resultOf(outcome: InvocationOutcome): CallToolResult {
  if (!outcome.ok) return failedResult(outcome.error);
  const result: unknown = parseJson(outcome.json);
  return { ...textResult(outcome.json), ...(isRecord(result) && { structuredContent: result }) };
}

/** An error that a model can read and mend: as such it is part of a result, not of the protocol. */
export function failedResult(error: ErrorDescription): CallToolResult {
  return {
    ...textResult(`${error.name}: ${error.message}`),
    structuredContent: { error },
    isError: true,
  };
}

/**
 * What a call answers that gives a record: in the same envelope as over HTTP. A failed run is an error here, too, so that nobody
 * takes it for a success.
 */
export function recordResult(answer: RecordAnswer, statusTool: string): CallToolResult {
  if (!answer.ok) return failedResult(answer.error);
  const record: unknown = parseJson(answer.json);
  const { id, status } = isRecord(record) ? record : {};
  const text =
    status === 'RUNNING'
      ? `It is running. Call ${statusTool} with {"id":${JSON.stringify(id)}} until it has ended.`
      : answer.json;
  return {
    ...textResult(text),
    structuredContent: { [ENVELOPE_KEY]: record },
    ...(status === 'FAILED' && { isError: true }),
  };
}

function textResult(text: string): CallToolResult {
  return { content: [{ type: 'text', text }] };
}
