import { Console } from 'node:console';
import { Writable } from 'node:stream';
import type { LogLevel } from '../core/log-level.ts';
import { cut } from '../core/thrown.ts';
import { getInvocationContext } from './invocation-context.ts';
import type { Logger } from './logger.ts';

/**
 * Makes what the workflow says by `console` lines of the log like all others, with the ids of the invocation that it belongs
 * to. Formatting, groups, tables, counters and timers are Node's own.
 */
export function consoleToLog(logger: Logger): void {
  let level: LogLevel = 'info';
  const stream = new Writable({
    decodeStrings: false,
    write(text, _encoding, done) {
      const { sessionId, requestId } = getInvocationContext() ?? {};
      const message = cut(String(text).replace(/\n$/, ''), MAX_LENGTH);
      logger.with({ sessionId, requestId }).log(level, message);
      done();
    },
  });
  const lines = new Console({ stdout: stream, stderr: stream, colorMode: false });
  for (const name of METHODS) {
    const method = lines[name];
    console[name] = (...given: unknown[]) => {
      level = LEVELS[name] ?? 'info';
      Reflect.apply(method, lines, given);
    };
  }
}

/** Those that write, and those that say how. */
const METHODS = [
  ...(['log', 'info', 'debug', 'warn', 'error', 'trace', 'assert', 'dir', 'dirxml', 'table'] as const),
  ...(['group', 'groupCollapsed', 'groupEnd', 'count', 'countReset', 'time', 'timeEnd', 'timeLog'] as const),
] as const;

const LEVELS: Readonly<Partial<Record<(typeof METHODS)[number], LogLevel>>> = {
  debug: 'debug',
  warn: 'warn',
  error: 'error',
  assert: 'error',
};

/** Of a line, in characters: CloudWatch Logs cuts long ones. */
const MAX_LENGTH = 100_000;
