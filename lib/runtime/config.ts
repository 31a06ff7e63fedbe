import { LOG_LEVELS, type LogLevel } from './logger.ts';

/** The settings of the host. Only the environment of the process sets them, never a payload. */
export interface RuntimeConfig {
  /** `NOVA_ACT_RUNTIME_HOST`, default `0.0.0.0` as AgentCore requires. */
  readonly host: string;
  /** `NOVA_ACT_RUNTIME_PORT`, default 8080 as AgentCore requires; 0 takes a free port. */
  readonly port: number;
  /** `NOVA_ACT_CONCURRENCY`: invocations at a time in this process, default 1; more are answered with 409. */
  readonly concurrency: number;
  /** `NOVA_ACT_LOG_LEVEL`, default `info`; at `debug` answers to failed invocations carry the stack. */
  readonly logLevel: LogLevel;
}

/** The environment does not describe a host that can run. Lists every problem. */
export class RuntimeConfigError extends Error {
  override readonly name = 'RuntimeConfigError';

  constructor(problems: readonly string[]) {
    super(`The runtime host cannot start: ${problems.join(' ')}`);
  }
}

/**
 * Reads and checks the settings.
 *
 * @throws {@link RuntimeConfigError}
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): RuntimeConfig {
  const problems: string[] = [];
  const integer = (name: string, fallback: number, range: { min: number; max: number }): number => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= range.min && value <= range.max) return value;
    problems.push(`${name} is "${text}"; it must be a whole number from ${range.min} to ${range.max}.`);
    return fallback;
  };
  const config = {
    host: env.NOVA_ACT_RUNTIME_HOST || '0.0.0.0',
    port: integer('NOVA_ACT_RUNTIME_PORT', 8080, { min: 0, max: 65_535 }),
    concurrency: integer('NOVA_ACT_CONCURRENCY', 1, { min: 1, max: 100 }),
    logLevel: env.NOVA_ACT_LOG_LEVEL || 'info',
  };
  if (!isLogLevel(config.logLevel)) {
    problems.push(`NOVA_ACT_LOG_LEVEL is "${config.logLevel}"; it must be one of ${LOG_LEVELS.join(', ')}.`);
    throw new RuntimeConfigError(problems);
  }
  if (problems.length > 0) throw new RuntimeConfigError(problems);
  return { ...config, logLevel: config.logLevel };
}

function isLogLevel(text: string): text is LogLevel {
  return LOG_LEVELS.some((level) => level === text);
}
