import type { S3Client } from '@aws-sdk/client-s3';
import {
  type InvocationRecord,
  isInSession,
  isInvocationRecord,
  recordKey,
  runKey,
  sessionInId,
} from '../../contract/invocation-record.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { LOCAL_BUCKET } from '../../local/s3/buckets.ts';
import { GetWorkflowDefinitionCommand } from '../../service/index.ts';
import { readRunLog } from './run-log.ts';
import type { RunScope } from './run-scope.ts';

/** Reads which invocations runs were begun in, and the records of those, from the artifact bucket. */
export function openInvocations(scope: RunScope): RunInvocations {
  const places = new Map<string, Promise<readonly ArtifactPlace[]>>();
  let client: Promise<S3Client> | undefined;
  const read = async (definitionName: string, key: string): Promise<unknown> => {
    const place = places.get(definitionName) ?? artifactPlaces(definitionName, scope);
    places.set(definitionName, place);
    for (const found of await place) {
      client ??= s3Of(scope);
      const value = await readJson({ client: await client, key, ...found, scope });
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const idOf = async (run: KnownRun): Promise<string | undefined> => {
    const pointer = await read(run.definitionName, runKey(run.workflowRunId));
    if (isRecord(pointer) && typeof pointer.invocationId === 'string') return pointer.invocationId;
    // Of a host that is not of this project, local AWS knows it itself.
    return scope.target.isLocal ? (await readRunLog(run, scope)).invocationId : undefined;
  };
  return {
    idOf,
    of: async (run) => {
      const id = await idOf(run);
      if (id === undefined) return undefined;
      const sessionId = isInSession(id) ? sessionInId(id) : undefined;
      const key = recordKey(id, sessionInId(id));
      const record = key === undefined ? undefined : await read(run.definitionName, key);
      const isOwn = isInvocationRecord(record) && record.id === id;
      return { id, sessionId, record: isOwn ? record : undefined };
    },
  };
}

/** What the artifact bucket says of runs. */
export interface RunInvocations {
  /**
   * The id of the invocation that began a run; `undefined` when nobody has noted one, as for runs of a laptop.
   *
   * @throws when that cannot be read
   */
  idOf(run: KnownRun): Promise<string | undefined>;
  /** The invocation with its record. @throws when that cannot be read */
  of(run: KnownRun): Promise<RunInvocation | undefined>;
}

/** What began a run. */
export interface RunInvocation {
  readonly id: string;
  /** The runtime session; `undefined` for a host that was started by hand. */
  readonly sessionId: string | undefined;
  /** `undefined` when it is not there (any more). */
  readonly record: InvocationRecord | undefined;
}

/** A run as lists and its details know it. */
export interface KnownRun {
  readonly definitionName: string;
  readonly workflowRunId: string;
  readonly logGroupName?: string | undefined;
}

interface ArtifactPlace {
  readonly bucket: string;
  readonly prefix: string;
}

/**
 * Where hosts keep what belongs to the runs of a definition: stacks and local AWS give them the place that the definition
 * exports to. On local AWS one that was made on demand exports nothing, and one of templates may have had runs before.
 */
async function artifactPlaces(definitionName: string, scope: RunScope): Promise<readonly ArtifactPlace[]> {
  const { client, call, target } = scope;
  const input = { workflowDefinitionName: definitionName };
  const { exportConfig } = await client.send(new GetWorkflowDefinitionCommand(input), call);
  return [
    ...(exportConfig === undefined
      ? []
      : [{ bucket: exportConfig.s3BucketName, prefix: exportConfig.s3KeyPrefix ?? '' }]),
    ...(target.isLocal ? [{ bucket: LOCAL_BUCKET, prefix: definitionName }] : []),
  ];
}

async function s3Of({ target }: RunScope): Promise<S3Client> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  return await target.client((config) => new S3Client({ ...config, forcePathStyle: target.isLocal }));
}

/** The value of an object; `undefined` when there is none, or it is not JSON. */
async function readJson(options: {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
  readonly key: string;
  readonly scope: RunScope;
}): Promise<unknown> {
  const { client, bucket, prefix, key, scope } = options;
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const input = { Bucket: bucket, Key: prefix === '' ? key : `${prefix}/${key}` };
  try {
    const { Body: body } = await client.send(new GetObjectCommand(input), scope.call);
    return parseJson((await body?.transformToString('utf8')) ?? '');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/**
 * S3 says AccessDenied of an object that is not there to those who may not list the bucket; then it is that right which is
 * missing, if it says so at all.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
function isAbsent(error: unknown): boolean {
  if (nameOf(error) === 'NoSuchKey') return true;
  return (
    nameOf(error) === 'AccessDenied' && /not authorized to perform: s3:ListBucket\b/.test(messageOf(error))
  );
}
