import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { isInvocationRecord, recordKey, runKey, sessionInId } from '../../contract/invocation-record.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { isAccessDenied, sentence } from '../aws-failure.ts';
import { factsOf } from '../error-facts.ts';
import type { CommandTarget } from '../target.ts';
import type { ArtifactPlace } from './artifact-place.ts';

/** The invocation that a run was begun in, as a host of this project has recorded it; without one, why it is not known. */
export async function invocationOfRun(
  { bucket, prefix, runId }: ArtifactPlace & { readonly runId: string },
  target: CommandTarget,
  signal: AbortSignal,
): Promise<FoundInvocation> {
  const client = await target.client((config) => new S3Client(config));
  const read = async (key: string): Promise<unknown> => {
    const { Body: body } = await client.send(
      new GetObjectCommand({ Bucket: bucket, Key: `${prefix}/${key}` }),
      { abortSignal: signal },
    );
    return parseJson((await body?.transformToString()) ?? '');
  };
  try {
    const pointer = await read(runKey(runId));
    const id = isRecord(pointer) && typeof pointer.invocationId === 'string' ? pointer.invocationId : '';
    const key = recordKey(id, sessionInId(id));
    const record = key === undefined ? undefined : await read(key);
    if (key === undefined || !isInvocationRecord(record)) {
      return { reason: `The record of run ${runId} in s3://${bucket}/${prefix} cannot be read.` };
    }
    const { sessionId, requestId, startedAt, endedAt } = record;
    if (sessionId === undefined) {
      return {
        key,
        reason:
          'The run was begun outside a runtime session: what its program printed is not in the log group of the runtime.',
      };
    }
    return {
      key,
      invocation: {
        ...{ sessionId, requestId },
        startedMs: Date.parse(startedAt),
        ...(endedAt !== undefined && { endedMs: Date.parse(endedAt) }),
      },
    };
  } catch (error) {
    return { reason: reasonNotToKnow(error, { bucket, prefix, runId }) };
  }
}

/** What is known of the invocation of a run. */
export interface FoundInvocation {
  /** Of its record, below the prefix. */
  readonly key?: string;
  readonly invocation?: {
    readonly sessionId: string;
    readonly requestId?: string | undefined;
    readonly startedMs: number;
    readonly endedMs?: number;
  };
  /** Why there is none, for people. */
  readonly reason?: string;
}

/** @throws what is no answer of S3 to this question */
function reasonNotToKnow(
  error: unknown,
  { bucket, prefix, runId }: ArtifactPlace & { readonly runId: string },
): string {
  const lines = 'Lines of its runtime session are not looked for.';
  if (nameOf(error) === 'NoSuchKey') {
    return `No host of this project has recorded run ${runId}: it began on another machine, or its record has expired. ${lines}`;
  }
  if (isAccessDenied(factsOf(error))) {
    return `The session of run ${runId} is not known: ${sentence(messageOf(error))} To read its record the caller needs s3:GetObject on arn:aws:s3:::${bucket}/${prefix}/*, and without s3:ListBucket a record that is not there is denied, too. ${lines}`;
  }
  throw error;
}
