import { didYouMean } from './suggest.ts';

/** How much is said: each level includes those after it. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Whether what is of `level` is said where `from` is the least that is. */
export function includesLevel(from: LogLevel, level: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(from);
}

export function isLogLevel(value: unknown): value is LogLevel {
  return LOG_LEVELS.some((level) => level === value);
}

/** Why a value is no level, in one sentence. */
export function logLevelProblem(name: string, value: unknown): string {
  const text = String(value);
  const meant = Object.hasOwn(OTHER_NAMES, text) ? OTHER_NAMES[text] : didYouMean(text, LOG_LEVELS);
  const fix = meant === undefined ? '' : ` Did you mean "${meant}"?`;
  return `${name} is ${JSON.stringify(value)}; it must be one of ${LOG_LEVELS.join(', ')}.${fix}`;
}

/** The numbers that the Python SDK takes, and names that are used elsewhere. */
const OTHER_NAMES: Readonly<Record<string, LogLevel>> = {
  '10': 'debug',
  '20': 'info',
  '30': 'warn',
  '40': 'error',
  '50': 'error',
  trace: 'debug',
  verbose: 'debug',
};
