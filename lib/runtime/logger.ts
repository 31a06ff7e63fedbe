import { isSecretName, SECRET } from '../contract/secrets.ts';
import { includesLevel, type LogLevel } from '../core/log-level.ts';

/** Writes log lines. */
export interface Logger {
  readonly level: LogLevel;
  log(level: LogLevel, message: string, fields?: LogFields): void;
  /** The same logger with fields that every line carries. */
  with(fields: LogFields): Logger;
}

/** Names, ids and figures of a line. Never payload values. */
export type LogFields = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A logger that writes one JSON object a line, which is what CloudWatch Logs Insights reads without a parser. */
export function jsonLogger(options: {
  readonly level: LogLevel;
  readonly write: (line: string) => void;
  readonly now?: (() => Date) | undefined;
  readonly fields?: LogFields | undefined;
}): Logger {
  const { level, write, now = () => new Date(), fields = {} } = options;
  return {
    level,
    log(lineLevel, message, more) {
      if (!includesLevel(level, lineLevel)) return;
      write(
        `${JSON.stringify({ level: lineLevel, time: now().toISOString(), ...fields, message, ...more }, secretless)}\n`,
      );
    },
    with: (more) => jsonLogger({ ...options, fields: { ...fields, ...more } }),
  };
}

function secretless(key: string, value: unknown): unknown {
  return value !== undefined && isSecretName(key) ? SECRET : value;
}
