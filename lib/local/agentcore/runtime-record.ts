import { createHash } from 'node:crypto';
import { LIFECYCLE_DEFAULTS, type WorkflowCatalogEntry } from '../../catalog/index.ts';

/** The region and the account of everything in local AWS. */
export const LOCAL_REGION = 'us-east-1';
export const LOCAL_ACCOUNT_ID = '000000000000';
/** The endpoint that every runtime has, and that follows its newest version. */
export const DEFAULT_ENDPOINT = 'DEFAULT';

/** One deployed runtime, as the registry keeps it. */
export interface RuntimeRecord {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  /** Counts up from "1" when the bundle or the settings change. */
  readonly version: string;
  readonly endpointName: string;
  readonly bundleDir: string;
  /** SHA-256 of `main.mjs`. */
  readonly bundleHash: string;
  readonly definitionName: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly idleTimeoutSeconds: number;
  readonly maxLifetimeSeconds: number;
}

/** Id and ARN of a workflow's runtime: the same on every machine, so that scripts and outputs keep working. */
export function runtimeIdentity(workflowName: string): { readonly id: string; readonly arn: string } {
  const digest = createHash('sha256').update(`local-runtime:${workflowName}`).digest('base64url');
  const suffix = digest.replace(/[^a-zA-Z0-9]/g, '').slice(0, 10);
  const id = `${workflowName.replace(/[^a-zA-Z0-9]/g, '_').slice(0, 48)}-${suffix}`;
  return { id, arn: `arn:aws:bedrock-agentcore:${LOCAL_REGION}:${LOCAL_ACCOUNT_ID}:runtime/${id}` };
}

/** What the next deployment of a workflow looks like: a new version only if something changed. */
export function nextRecord(options: {
  readonly entry: WorkflowCatalogEntry;
  readonly bundleDir: string;
  readonly bundleHash: string;
  readonly previous: RuntimeRecord | undefined;
}): RuntimeRecord {
  const { entry, bundleDir, bundleHash, previous } = options;
  const settings = {
    name: entry.name,
    ...runtimeIdentity(entry.name),
    endpointName: DEFAULT_ENDPOINT,
    bundleDir,
    bundleHash,
    definitionName: entry.definitionName,
    environment: { ...entry.environment },
    idleTimeoutSeconds: entry.lifecycle?.idleTimeoutSeconds ?? LIFECYCLE_DEFAULTS.idleTimeoutSeconds,
    maxLifetimeSeconds: entry.lifecycle?.maxLifetimeSeconds ?? LIFECYCLE_DEFAULTS.maxLifetimeSeconds,
  };
  if (previous === undefined) return { ...settings, version: '1' };
  const unchanged = fingerprint(previous) === fingerprint(settings);
  return { ...settings, version: unchanged ? previous.version : String(Number(previous.version) + 1) };
}

/** Where the bundle lies is not part of a version. */
function fingerprint(record: Omit<RuntimeRecord, 'version'>): string {
  const { bundleHash, definitionName, environment, idleTimeoutSeconds, maxLifetimeSeconds } = record;
  const variables = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([bundleHash, definitionName, variables, idleTimeoutSeconds, maxLifetimeSeconds]);
}
