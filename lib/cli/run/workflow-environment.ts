import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { traceVariables } from '../../catalog/trace-variables.ts';
import type { TraceWord } from '../../contract/browser-trace.ts';
import { LOCAL_BUCKET } from '../../contract/local-account.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { choosesTarget, inLocalEnvironment, localEnvironment } from '../../local/local-environment.ts';
import { localSecret } from '../../local/secrets/local-secret.ts';

/**
 * The environment of a workflow's process here: that of this shell, over it what a deployment sets, and over both what leads to
 * the target. Pure.
 */
export function workflowEnvironment(options: {
  /** Of this shell. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly target: RunTarget;
  /** What a deployment sets, as far as it fits here. */
  readonly variables: Readonly<Record<string, string>>;
  /** @default - those of the shell or the profile */
  readonly credentials?: RunCredentials | undefined;
  readonly headed: boolean;
  readonly verbose: boolean;
  /** When Playwright traces are kept. @default - as the variables say */
  readonly trace?: TraceWord | undefined;
  /** Whether this process has a terminal to ask people on. */
  readonly canAsk: boolean;
}): Record<string, string | undefined> {
  const { environment, target, variables, credentials, headed, verbose, trace, canAsk } = options;
  const { url, region, profile } = target;
  const isLocal = url !== undefined;
  const toTarget = isLocal
    ? localEnvironment(url, region)
    : { AWS_REGION: region, AWS_DEFAULT_REGION: region };
  const own = Object.entries(variables).filter(([name]) => !choosesTarget(name, { isLocal }));
  return {
    ...(isLocal ? inLocalEnvironment(environment, toTarget) : { ...environment, ...toTarget }),
    ...Object.fromEntries(own),
    // Of a profile that was named, and not of the shell.
    ...(!isLocal && profile !== undefined && { ...NO_KEYS, AWS_PROFILE: profile }),
    ...(credentials !== undefined && {
      ...NO_KEYS,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      // Local AWS hands out none that anyone would look at.
      AWS_SESSION_TOKEN: isLocal ? undefined : credentials.sessionToken,
    }),
    ...(headed && { [VARIABLE.headless]: '0' }),
    ...(verbose && { [VARIABLE.logLevel]: 'debug' }),
    ...(trace !== undefined && { [VARIABLE.trace]: trace }),
    [VARIABLE.onDesk]: '1',
    [VARIABLE.terminal]: canAsk ? String(process.pid) : undefined,
    [VARIABLE.runtimeHost]: '127.0.0.1',
    [VARIABLE.runtimePort]: '0',
  };
}

/** Where a run goes. */
export interface RunTarget {
  /** The endpoint of local AWS; `undefined` on AWS. */
  readonly url: string | undefined;
  readonly region: string;
  /** The one that was named. */
  readonly profile?: string | undefined;
}

/** What a run signs its calls with. */
export interface RunCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** What a deployment of an entry of the catalog sets, as far as it is known without one. */
export function variablesOfEntry(
  entry: WorkflowCatalogEntry,
  { url, region }: RunTarget,
): Record<string, string> {
  const isLocal = url !== undefined;
  const secrets = Object.entries(entry.secrets ?? {}).map(
    ([variable, secret]) => [variable, isLocal ? localSecret(secret, region).arn : secret] as const,
  );
  return {
    ...MAKE_MISSING,
    ...(isLocal && {
      ...recordsOnLocalAws(entry.definitionName),
      // On AWS there is no bucket for them without a deployment.
      ...traceVariables(entry),
    }),
    ...entry.environment,
    ...Object.fromEntries(secrets),
    [VARIABLE.definitionName]: entry.definitionName,
  };
}

/**
 * The same for a file that no catalog knows. Its code says the definition, which is not known before it runs: on local AWS its
 * records stand below its own name.
 */
export function variablesOfFile(name: string, { url }: Pick<RunTarget, 'url'>): Record<string, string> {
  // Files may be called what no key may have in it.
  return { ...MAKE_MISSING, ...(url !== undefined && recordsOnLocalAws(name.replace(/[^\w-]/g, '-'))) };
}

const MAKE_MISSING = { [VARIABLE.missingDefinition]: 'create' };

function recordsOnLocalAws(prefix: string): Record<string, string> {
  return {
    [VARIABLE.artifactBucket]: LOCAL_BUCKET,
    [VARIABLE.artifactPrefix]: prefix,
    [VARIABLE.artifacts]: '0',
  };
}

/** So that a profile, or other keys, are not outdone by those of the shell. */
const NO_KEYS = {
  AWS_PROFILE: undefined,
  AWS_DEFAULT_PROFILE: undefined,
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_CREDENTIAL_EXPIRATION: undefined,
} as const;
