import { isRecord } from '../../core/is-record.ts';

/** What a failed workflow said. */
export interface WorkflowError {
  readonly message: string;
  /** The name of the error, such as `ActTimeoutError`. */
  readonly name: string | undefined;
  /** The JSON that the workflow answered with, if there was one. */
  readonly detail: unknown;
}

/**
 * Finds the workflow's own error in the message of a RuntimeClientError. The service wraps the answer of the container
 * into a sentence of its own; what stands in there as JSON is the workflow's.
 */
export function parseWorkflowError(text: string): WorkflowError {
  const detail = embeddedJson(text);
  const inner = isRecord(detail) && isRecord(detail.error) ? detail.error : detail;
  const message = firstText(inner, ['message', 'errorMessage', 'error']);
  if (message === undefined) return { ...namedMessage(text), detail };
  return { message, name: firstText(inner, ['name', 'errorType', 'type', 'code']), detail };
}

/**
 * Splits `Received error (500) from runtime: ActTimeoutError: No answer` into name and message. Where the service says
 * that the runtime answered, any name of several words is one, such as `InvocationNotFound`.
 */
function namedMessage(text: string): Pick<WorkflowError, 'message' | 'name'> {
  const said = text.replace(/^Received error \(\d+\) from runtime: /, '');
  const pattern =
    said === text
      ? /^((?:[A-Z]\w*)?(?:Error|Failed|Exception)): ([\s\S]+)$/
      : /^((?:[A-Z]\w*)?(?:Error|Failed|Exception)|[A-Z]\w*[a-z][A-Z]\w*): ([\s\S]+)$/;
  const [, name, message] = pattern.exec(said) ?? [];
  return message === undefined ? { message: said, name: undefined } : { message, name };
}

function embeddedJson(text: string): unknown {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start < 0 || end < start) return undefined;
  try {
    return JSON.parse(text.slice(start, end + 1));
  } catch {
    return undefined;
  }
}

function firstText(value: unknown, keys: readonly string[]): string | undefined {
  if (!isRecord(value)) return undefined;
  for (const key of keys) {
    const text = value[key];
    if (typeof text === 'string' && text !== '') return text;
  }
  return undefined;
}
