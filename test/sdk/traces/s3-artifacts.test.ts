import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { s3Artifacts, type TraceFile } from '../../../lib/sdk/index.ts';

const BUCKET = 'nova-act-local-artifacts';
let aws: LocalAws;
let client: S3Client;

beforeAll(async () => {
  aws = await startLocalAws({ failures: ['PutObject 500 first 1'] });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new S3Client({ endpoint: aws.url, region: 'us-east-1', forcePathStyle: true, credentials });
});

afterAll(async () => {
  client.destroy();
  await aws.close();
});

function trace(name: string): TraceFile {
  return {
    ...{ workflowDefinitionName: 'shop', workflowRunId: 'run-1', sessionId: 'session-1', actId: 'act-1' },
    ...{
      kind: 'page',
      name,
      contentType: 'text/html; charset=utf-8',
      body: new TextEncoder().encode('<p>hi'),
    },
  };
}

const { signal } = new AbortController();

describe('s3Artifacts', () => {
  test('stores a file below its run and session, whatever its name is, and in spite of a failure of a moment', async () => {
    const name = "act_1_50%+#é (1)'!.html";
    await s3Artifacts({ bucket: BUCKET, prefix: 'team/shop', endpoint: aws.url }).put(trace(name), {
      signal,
    });

    const Key = `team/shop/runs/run-1/sessions/session-1/${name}`;
    const object = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    expect(await object.Body?.transformToString()).toBe('<p>hi');
    expect(object.ContentType).toBe('text/html; charset=utf-8');
  });

  test('says why it could not store; the file and the bucket are named by who tells it', async () => {
    const sink = s3Artifacts({ bucket: 'nobody-has-this', endpoint: aws.url });
    expect(sink.name).toBe('s3://nobody-has-this');
    await expect(sink.put(trace('a.html'), { signal })).rejects.toThrow(
      /^s3:PutObject failed: NoSuchBucket \(.*\)\. There is no bucket of that name/,
    );
    const reason = new Error('nobody waits');
    await expect(sink.put(trace('a.html'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test.each([
    [{ bucket: 'My_Bucket' }, /bucket is "My_Bucket"; it must be the name of an S3 bucket/],
    [{ bucket: undefined }, /bucket of s3Artifacts/],
    [{ bucket: 'traces', prefix: '/shop/' }, /prefix is "\/shop\/"; it must be letters.* none at its ends/],
    [{ bucket: 'traces', prefix: 'a/../b' }, /prefix is "a\/\.\.\/b"/],
    [{ bucket: 'traces', endpoint: 'localhost:1' }, /endpoint is "localhost:1"; it must be a URL/],
    [{ bucket: 'traces', prefx: 'a' }, /no option "prefx"\. Did you mean "prefix"\?/],
  ])('%j is refused at once', (options, message) => {
    expect(() => s3Artifacts(JSON.parse(JSON.stringify(options)))).toThrow(message);
  });
});
