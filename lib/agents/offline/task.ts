import { isRecord } from '../../core/is-record.ts';

/** A JSON Schema, as far as the agent reads it. */
export type Schema = Readonly<Record<string, unknown>>;

/** A task cut into its instructions and the schema that the caller wants the result in. */
export type Task = {
  readonly prompt: string;
  /** `null`: the caller wants no structured output. */
  readonly schema: Schema | null;
  /** Set when the task announces a schema that is not one. */
  readonly problem: string | null;
};

const MARK = ', format output with jsonschema: ';

/** Cuts the schema off the end of a task, where clients put it. Pure. */
export function splitTask(task: string): Task {
  const at = task.lastIndexOf(MARK);
  if (at < 0) return { prompt: task.trim(), schema: null, problem: null };
  const prompt = task.slice(0, at).trim();
  try {
    const schema: unknown = JSON.parse(task.slice(at + MARK.length));
    if (isRecord(schema)) return { prompt, schema, problem: null };
    if (schema === true) return { prompt, schema: {}, problem: null };
    return { prompt, schema: null, problem: 'the JSON schema in the task is not an object' };
  } catch {
    return { prompt, schema: null, problem: 'the JSON schema in the task is not valid JSON' };
  }
}
