import { isRecord } from '../core/is-record.ts';
import type { Problem } from '../core/problems.ts';
import { show, unknownKeys } from '../core/problems.ts';

/** Session limits when the catalog says nothing: those of AgentCore Runtime. */
export const LIFECYCLE_DEFAULTS = Object.freeze({ idleTimeoutSeconds: 900, maxLifetimeSeconds: 28_800 });

const MIN_SECONDS = 60;
const MAX_SECONDS = 28_800;
const MAX_VARIABLES = 50;
const MAX_KEY = 100;
/** The service allows 5000; the CDK construct refuses more than this. */
const MAX_VALUE = 2048;
const VARIABLE = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
/** Set by the platform; a value in the catalog would break credentials or the host. */
const RESERVED = new Map([
  ['AWS_ACCESS_KEY_ID', 'credentials come from the execution role'],
  ['AWS_SECRET_ACCESS_KEY', 'credentials come from the execution role'],
  ['AWS_SESSION_TOKEN', 'credentials come from the execution role'],
  ['NODE_OPTIONS', 'it would change the process of the runtime host'],
  ['NOVA_ACT_RUNTIME_HOST', 'the platform chooses the address'],
  ['NOVA_ACT_RUNTIME_PORT', 'the platform chooses the port'],
]);

/** Checks the environment variables of an entry. */
export function checkEnvironment(label: string, environment: unknown): Problem[] {
  if (environment === undefined) return [];
  const where = `${label}.environment`;
  if (!isRecord(environment)) {
    return [
      {
        where,
        what: 'must be an object',
        got: show(environment),
        allowed: '{ NAME: "value" }',
        fix: 'write the variables as an object of strings',
      },
    ];
  }
  const variables = Object.entries(environment);
  const problems = variables.flatMap(([key, value]) => checkVariable(`${where}.${key}`, key, value));
  if (variables.length > MAX_VARIABLES) {
    problems.push({
      where,
      what: 'has too many variables',
      got: `${variables.length}`,
      allowed: `at most ${MAX_VARIABLES}`,
      fix: 'join related values in one JSON variable, or read them from a parameter store',
    });
  }
  return problems;
}

/** Checks the session limits of an entry, also against each other. */
export function checkLifecycle(label: string, lifecycle: unknown): Problem[] {
  if (lifecycle === undefined) return [];
  const where = `${label}.lifecycle`;
  const keys = Object.keys(LIFECYCLE_DEFAULTS);
  if (!isRecord(lifecycle)) {
    return [
      {
        where,
        what: 'must be an object',
        got: show(lifecycle),
        allowed: `{ ${keys.map((key) => `${key}?`).join(', ')} }`,
        fix: 'write the limits as an object of seconds',
      },
    ];
  }
  const problems = unknownKeys(where, lifecycle, keys);
  for (const key of keys) {
    const value = lifecycle[key];
    if (value === undefined || isSeconds(value)) continue;
    problems.push({
      where: `${where}.${key}`,
      what: 'is out of range',
      got: show(value),
      allowed: `a whole number of seconds from ${MIN_SECONDS} to ${MAX_SECONDS}`,
      fix: fixSeconds(value),
    });
  }
  const idle = lifecycle.idleTimeoutSeconds ?? LIFECYCLE_DEFAULTS.idleTimeoutSeconds;
  const max = lifecycle.maxLifetimeSeconds ?? LIFECYCLE_DEFAULTS.maxLifetimeSeconds;
  if (isSeconds(idle) && isSeconds(max) && idle > max) {
    problems.push({
      where: `${where}.idleTimeoutSeconds`,
      what: 'is longer than maxLifetimeSeconds',
      got: `idle ${idle}, maximum ${max}`,
      allowed: `at most ${max}`,
      fix: `set idleTimeoutSeconds to ${max} or less`,
    });
  }
  return problems;
}

function checkVariable(where: string, key: string, value: unknown): Problem[] {
  const problems: Problem[] = [];
  if (!VARIABLE.test(key) || key.length > MAX_KEY) {
    problems.push({
      where,
      what: 'is not a variable name that AgentCore accepts',
      got: show(key),
      allowed: `1 to ${MAX_KEY} letters, digits and "_", not starting with a digit`,
      fix: `use "${key.replace(/^\d+/, '').replace(/\W+/g, '_').slice(0, MAX_KEY) || 'NAME'}"`,
    });
  }
  const reason = RESERVED.get(key);
  if (reason !== undefined) {
    problems.push({
      where,
      what: `is reserved: ${reason}`,
      got: show(key),
      allowed: 'any other name',
      fix: 'remove it',
    });
  }
  if (typeof value !== 'string' || value.length > MAX_VALUE) {
    problems.push({
      where,
      what: 'has a value that AgentCore does not accept',
      // The value may be a secret put here by mistake: say its kind and size, never its text.
      got: typeof value === 'string' ? `${value.length} characters` : `a ${typeof value}`,
      allowed: `a string of at most ${MAX_VALUE} characters`,
      fix: typeof value === 'string' ? 'shorten it or read it from a parameter store' : 'write it in quotes',
    });
  }
  return problems;
}

function isSeconds(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= MIN_SECONDS && Number(value) <= MAX_SECONDS;
}

function fixSeconds(value: unknown): string {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return 'write a number of seconds, for example 900';
  const near = Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, Math.round(value)));
  return `use ${near}`;
}
