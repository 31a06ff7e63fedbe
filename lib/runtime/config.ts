import { isBucketName, isEndpointUrl, isKeyPrefix, KEY_PREFIX_RULE } from '../contract/bucket-name.ts';
import { HOST_PORT, type ServerProtocol } from '../contract/host.ts';
import { DEFAULT_REGION } from '../contract/protocol.ts';
import { ENDPOINT_VARIABLE, TAKE_OVERS_ONLY, VARIABLE } from '../contract/variables.ts';
import { isLogLevel, type LogLevel, logLevelProblem } from '../core/log-level.ts';
import type { S3StorePlace } from './s3-artifact-store.ts';

/**
 * Reads and checks the settings.
 *
 * @throws {@link RuntimeConfigError}
 */
export function readConfig(
  env: Readonly<Record<string, string | undefined>>,
  protocol: ServerProtocol = 'HTTP',
): RuntimeConfig {
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
    host: env[VARIABLE.runtimeHost] || '0.0.0.0',
    port: integer(VARIABLE.runtimePort, HOST_PORT[protocol], { min: 0, max: 65_535 }),
    concurrency: integer('NOVA_ACT_CONCURRENCY', 1, { min: 1, max: 100 }),
    logLevel: env[VARIABLE.logLevel] || 'info',
    storesTraces: integer(VARIABLE.artifacts, 1, { min: 0, max: 1 }) === 1,
    earlyBrowser:
      integer('NOVA_ACT_EARLY_BROWSER', 1, { min: 0, max: 1 }) === 1 && usesBrowserOfContainer(env),
    takesTakeOversOnly: env[VARIABLE.webSocket] === TAKE_OVERS_ONLY,
  };
  if (!isLogLevel(config.logLevel)) {
    problems.push(logLevelProblem(VARIABLE.logLevel, config.logLevel));
    throw new RuntimeConfigError(problems);
  }
  // Who meant to close it must not find it open.
  const webSocket = env[VARIABLE.webSocket];
  if (webSocket && !config.takesTakeOversOnly)
    problems.push(`${VARIABLE.webSocket} is "${webSocket}"; it must be "${TAKE_OVERS_ONLY}", or not set.`);
  const artifacts = readArtifacts(env, problems);
  if (problems.length > 0) throw new RuntimeConfigError(problems);
  return { ...config, logLevel: config.logLevel, artifacts };
}

/** The settings of the host. Only the environment of the process sets them, never a payload. */
export interface RuntimeConfig {
  /** `NOVA_ACT_RUNTIME_HOST`, default `0.0.0.0` as AgentCore requires. */
  readonly host: string;
  /** `NOVA_ACT_RUNTIME_PORT`, default 8080, with MCP 8000, as AgentCore requires; 0 takes a free port. */
  readonly port: number;
  /** `NOVA_ACT_CONCURRENCY`: invocations at a time in this process, default 1; more are answered with 409. */
  readonly concurrency: number;
  /** `NOVA_ACT_LOG_LEVEL`, default `info`; at `debug` answers to failed invocations carry the stack. */
  readonly logLevel: LogLevel;
  /** `NOVA_ACT_EARLY_BROWSER`, `0` is off: whether a browser is started before the first session asks: where sessions take one of this machine's. */
  readonly earlyBrowser: boolean;
  /** `NOVA_ACT_ARTIFACTS`, `0` is off: whether the traces of acts are stored in the artifact bucket unless the workflow says otherwise. */
  readonly storesTraces: boolean;
  /** `NOVA_ACT_WEB_SOCKET`, `take-overs`: whether `/ws` takes people who take over, and nothing else. */
  readonly takesTakeOversOnly: boolean;
  /** Where the records of asynchronous invocations are kept; without it, in the memory of the process only. */
  readonly artifacts?: S3StorePlace | undefined;
}

/** The environment does not describe a host that can run. Lists every problem. */
export class RuntimeConfigError extends Error {
  override readonly name = 'RuntimeConfigError';

  constructor(problems: readonly string[]) {
    super(`The runtime host cannot start: ${problems.join(' ')}`);
  }
}

/** `NOVA_ACT_ARTIFACT_BUCKET`, `NOVA_ACT_ARTIFACT_PREFIX`, `AWS_REGION`, `AWS_ENDPOINT_URL_S3`. */
function readArtifacts(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): S3StorePlace | undefined {
  const bucket = env[VARIABLE.artifactBucket];
  const prefix = env[VARIABLE.artifactPrefix] ?? '';
  if (!bucket) return undefined;
  if (!isBucketName(bucket)) {
    problems.push(`${VARIABLE.artifactBucket} is "${bucket}"; it must be the name of an S3 bucket.`);
  }
  if (!isKeyPrefix(prefix)) {
    problems.push(`${VARIABLE.artifactPrefix} is "${prefix}"; it must be ${KEY_PREFIX_RULE}.`);
  }
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || DEFAULT_REGION;
  const endpoint = env[ENDPOINT_VARIABLE.s3] || undefined;
  if (endpoint !== undefined && !isEndpointUrl(endpoint)) {
    problems.push(`${ENDPOINT_VARIABLE.s3} is "${endpoint}"; it must be a URL with http:// or https://.`);
  }
  return { bucket, prefix, region, endpoint };
}

/**
 * A browser elsewhere costs money from the moment it is opened. And in a process of local AWS there is no cold start to
 * hide, but many sessions that need no browser.
 */
function usesBrowserOfContainer(env: Readonly<Record<string, string | undefined>>): boolean {
  const { [VARIABLE.browser]: browser, [VARIABLE.localSession]: localProcess } = env;
  return (!browser || browser === 'local') && !localProcess;
}
