import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

/** What CloudFormation reads. */
export interface ReceivedAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

/**
 * Stands where CloudFormation's answers go: an address of S3 that is signed for PUT with an empty content type, which takes
 * bodies of a known length only.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export async function startAnswerBucket(faults: readonly number[] = []): Promise<AnswerBucket> {
  const answers: ReceivedAnswer[] = [];
  const left = [...faults];
  let attempts = 0;
  const server = await startLoopbackServer(({ method, headers }, body) => {
    attempts += 1;
    const fault = left.shift();
    if (fault !== undefined) return { status: fault };
    if (method !== 'PUT' || headers['content-type']) return { status: 403, body: 'SignatureDoesNotMatch' };
    if (headers['content-length'] === undefined) return { status: 411, body: 'MissingContentLength' };
    if (Buffer.byteLength(body) > 4096) return { status: 400, body: 'Response object is too long.' };
    answers.push(JSON.parse(body));
    return { status: 200 };
  });
  return { ...server, answers, attempts: () => attempts };
}

export interface AnswerBucket extends LoopbackServer {
  /** Those that were taken. */
  readonly answers: readonly ReceivedAnswer[];
  /** How often someone tried. */
  readonly attempts: () => number;
}
