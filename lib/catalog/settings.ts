import { z } from 'zod';
import { VARIABLE } from '../contract/variables.ts';
import { isRecord } from '../core/is-record.ts';
import { words } from './check-value.ts';
import {
  lifecycleOf,
  MAX_LIFECYCLE_SECONDS as MAX_SECONDS,
  MAX_VARIABLE_LENGTH,
  MAX_VARIABLES,
  MIN_LIFECYCLE_SECONDS as MIN_SECONDS,
} from './limits.ts';
import { type NameRule, SECRET_NAME_OR_ARN, VARIABLE_NAME } from './name-rules.ts';
import { wholeNumber } from './whole-number.ts';

/** Environment variables of a workflow. Their values are never shown: one may be a secret, put there by mistake. */
export const environmentSchema = z
  .record(variableName(), variableValue())
  .superRefine(
    (variables, { addIssue }) => {
      const count = Object.keys(variables).length;
      if (count <= MAX_VARIABLES) return;
      const params = { ...TOO_MANY_VARIABLES, got: `${count}`, allowed: `at most ${MAX_VARIABLES}` };
      addIssue({ code: 'custom', params });
    },
    // Also when a variable is wrong: everything is said at once.
    { when: ({ value }) => isRecord(value) },
  )
  .readonly()
  .register(words, {
    what: 'must be an object',
    allowed: '{ NAME: "value" }',
    fix: 'write the variables as an object of strings',
    secret: true,
  });

/** Secrets by their variables. What stands there is never shown: it may be the value, put there by mistake. */
export const secretsSchema = z
  .record(variableName(), nameSchema(SECRET_NAME_OR_ARN))
  .readonly()
  .register(words, {
    what: 'must be an object',
    allowed: "{ VARIABLE: 'name or ARN of a secret' }",
    fix: 'write the secrets as an object of names',
    secret: true,
  });

/** Secrets become variables beside the others: no variable can be both, or one of the construct, and there can be only so many. */
export function checkAllVariables(
  { environment = {}, secrets = {} }: AllVariables,
  context: z.core.$RefinementCtx,
): void {
  for (const [member, variables] of Object.entries({ environment, secrets })) {
    for (const name of OWN_VARIABLES.filter((own) => Object.hasOwn(variables, own))) {
      const params = { ...SET_BY_CONSTRUCT, got: JSON.stringify(name) };
      context.addIssue({ code: 'custom', path: [member, name], params });
    }
  }
  const names = Object.keys(secrets);
  for (const name of names.filter((variable) => Object.hasOwn(environment, variable))) {
    const params = {
      what: 'is a variable of environment, too',
      allowed: 'a name that is there once',
      fix: 'remove one of them',
    };
    context.addIssue({ code: 'custom', path: ['secrets', name], params });
  }
  const count = names.length + Object.keys(environment).length;
  if (names.length > 0 && count > MAX_VARIABLES) {
    const params = {
      ...TOO_MANY_VARIABLES,
      got: `${count} with those of environment`,
      allowed: `at most ${MAX_VARIABLES}`,
    };
    context.addIssue({ code: 'custom', path: ['secrets'], params });
  }
}

interface AllVariables {
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

/** Session limits of a workflow, also against each other. */
export const lifecycleSchema = z
  .strictObject({ idleTimeoutSeconds: seconds().optional(), maxLifetimeSeconds: seconds().optional() })
  .superRefine(
    (limits, { addIssue }) => {
      const { idleTimeoutSeconds: idle, maxLifetimeSeconds: max } = lifecycleOf(limits);
      if (idle <= max) return;
      const params = {
        what: 'is longer than maxLifetimeSeconds',
        got: `idle ${idle}, maximum ${max}`,
        allowed: `at most ${max}`,
        fix: `set idleTimeoutSeconds to ${max} or less`,
      };
      addIssue({ code: 'custom', path: ['idleTimeoutSeconds'], params });
    },
    // Unknown keys are no reason not to compare the limits.
    { when: ({ issues }) => issues.every(({ code }) => code === 'unrecognized_keys') },
  )
  .readonly()
  .register(words, {
    what: 'must be an object',
    allowed: '{ idleTimeoutSeconds?, maxLifetimeSeconds? }',
    fix: 'write the limits as an object of seconds',
  });

/** What the matter is with more variables than a runtime takes, and what to do. */
export const TOO_MANY_VARIABLES = {
  what: 'has too many variables',
  fix: 'join related values in one JSON variable, or read them from a parameter store',
} as const;

/** Variables that the construct of a workflow sets, because only it knows their values. */
export const OWN_VARIABLES: readonly string[] = [
  'AWS_REGION',
  VARIABLE.definitionName,
  VARIABLE.logGroupName,
  VARIABLE.artifactBucket,
  VARIABLE.artifactPrefix,
];

/** What the matter is with one of these, and what to do. */
export const SET_BY_CONSTRUCT = {
  what: 'is set by the construct',
  allowed: 'any other name',
  fix: 'remove it',
} as const;

/** Set by the platform; a value in the catalog would break credentials or the host. */
const RESERVED = new Map<string, string>([
  ['AWS_ACCESS_KEY_ID', 'credentials come from the execution role'],
  ['AWS_SECRET_ACCESS_KEY', 'credentials come from the execution role'],
  ['AWS_SESSION_TOKEN', 'credentials come from the execution role'],
  ['NODE_OPTIONS', 'it would change the process of the runtime host'],
  [VARIABLE.runtimeHost, 'the platform chooses the address'],
  [VARIABLE.runtimePort, 'the platform chooses the port'],
]);

/** A name that follows a rule. */
export function nameSchema({ what, allowed, example, accepts, near }: NameRule): z.ZodString {
  const fix = (name: unknown): string => {
    const nearest = typeof name === 'string' ? near(name) : '';
    return nearest === '' ? `use a name such as "${example}"` : `use "${nearest}"`;
  };
  return z.string().refine(accepts).register(words, { what, allowed, fix });
}

function variableName(): z.ZodString {
  return nameSchema(VARIABLE_NAME).superRefine((name, { addIssue }) => {
    const reason = RESERVED.get(name);
    if (reason === undefined) return;
    const params = { what: `is reserved: ${reason}`, allowed: 'any other name', fix: 'remove it' };
    addIssue({ code: 'custom', params });
  });
}

function variableValue(): z.ZodString {
  return z
    .string()
    .max(MAX_VARIABLE_LENGTH)
    .register(words, {
      what: 'has a value that AgentCore does not accept',
      allowed: `a string of at most ${MAX_VARIABLE_LENGTH} characters`,
      fix: (value) =>
        typeof value === 'string' ? 'shorten it or read it from a parameter store' : 'write it in quotes',
    });
}

function seconds(): z.ZodInt {
  return wholeNumber({ least: MIN_SECONDS, most: MAX_SECONDS, unit: 'seconds' });
}
