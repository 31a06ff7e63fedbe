import { LOCAL_BUCKET, LOCAL_REGION } from '../../contract/local-account.ts';
import type { LocalCredentials } from '../../contract/local-credentials.ts';
import { ENDPOINT_OF_ALL, ENDPOINT_VARIABLE, VARIABLE } from '../../contract/variables.ts';
import { humanUrlOf } from '../human/human-path.ts';
import { leadsPastLocalAws } from '../local-environment.ts';
import type { RuntimeRecord } from './runtime-record.ts';

/**
 * The whole environment of a session's process: an allow-list of the caller's, the catalog's variables, and local AWS.
 * Credentials are the session's own for local AWS, and HOME is the session's own, so that no profile of the caller's can be read by accident.
 */
export function sessionEnvironment(options: {
  readonly parent: Readonly<Record<string, string | undefined>>;
  readonly runtime: RuntimeRecord;
  readonly folders: SessionFolders;
  readonly marker: string;
  /** The address of local AWS. */
  readonly endpointUrl: string;
  readonly credentials: LocalCredentials;
}): Record<string, string> {
  const { parent, runtime, folders, marker, endpointUrl, credentials } = options;
  const inherited = Object.entries(parent).filter(
    (variable): variable is [string, string] =>
      variable[1] !== undefined && (INHERITED.includes(variable[0]) || variable[0].startsWith('LC_')),
  );
  return {
    ...Object.fromEntries(inherited),
    ...runtimeEnvironment({ runtime, endpointUrl, credentials }),
    HOME: folders.home,
    USERPROFILE: folders.home,
    TMPDIR: folders.tmp,
    TEMP: folders.tmp,
    TMP: folders.tmp,
    // Also in those that have lost their parent.
    [VARIABLE.localSession]: marker,
  };
}

/** A line for the log of a session that does not get all that a deployment sets: what is left out would lead past local AWS. */
export function leftOutOfSession({ environment }: Pick<RuntimeRecord, 'environment'>): readonly string[] {
  const names = Object.keys(environment).filter(leadsPastLocalAws);
  return names.length === 0 ? [] : [`Left out, because local AWS decides it: ${names.join(', ')}.\n`];
}

/** The folders of a session's process; nobody else writes into them. */
export interface SessionFolders {
  readonly root: string;
  readonly home: string;
  readonly tmp: string;
  readonly work: string;
}

/** What a process needs to run at all and to find the browser. Everything else of the caller's stays out. */
const INHERITED: readonly string[] = [
  'PATH',
  'LANG',
  'LANGUAGE',
  'TZ',
  'SystemRoot',
  VARIABLE.browserArgs,
  VARIABLE.browserPath,
  VARIABLE.headless,
  // Whoever starts local AWS may want to see more of everything that runs there.
  VARIABLE.trace,
  'PLAYWRIGHT_BROWSERS_PATH',
];

/**
 * What every session gets, and all that a container gets: the variables of the deployment, local AWS with credentials of
 * the session's own, and a free port on loopback.
 */
export function runtimeEnvironment(options: {
  readonly runtime: RuntimeRecord;
  /** The address of local AWS. */
  readonly endpointUrl: string;
  readonly credentials: LocalCredentials;
}): Record<string, string> {
  const { runtime, endpointUrl, credentials } = options;
  const variables = runtime.isEnvironmentWhole ? variablesOfTemplate(runtime) : variablesOfCatalog(runtime);
  return {
    // What is not served says so there; a catalog or a template may name another server for it.
    [ENDPOINT_OF_ALL]: endpointUrl,
    // It keeps, shows and exports the steps of acts itself; a catalog or a template may want them twice.
    [VARIABLE.artifacts]: '0',
    ...Object.fromEntries(Object.entries(variables).filter(([name]) => !leadsPastLocalAws(name))),
    ...Object.fromEntries(Object.values(ENDPOINT_VARIABLE).map((name) => [name, endpointUrl])),
    [VARIABLE.humanUrl]: humanUrlOf(endpointUrl),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    [VARIABLE.runtimeHost]: '127.0.0.1',
    [VARIABLE.runtimePort]: '0',
  };
}

/** The variables that a deployment sets: those of the template, or what the stack of the project's app would set. */
export function deployedVariables(
  runtime: Pick<RuntimeRecord, 'definitionName' | 'environment' | 'isEnvironmentWhole'>,
): Record<string, string> {
  const { definitionName, environment, isEnvironmentWhole } = runtime;
  if (isEnvironmentWhole === true) return environment;
  return {
    [VARIABLE.definitionName]: definitionName,
    ...environment,
    [VARIABLE.artifactBucket]: LOCAL_BUCKET,
    [VARIABLE.artifactPrefix]: definitionName,
  };
}

function variablesOfCatalog(runtime: RuntimeRecord): Record<string, string> {
  return { ...deployedVariables(runtime), AWS_REGION: LOCAL_REGION, AWS_DEFAULT_REGION: LOCAL_REGION };
}

/** What the template sets, right or wrong. AgentCore gives the region, and there is no AgentCore Browser here. */
function variablesOfTemplate({ arn, environment }: RuntimeRecord): Record<string, string> {
  const region = arn.split(':')[3] ?? LOCAL_REGION;
  const {
    [VARIABLE.browser]: _browser,
    [VARIABLE.browserId]: _browserId,
    [VARIABLE.browserProfile]: _profile,
    ...others
  } = environment;
  return { AWS_REGION: region, AWS_DEFAULT_REGION: region, ...others };
}
