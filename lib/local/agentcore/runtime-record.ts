import type { WorkflowSettings } from '../../catalog/deployment-settings.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { lifecycleOf } from '../../catalog/limits.ts';
import { DEFAULT_ENDPOINT_NAME, LIVE_ENDPOINT_NAME, runtimeNameFor } from '../../catalog/names.ts';
import { traceVariables } from '../../catalog/trace-variables.ts';
import type { ServerProtocol } from '../../contract/host.ts';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../../contract/local-account.ts';
import type { RuntimeRole } from '../access/role.ts';
import { localSecret } from '../secrets/local-secret.ts';
import { stableSuffix } from '../stable-suffix.ts';
import type { RuntimeAuthorizer } from './runtime-authorizer.ts';

/** What a call reaches: a runtime in the version that one of its endpoints leads to. */
export interface RuntimeRecord extends RuntimeVersion {
  /** Of the workflow. */
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  /** The endpoint by which it is called. */
  readonly endpointName: string;
}

/** One version of a runtime. It never changes. */
export interface RuntimeVersion extends RuntimeSettings {
  /** Counts up from "1" when the bundle or the settings change. */
  readonly version: string;
  /** SHA-256 of `main.mjs`. */
  readonly bundleHash: string;
}

/** What a version of a runtime is made from. */
export interface RuntimeSettings {
  /** The folder with `main.mjs`; it stays as it is as long as the version can be called. */
  readonly bundleDir: string;
  readonly definitionName: string;
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Whether these are all the variables that the deployment sets, as in a template: what it forgot is then missing, as on AWS.
   *
   * @default - local AWS adds region, bucket, prefix and the name of the definition
   */
  readonly isEnvironmentWhole?: boolean | undefined;
  readonly idleTimeoutSeconds: number;
  readonly maxLifetimeSeconds: number;
  /** ARNs of the secrets that local AWS has for it, as `localSecret` makes them; never values. @default - none */
  readonly secrets?: readonly string[] | undefined;
  /** What the workflow's process may do. @default - everything */
  readonly role?: RuntimeRole | undefined;
  /** What it speaks. @default HTTP */
  readonly serverProtocol?: ServerProtocol | undefined;
  /** Headers of a call that the workflow gets, beside those of the service. @default - none */
  readonly requestHeaders?: readonly string[] | undefined;
  /** Whose tokens let callers in. @default - those are let in who sign with AWS credentials */
  readonly authorizer?: RuntimeAuthorizer | undefined;
}

/** A runtime as it is kept: all its versions, and which of them each endpoint leads to. */
export interface StoredRuntime {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  /** The oldest first; at least one. */
  readonly versions: readonly RuntimeVersion[];
  /** The version of each endpoint, by the names of the endpoints. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The endpoints that stay at their version when there is a newer one; the others follow. */
  readonly pinned?: readonly string[];
}

