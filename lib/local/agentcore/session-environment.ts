import { LOCAL_REGION } from '../../contract/local-account.ts';
import type { LocalCredentials } from '../../contract/local-credentials.ts';
import { LOCAL_BUCKET } from './local-artifacts.ts';
import type { RuntimeRecord } from './runtime-record.ts';

/** The folders of a session's process; nobody else writes into them. */
export interface SessionFolders {
  readonly root: string;
  readonly home: string;
  readonly tmp: string;
  readonly work: string;
}

/** Marks every process of a session, also those that have lost their parent. */
export const SESSION_MARKER = 'NOVA_ACT_LOCAL_SESSION';

/** What a process needs to run at all and to find the browser. Everything else of the caller's stays out. */
const INHERITED = [
  'PATH',
  'LANG',
  'LANGUAGE',
  'TZ',
  'SystemRoot',
  'NOVA_ACT_BROWSER_ARGS',
  'NOVA_ACT_BROWSER_PATH',
  'NOVA_ACT_HEADLESS',
  'PLAYWRIGHT_BROWSERS_PATH',
];

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
    [SESSION_MARKER]: marker,
  };
}

/**
 * What every session gets, and all that a container gets: the catalog's variables, local AWS with credentials of
 * the session's own, and a free port on loopback.
 */
export function runtimeEnvironment(options: {
  readonly runtime: RuntimeRecord;
  /** The address of local AWS. */
  readonly endpointUrl: string;
  readonly credentials: LocalCredentials;
}): Record<string, string> {
  const { runtime, endpointUrl, credentials } = options;
  return {
    NOVA_ACT_WORKFLOW_DEFINITION_NAME: runtime.definitionName,
    ...runtime.environment,
    AWS_REGION: LOCAL_REGION,
    AWS_DEFAULT_REGION: LOCAL_REGION,
    AWS_ENDPOINT_URL_NOVA_ACT: endpointUrl,
    AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: endpointUrl,
    AWS_ENDPOINT_URL_S3: endpointUrl,
    NOVA_ACT_ARTIFACT_BUCKET: LOCAL_BUCKET,
    NOVA_ACT_ARTIFACT_PREFIX: runtime.definitionName,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
    NOVA_ACT_RUNTIME_PORT: '0',
  };
}
