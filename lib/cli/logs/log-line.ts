import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';

/**
 * Reads an event of a log group. Lines of JSON with a message, as the host writes them, become level, message and fields;
 * what others print is a message as it is.
 */
export function readLogLine({ source, group, stream, timestampMs, text }: LogEventOfGroup): LogLine {
  const place = { source, group, stream };
  const value = text.startsWith('{') ? parseJson(text) : undefined;
  const time = new Date(timestampMs).toISOString();
  if (!isRecord(value) || typeof value.message !== 'string') {
    return { time, level: null, message: text.replace(/\r?\n$/, ''), fields: {}, ...place };
  }
  const { level, message, time: _written, ...fields } = value;
  if (typeof level === 'string') return { time, level: level.toLowerCase(), message, fields, ...place };
  return {
    time,
    level: null,
    message,
    fields: level === undefined ? fields : { level, ...fields },
    ...place,
  };
}

/** Which of the two log groups of a workflow: what its program prints, or what Nova Act says of runs. */
export type LogSourceName = 'runtime' | 'runs';

/** An event, as a log group has it. */
export interface LogEventOfGroup {
  readonly source: LogSourceName;
  readonly group: string;
  readonly stream: string;
  /** The same whenever the event is read. */
  readonly id: string;
  readonly timestampMs: number;
  readonly text: string;
}

/** A line, for programs and to be shown. */
export interface LogLine {
  /** ISO 8601: that of the event. */
  readonly time: string;
  /** In lower case; `null` for lines that have none. */
  readonly level: string | null;
  readonly message: string;
  /** What else the line says; empty for lines that are not JSON. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly source: LogSourceName;
  readonly group: string;
  readonly stream: string;
}
