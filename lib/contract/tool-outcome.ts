import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { ENVELOPE_KEY } from './envelope.ts';
import type { ErrorDescription } from './error.ts';
import { type InvocationRecord, isInvocationRecord } from './invocation-record.ts';

/**
 * What the response to a call of a workflow's tool says: what the workflow returned, why it failed, or that it goes on under an id. Of one
 * that was asked for by its id, it has the record.
 *
 * @returns `undefined` for a message that is no response to the call
 */
export function toolOutcome(
  message: Readonly<Record<string, unknown>>,
  id: unknown,
): ToolOutcome | undefined {
  if (message.id !== id || 'method' in message) return undefined;
  if ('error' in message) return { error: protocolError(message.error) };
  const { result } = message;
  if (!isRecord(result)) return { error: { name: UNCLEAR, message: 'The response has no result.' } };
  const record = recordIn(result);
  if (record?.status === 'RUNNING') return { runsOn: record };
  if (record?.status === 'SUCCEEDED' && result.isError !== true) return { result: record.result, record };
  if (record !== undefined) return { error: record.error ?? errorIn(result), record };
  return result.isError === true ? { error: errorIn(result) } : { result: contentOf(result) };
}

/** How a call of a tool ended, or that it goes on. */
export type ToolOutcome =
  | { readonly result: unknown; readonly record?: InvocationRecord | undefined }
  | { readonly error: ErrorDescription; readonly record?: InvocationRecord | undefined }
  | { readonly runsOn: InvocationRecord };

/** The name of the error of an answer that does not say what became of the call. */
export const UNCLEAR = 'AnswerUnclear';

/** The record of an invocation, in the envelope that answers over HTTP have, too. */
function recordIn({ structuredContent }: Readonly<Record<string, unknown>>): InvocationRecord | undefined {
  const record = isRecord(structuredContent) ? structuredContent[ENVELOPE_KEY] : undefined;
  return isInvocationRecord(record) ? record : undefined;
}

/** An error of the protocol, such as that there is no such tool. */
function protocolError(error: unknown): ErrorDescription {
  const { message, code } = isRecord(error) ? error : {};
  return {
    name: 'McpError',
    message: typeof message === 'string' ? message : NOT_SAID,
    ...(typeof code === 'number' && { code: String(code) }),
  };
}

function errorIn(result: Readonly<Record<string, unknown>>): ErrorDescription {
  const { structuredContent } = result;
  const error = isRecord(structuredContent) ? structuredContent.error : undefined;
  if (isRecord(error) && typeof error.name === 'string' && typeof error.message === 'string') {
    return { ...error, name: error.name, message: error.message };
  }
  return { name: 'ToolError', message: textOf(result) || NOT_SAID };
}

const NOT_SAID = 'The tool did not say why.';

/** The value: an object as it is, anything else as JSON in the text. */
function contentOf(result: Readonly<Record<string, unknown>>): unknown {
  if (result.structuredContent !== undefined) return result.structuredContent;
  const text = textOf(result);
  const value = parseJson(text);
  return value === undefined ? text : value;
}

function textOf({ content }: Readonly<Record<string, unknown>>): string {
  const items: readonly unknown[] = Array.isArray(content) ? content : [];
  return items
    .flatMap((item) =>
      isRecord(item) && item.type === 'text' && typeof item.text === 'string' ? [item.text] : [],
    )
    .join('\n');
}
