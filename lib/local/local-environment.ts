import { LOCAL_REGION } from '../contract/local-account.ts';
import { makeLocalCredentials } from '../contract/local-credentials.ts';
import { ENDPOINT_VARIABLE, VARIABLE } from '../contract/variables.ts';

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
    [ENDPOINT_VARIABLE.novaAct]: url,
    [ENDPOINT_VARIABLE.agentCore]: url,
    AWS_REGION: region,
    // The name that Python and other older clients read.
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

/** What a developer may have set for work on AWS, and what would lead a run on local AWS astray. */
const MISLEADING = [
  'AWS_PROFILE',
  // Belongs to other keys; clients would send it along with the local ones.
  'AWS_SESSION_TOKEN',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_USE_FIPS_ENDPOINT',
  VARIABLE.definitionName,
  VARIABLE.logGroupName,
] as const;

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
