import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { ENVELOPE_KEY } from './envelope.ts';
import type { ErrorDescription } from './error.ts';
import { type InvocationRecord, isInvocationRecord } from './invocation-record.ts';

/**
 * What the response to a call of a workflow's tool says: what the workflow returned, why it failed, or that it goes on under an id.
 * Hosts of ours tell the record of the invocation, too; of tools of others the content is the result.
 *
 * @returns `undefined` for a message that is no response to the call
 */
export function toolOutcome(
  message: Readonly<Record<string, unknown>>,
  id: unknown,
): ToolOutcome | undefined {
  if (message.id !== id || 'method' in message) return undefined;
  if ('error' in message) return { error: protocolError(message.error) };
  if (!isRecord(message.result)) return { error: { name: UNCLEAR, message: 'The response has no result.' } };
  const { result } = message;
  const record = recordIn(result);
  if (record?.status === 'RUNNING') return { runsOn: record };
  if (result.isError === true || record?.status === 'FAILED') {
    return { error: record?.error ?? errorIn(result), ...(record && { record }) };
  }
  return { result: contentOf(result), ...(record && { record }) };
}

/** How a call of a tool ended, or that it goes on. */
export type ToolOutcome =
  | { readonly result: unknown; readonly record?: InvocationRecord | undefined }
  | { readonly error: ErrorDescription; readonly record?: InvocationRecord | undefined }
  | { readonly runsOn: InvocationRecord };

/** The name of the error of an answer that does not say what became of the call. */
export const UNCLEAR = 'AnswerUnclear';

/** The record of the invocation in the result of a tool. */
export function recordIn(result: Readonly<Record<string, unknown>>): InvocationRecord | undefined {
  const meta = isRecord(result._meta) ? result._meta[ENVELOPE_KEY] : undefined;
  return isInvocationRecord(meta) ? meta : undefined;
}

/** Errors of the protocol: the tool did not run, or nobody knows. */
function protocolError(error: unknown): ErrorDescription {
  const { message, code } = isRecord(error) ? error : {};
  return {
    name: 'McpError',
    message: typeof message === 'string' ? message : 'The runtime did not say why.',
    ...(typeof code === 'number' && { code: String(code) }),
  };
}

function errorIn(result: Readonly<Record<string, unknown>>): ErrorDescription {
  const value = contentOf(result);
  const said = isRecord(value) && isRecord(value.error) ? value.error : value;
  if (isRecord(said) && typeof said.message === 'string') {
    return { ...said, name: typeof said.name === 'string' ? said.name : 'ToolError', message: said.message };
  }
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  return { name: 'ToolError', message: text === '' ? 'The tool did not say why.' : text };
}

/** The value in the content: as JSON where it is JSON, else the text. */
function contentOf(result: Readonly<Record<string, unknown>>): unknown {
  if (result.structuredContent !== undefined) return result.structuredContent;
  const content: readonly unknown[] = Array.isArray(result.content) ? result.content : [];
  const text = content
    .flatMap((item) =>
      isRecord(item) && item.type === 'text' && typeof item.text === 'string' ? [item.text] : [],
    )
    .join('\n');
  return parseJson(text) ?? text;
}
