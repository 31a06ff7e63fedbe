import { HEADER } from '../../contract/headers.ts';
import { s3ErrorBody } from '../s3/s3-error.ts';
import { S3_OPERATIONS, type S3Operation } from '../s3/s3-operation.ts';
import type { FailingOperation, FailureRule } from './failure.ts';

/**
 * The error that a call is answered with, in the form of its service; `undefined` for failures that are no answer.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/CommonErrors.html
 */
export function failingAnswer(rule: FailureRule, operation: FailingOperation): FailingAnswer | undefined {
  const error = ERRORS[rule.kind];
  if (error === undefined) return undefined;
  const message = `Local AWS was told to fail this call of ${operation}: ${rule.kind}.`;
  const retryAfter =
    rule.retryAfterSeconds === undefined ? {} : { 'retry-after': String(rule.retryAfterSeconds) };
  if (isOfS3(operation)) {
    const { status, name } = error.s3;
    return {
      status,
      headers: { ...retryAfter, 'content-type': 'application/xml' },
      body: s3ErrorBody(name, message),
    };
  }
  const { status, name } = error.json;
  return {
    status,
    headers: { ...retryAfter, 'content-type': 'application/json', [HEADER.errorType]: name },
    body: JSON.stringify({ message }),
  };
}

function isOfS3(operation: FailingOperation): operation is S3Operation {
  return S3_OPERATIONS.some((known) => known === operation);
}

/** An answer of a service. */
export interface FailingAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface NamedStatus {
  readonly status: number;
  readonly name: string;
}

/** The same failure in the protocol of Nova Act and AgentCore, and in that of S3. */
const ERRORS: Partial<Record<FailureRule['kind'], { readonly json: NamedStatus; readonly s3: NamedStatus }>> =
  {
    throttle: {
      json: { status: 429, name: 'ThrottlingException' },
      s3: { status: 503, name: 'SlowDown' },
    },
    '500': {
      json: { status: 500, name: 'InternalServerException' },
      s3: { status: 500, name: 'InternalError' },
    },
    'expired-token': {
      json: { status: 403, name: 'ExpiredTokenException' },
      s3: { status: 400, name: 'ExpiredToken' },
    },
  };
