import { LOCAL_REGION } from '../contract/local-account.ts';
import { makeLocalCredentials } from '../contract/local-credentials.ts';
import { ENDPOINT_OF_ALL, ENDPOINT_VARIABLE, VARIABLE } from '../contract/variables.ts';
import { humanUrlOf } from './human/human-path.ts';

/**
 * The environment that makes AWS clients, ours and others', talk to local AWS, with credentials that no other gets.
 *
 * @param region of what is deployed there
 */
export function localEnvironment(
  url: string,
  region: string = LOCAL_REGION,
): Readonly<Record<string, string>> {
  const { accessKeyId, secretAccessKey } = makeLocalCredentials();
  return {
    // What is not served is refused here, by name, instead of by AWS, which would only see a key that it does not know.
    [ENDPOINT_OF_ALL]: url,
    ...Object.fromEntries(Object.values(ENDPOINT_VARIABLE).map((name) => [name, url])),
    // People are asked on its own desk.
    [VARIABLE.humanUrl]: humanUrlOf(url),
    // For `agentcore` and the Python package bedrock-agentcore, which read no variable of AWS clients for it.
    BEDROCK_AGENTCORE_DP_ENDPOINT: url,
    BEDROCK_AGENTCORE_CP_ENDPOINT: url,
    // Some operations have hosts such as `sync-<host>`, which is none when the host is a number.
    AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
    AWS_REGION: region,
    // The name that Python and other older clients read.
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

/** What a developer may have set for work on AWS, and what would lead a run on local AWS astray. */
const MISLEADING = [
  // JavaScript takes the keys of a profile before those of variables.
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  // They belong to other keys: clients would send them along with the local ones, or take those for expired.
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_CREDENTIAL_SCOPE',
  'AWS_ACCOUNT_ID',
  // They change whether an endpoint is used, and how requests are signed.
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_ACCOUNT_ID_ENDPOINT_MODE',
  'AWS_AUTH_SCHEME_PREFERENCE',
  // With it the Python SDK leaves AWS aside, and calls nova.amazon.com.
  VARIABLE.apiKey,
  VARIABLE.definitionName,
  VARIABLE.logGroupName,
  // With it, people would be told by a topic, which sends nobody anything here, and not on the terminal.
  VARIABLE.humanTopic,
] as const;

/** Whose calls these are: of a workflow, they belong to where it runs. */
const IDENTITY: readonly string[] = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_CREDENTIAL_SCOPE',
  'AWS_ACCOUNT_ID',
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  VARIABLE.apiKey,
];

/** Where people are asked: of a deployment they are references to what only AWS has. */
const DESK: readonly string[] = [VARIABLE.humanUrl, VARIABLE.humanTopic];

/** Where the services are asked that local AWS has. Those of others may be a workflow's own. */
const PLACE: readonly string[] = [
  ENDPOINT_OF_ALL,
  ...Object.values(ENDPOINT_VARIABLE),
  'AWS_ENDPOINT_URL_BEDROCK_AGENTCORE_CONTROL',
  'BEDROCK_AGENTCORE_DP_ENDPOINT',
  'BEDROCK_AGENTCORE_CP_ENDPOINT',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
];

/** Whether a variable says whose the calls of AWS clients are, or would lead clients past local AWS where endpoints are set. */
export function leadsPastLocalAws(name: string): boolean {
  return (
    IDENTITY.includes(name) ||
    DESK.includes(name) ||
    (name.startsWith('AWS_') && MISLEADING.some((each) => each === name))
  );
}

/**
 * Whether a variable says where AWS clients go, and as whom: what a workflow's own variables must not change where that is
 * settled.
 */
export function choosesTarget(name: string, { isLocal }: { readonly isLocal: boolean }): boolean {
  return PLACE.includes(name) || IDENTITY.includes(name) || (isLocal && leadsPastLocalAws(name));
}

/** Which variables of an environment would lead clients astray. */
export function misleadingIn(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return MISLEADING.filter((name) => environment[name] !== undefined);
}

/**
 * Another environment like this one, in which AWS clients talk to local AWS: for a process that is started.
 *
 * @param local what {@link localEnvironment} gives
 */
export function inLocalEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  local: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  const misleading: readonly string[] = MISLEADING;
  const others = Object.entries(environment).filter(([name]) => !misleading.includes(name));
  return { ...Object.fromEntries(others), ...local };
}

/**
 * Points this process, and those it starts, to local AWS.
 *
 * @param environment what {@link localEnvironment} gives
 * @returns puts everything back as it was
 */
export function enterLocalEnvironment(environment: Readonly<Record<string, string>>): () => void {
  const names = [...MISLEADING, ...Object.keys(environment)];
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of MISLEADING) delete process.env[name];
  Object.assign(process.env, environment);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
}
