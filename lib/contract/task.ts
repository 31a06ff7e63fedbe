import { isRecord } from '../core/is-record.ts';

/** What an act is asked for: a prompt, and the form of the answer when the caller wants one. */
export interface Task {
  /** The words of the workflow's author. */
  readonly prompt: string;
  /** The JSON Schema of the answer; absent when any text will do. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
  /** Why the schema that the text announces is none. */
  readonly schemaProblem?: string | undefined;
}

/** The words between prompt and schema, those of the Python SDK. */
const MARK = ', format output with jsonschema: ';

/** What is put behind a prompt to ask for an answer in the form of a schema. */
export function schemaSuffix(schema: unknown): string {
  return `${MARK}${JSON.stringify(schema)}`;
}

/** Cuts a task, as it goes over the wire, into its prompt and its schema. */
export function splitTask(task: string): Task {
  const at = task.lastIndexOf(MARK);
  if (at < 0) return { prompt: task.trim() };
  const prompt = task.slice(0, at).trim();
  try {
    const schema: unknown = JSON.parse(task.slice(at + MARK.length));
    if (isRecord(schema)) return { prompt, schema };
    if (schema === true) return { prompt, schema: {} };
    return { prompt, schemaProblem: 'the JSON schema in the task is not an object' };
  } catch {
    return { prompt, schemaProblem: 'the JSON schema in the task is not valid JSON' };
  }
}
