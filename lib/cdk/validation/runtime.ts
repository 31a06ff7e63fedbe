import { type Duration, Token } from 'aws-cdk-lib';
import { LIFECYCLE_DEFAULTS } from '../../catalog/index.ts';
import { MAX_RUNTIME_NAME_LENGTH } from '../../catalog/names.ts';
import { checkEnvironment } from '../../catalog/settings.ts';
import type { Problem } from '../../core/problems.ts';

const NAME = /^[a-zA-Z][a-zA-Z0-9_]{0,47}$/;
const VERSION = /^[1-9][0-9]{0,4}$/;
const MIN_SECONDS = 60;
const MAX_SECONDS = 28_800;
/** The API takes 4096, the L2 no more than this. */
const MAX_DESCRIPTION_LENGTH = 1200;

/** Checks what the service says about a runtime. Tokens are left to the deployment. */
export function checkRuntime(options: {
  readonly where: string;
  readonly runtimeName: string;
  readonly description?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly idleTimeout?: Duration | undefined;
  readonly maxLifetime?: Duration | undefined;
  readonly liveVersion?: string | undefined;
}): Problem[] {
  const { where, runtimeName, description, environment, liveVersion } = options;
  return [
    ...checkName(`${where}.runtimeName`, runtimeName),
    ...checkDescription(`${where}.description`, description),
    ...checkEnvironment(where, environment),
    ...checkLifecycle(options),
    ...checkVersion(`${where}.liveVersion`, liveVersion),
  ];
}

function checkName(where: string, name: string): Problem[] {
  if (Token.isUnresolved(name) || NAME.test(name)) return [];
  const near = name.replace(/[^a-zA-Z0-9_]+/g, '_').replace(/^[^a-zA-Z]+/, '');
  return [
    {
      where,
      what: 'is not a name that AgentCore accepts',
      got: `${JSON.stringify(name)} (${name.length} characters)`,
      allowed: `a letter, then letters, digits and "_": at most ${MAX_RUNTIME_NAME_LENGTH}`,
      fix: `use ${JSON.stringify(near.slice(0, MAX_RUNTIME_NAME_LENGTH) || 'my_workflow')}, for example`,
    },
  ];
}

function checkDescription(where: string, description: string | undefined): Problem[] {
  if (description === undefined || Token.isUnresolved(description)) return [];
  if (description.length >= 1 && description.length <= MAX_DESCRIPTION_LENGTH) return [];
  return [
    {
      where,
      what: 'has a length that is not accepted',
      got: `${description.length} characters`,
      allowed: `1 to ${MAX_DESCRIPTION_LENGTH} characters`,
      fix: description.length === 0 ? 'leave it out' : 'shorten it',
    },
  ];
}

function checkLifecycle(options: {
  readonly where: string;
  readonly idleTimeout?: Duration | undefined;
  readonly maxLifetime?: Duration | undefined;
}): Problem[] {
  const { where, idleTimeout, maxLifetime } = options;
  const idle = secondsOf(idleTimeout, LIFECYCLE_DEFAULTS.idleTimeoutSeconds);
  const max = secondsOf(maxLifetime, LIFECYCLE_DEFAULTS.maxLifetimeSeconds);
  const problems = [
    ...checkSeconds(`${where}.idleTimeout`, idle),
    ...checkSeconds(`${where}.maxLifetime`, max),
  ];
  if (problems.length > 0 || idle === undefined || max === undefined || idle <= max) return problems;
  return [
    {
      where: `${where}.idleTimeout`,
      what: 'is longer than maxLifetime',
      got: `idle ${idle} s${idleTimeout ? '' : ' (the default)'}, lifetime ${max} s`,
      allowed: `at most ${max} s`,
      fix: `use Duration.seconds(${max}) or less, or a longer maxLifetime`,
    },
  ];
}

function checkSeconds(where: string, seconds: number | undefined): Problem[] {
  if (seconds === undefined || (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) return [];
  return [
    {
      where,
      what: 'is out of range',
      got: `${seconds} s`,
      allowed: `${MIN_SECONDS} s to ${MAX_SECONDS} s (8 hours)`,
      fix: `use Duration.seconds(${Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, Math.round(seconds)))})`,
    },
  ];
}

function checkVersion(where: string, version: string | undefined): Problem[] {
  if (version === undefined || Token.isUnresolved(version) || VERSION.test(version)) return [];
  return [
    {
      where,
      what: 'is not a version of a runtime',
      got: JSON.stringify(version),
      allowed: 'a number from 1 to 99999 in a string',
      fix: 'take it from the output RuntimeVersion, or leave it out to follow the newest',
    },
  ];
}

/** The number of seconds, which need not be whole; undefined for a token. */
function secondsOf(duration: Duration | undefined, fallback: number): number | undefined {
  if (duration === undefined) return fallback;
  return duration.isUnresolved() ? undefined : duration.toSeconds({ integral: false });
}
