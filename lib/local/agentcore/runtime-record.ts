import { createHash } from 'node:crypto';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { lifecycleOf } from '../../catalog/limits.ts';
import { DEFAULT_ENDPOINT_NAME, runtimeNameFor } from '../../catalog/names.ts';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../../contract/local-account.ts';

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
  const id = `${runtimeNameFor({ workflow: workflowName })}-${suffix}`;
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
    endpointName: DEFAULT_ENDPOINT_NAME,
    bundleDir,
    bundleHash,
    definitionName: entry.definitionName,
    environment: { ...entry.environment },
    ...lifecycleOf(entry.lifecycle),
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
