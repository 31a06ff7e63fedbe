import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { HOST_PORT } from '../../contract/host.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { inLocalEnvironment, localEnvironment } from '../../local/local-environment.ts';
import { LOCAL_BUCKET } from '../../local/s3/buckets.ts';
import { localSecret } from '../../local/secrets/local-secret.ts';

/**
 * The environment of a workflow's process here: that of this shell, led to the target, and over it what a deployment sets. Pure.
 */
export function workflowEnvironment(options: {
  /** Of this shell. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly target: RunTarget;
  /** What a deployment sets. */
  readonly variables: Readonly<Record<string, string>>;
  /** @default - those of the shell or the profile */
  readonly credentials?: RunCredentials | undefined;
  readonly headed: boolean;
  readonly verbose: boolean;
}): Record<string, string | undefined> {
  const { environment, target, variables, credentials, headed, verbose } = options;
  const { url, region, profile } = target;
  const base =
    url === undefined
      ? { ...environment, AWS_REGION: region, AWS_DEFAULT_REGION: region }
      : inLocalEnvironment(environment, localEnvironment(url, region));
  return {
    ...base,
    // Of a profile that was named, and not of the shell.
    ...(url === undefined && profile !== undefined && { ...NO_KEYS, AWS_PROFILE: profile }),
    ...variables,
    ...(credentials !== undefined && {
      ...NO_KEYS,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      // Local AWS hands out none that anyone would look at.
      AWS_SESSION_TOKEN: url === undefined ? credentials.sessionToken : undefined,
    }),
    ...(headed && { [VARIABLE.headless]: '0' }),
    ...(verbose && { NOVA_ACT_LOG_LEVEL: 'debug' }),
    [VARIABLE.onDesk]: '1',
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
  entry: WorkflowCatalogEntry | undefined,
  { url, region }: RunTarget,
): Record<string, string> {
  const isLocal = url !== undefined;
  const always = { [VARIABLE.missingDefinition]: 'create' };
  if (entry === undefined) return always;
  const secrets = Object.entries(entry.secrets ?? {}).map(
    ([variable, secret]) => [variable, isLocal ? localSecret(secret, region).arn : secret] as const,
  );
  return {
    ...always,
    ...(isLocal && {
      [VARIABLE.artifactBucket]: LOCAL_BUCKET,
      [VARIABLE.artifactPrefix]: entry.definitionName,
    }),
    ...entry.environment,
    ...Object.fromEntries(secrets),
    [VARIABLE.definitionName]: entry.definitionName,
  };
}

/** Leaves out what says something about the container, and names it with the reason. Pure. */
export function withoutContainer(variables: Readonly<Record<string, string>>): {
  readonly variables: Readonly<Record<string, string>>;
  /** One phrase for each that was left out, without its value. */
  readonly leftOut: readonly string[];
} {
  const reasonOf = (name: string): string | undefined =>
    Object.hasOwn(OF_CONTAINER, name) ? OF_CONTAINER[name] : undefined;
  const entries = Object.entries(variables);
  return {
    variables: Object.fromEntries(entries.filter(([name]) => reasonOf(name) === undefined)),
    leftOut: entries.flatMap(([name]) => (reasonOf(name) === undefined ? [] : `${name} (${reasonOf(name)})`)),
  };
}

const OWN_BROWSER = 'a browser of this machine is used';
const OWN_PLACE = 'it is about the container';

/** Variables of deployments that have no meaning here, and why. */
const OF_CONTAINER: Readonly<Record<string, string>> = {
  PORT: `there is no port ${HOST_PORT} here`,
  ...Object.fromEntries(
    ['HOME', 'PATH', 'TMPDIR', 'HOSTNAME', 'NODE_OPTIONS', 'PLAYWRIGHT_BROWSERS_PATH'].map((name) => [
      name,
      OWN_PLACE,
    ]),
  ),
  [VARIABLE.runtimeHost]: OWN_PLACE,
  [VARIABLE.runtimePort]: OWN_PLACE,
  [VARIABLE.browser]: OWN_BROWSER,
  [VARIABLE.browserId]: OWN_BROWSER,
  [VARIABLE.browserPath]: OWN_BROWSER,
  [VARIABLE.browserArgs]: OWN_BROWSER,
  [VARIABLE.headless]: OWN_BROWSER,
  NOVA_ACT_EARLY_BROWSER: OWN_BROWSER,
  NOVA_ACT_CONCURRENCY: 'one call is made',
};

/** So that a profile, or other keys, are not outdone by those of the shell. */
const NO_KEYS = {
  AWS_PROFILE: undefined,
  AWS_DEFAULT_PROFILE: undefined,
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_CREDENTIAL_EXPIRATION: undefined,
} as const;