/** A runtime to be deployed. */
export interface RuntimeDeployment extends RuntimeSettings {
  /** Of the workflow. */
  readonly name: string;
  /** @default - as {@link runtimeIdentity} says */
  readonly identity?: { readonly id: string; readonly arn: string } | undefined;
  /**
   * Endpoints beside `DEFAULT`, which always leads to the newest version; `undefined` is the newest, too.
   *
   * @default - `live`, which leads to the newest version
   */
  readonly endpoints?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Id and ARN of a workflow's runtime: the same on every machine, so that scripts and outputs keep working. */
export function runtimeIdentity(
  workflowName: string,
  region: string = LOCAL_REGION,
): { readonly id: string; readonly arn: string } {
  const suffix = stableSuffix(`local-runtime:${workflowName}`, 10);
  const id = `${runtimeNameFor({ workflow: workflowName })}-${suffix}`;
  return { id, arn: `arn:aws:bedrock-agentcore:${region}:${LOCAL_ACCOUNT_ID}:runtime/${id}` };
}

/** The deployment of an entry of the catalog. */
export function deploymentOf(entry: WorkflowCatalogEntry, bundleDir: string): RuntimeDeployment {
  const { name, definitionName, environment, lifecycle, serverProtocol } = entry;
  const { requestHeaders, authorizer }: WorkflowSettings = entry;
  const arns = Object.entries(entry.secrets ?? {}).map(
    ([variable, secret]) => [variable, localSecret(secret).arn] as const,
  );
  return {
    ...{ name, bundleDir, definitionName },
    environment: { ...environment, ...traceVariables(entry), ...Object.fromEntries(arns) },
    ...(arns.length > 0 && { secrets: arns.map(([, arn]) => arn) }),
    ...lifecycleOf(lifecycle),
    ...(serverProtocol && { serverProtocol }),
    ...(requestHeaders && { requestHeaders }),
    ...(authorizer && { authorizer }),
  };
}

/** What a runtime is after a deployment: a new version only if something has changed. */
export function afterDeployment(options: {
  readonly deployment: RuntimeDeployment;
  readonly bundleHash: string;
  readonly previous: StoredRuntime | undefined;
}): StoredRuntime {
  const { deployment, bundleHash, previous } = options;
  const {
    name,
    identity = runtimeIdentity(name),
    endpoints = { [LIVE_ENDPOINT_NAME]: undefined },
  } = deployment;
  const { bundleDir, definitionName, environment, idleTimeoutSeconds, maxLifetimeSeconds, secrets, role } =
    deployment;
  const { isEnvironmentWhole, serverProtocol, requestHeaders, authorizer } = deployment;
  const settings = {
    ...{ bundleDir, bundleHash, definitionName, environment, idleTimeoutSeconds, maxLifetimeSeconds },
    ...(secrets && { secrets }),
    ...(isEnvironmentWhole && { isEnvironmentWhole }),
    ...(role && { role }),
    // Said or not, HTTP is the same.
    ...(serverProtocol === 'MCP' && { serverProtocol }),
    ...(requestHeaders && { requestHeaders }),
    ...(authorizer && { authorizer }),
  };
  const earlier = previous?.versions ?? [];
  const last = earlier.at(-1);
  const isSame = last !== undefined && fingerprint(last) === fingerprint(settings);
  const version = isSame ? last.version : String(Number(last?.version ?? 0) + 1);
  const newest = { ...settings, version };
  const wanted = { [DEFAULT_ENDPOINT_NAME]: undefined, ...endpoints };
  const leadsTo = Object.fromEntries(
    Object.entries(wanted).map(([endpoint, pin]) => [endpoint, pin ?? version]),
  );
  const pinned = Object.entries(wanted).flatMap(([endpoint, pin]) => (pin === undefined ? [] : [endpoint]));
  return {
    name,
    ...identity,
    versions: keptVersions([...(isSame ? earlier.slice(0, -1) : earlier), newest], leadsTo),
    endpoints: leadsTo,
    ...(pinned.length > 0 && { pinned }),
  };
}

/** What a runtime is with other code and the settings of its newest version: a deployment of the code alone. */
export function afterSwap(options: {
  readonly runtime: StoredRuntime;
  readonly bundleDir: string;
  readonly bundleHash: string;
}): StoredRuntime {
  const { runtime, bundleDir, bundleHash } = options;
  const { name, id, arn, versions, pinned = [] } = runtime;
  const newest = versions.at(-1);
  if (newest === undefined) return runtime;
  const endpoints = Object.fromEntries(
    Object.entries(runtime.endpoints).map(([endpoint, version]) => [
      endpoint,
      pinned.includes(endpoint) ? version : undefined,
    ]),
  );
  const deployment = { ...newest, bundleDir, name, identity: { id, arn }, endpoints };
  return afterDeployment({ deployment, bundleHash, previous: runtime });
}

/** The runtime in the version of an endpoint; `undefined` when it has no such endpoint. */
export function throughEndpoint(runtime: StoredRuntime, endpointName: string): RuntimeRecord | undefined {
  const { name, id, arn, versions, endpoints } = runtime;
  const version = Object.hasOwn(endpoints, endpointName) ? endpoints[endpointName] : undefined;
  const found = versions.find((candidate) => candidate.version === version);
  return found && { name, id, arn, endpointName, ...found };
}

/** The newest versions, which an endpoint may be pinned to next, and those that endpoints lead to. */
function keptVersions(
  versions: readonly RuntimeVersion[],
  endpoints: StoredRuntime['endpoints'],
): readonly RuntimeVersion[] {
  const reached = new Set(Object.values(endpoints));
  const oldestKept = versions.length - MAX_KEPT_VERSIONS;
  return versions.filter(({ version }, index) => index >= oldestKept || reached.has(version));
}

/** Where local AWS deploys each saved change, there are hundreds a day. */
const MAX_KEPT_VERSIONS = 20;

/** Where the bundle lies is not part of a version. */
function fingerprint(settings: Omit<RuntimeVersion, 'version'>): string {
  const { bundleHash, definitionName, environment, idleTimeoutSeconds, maxLifetimeSeconds, role } = settings;
  const variables = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    bundleHash,
    definitionName,
    variables,
    settings.isEnvironmentWhole,
    idleTimeoutSeconds,
    maxLifetimeSeconds,
    role,
    settings.requestHeaders,
    settings.authorizer,
    settings.serverProtocol,
  ]);
}
