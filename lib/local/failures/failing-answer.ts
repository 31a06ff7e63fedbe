import { protocolOf } from '../served.ts';
import { errorAnswer, type WireAnswer, type WireError, type WireProtocol } from '../wire/error-answer.ts';
import type { FailingOperation, FailureKind, FailureRule } from './failure.ts';

/**
 * The error that a call is answered with, in the protocol of its service; `undefined` for failures that are no answer.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/CommonErrors.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export function failingAnswer(rule: FailureRule, operation: FailingOperation): WireAnswer | undefined {
  const protocol = protocolOf(operation);
  const error = { ...ERRORS['rest-json'], ...ERRORS[protocol] }[rule.kind];
  if (error === undefined) return undefined;
  const message = `Local AWS was told to fail this call of ${operation}: ${rule.kind}.`;
  const answer = errorAnswer({ protocol, ...error, message });
  if (rule.retryAfterSeconds === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(rule.retryAfterSeconds) } };
}

type Errors = Partial<Readonly<Record<FailureKind, Pick<WireError, 'status' | 'name'>>>>;

/** The same failures in each protocol; what a protocol does not say is as in REST. */
const ERRORS: Partial<Readonly<Record<WireProtocol, Errors>>> = {
  'rest-json': {
    throttle: { status: 429, name: 'ThrottlingException' },
    '500': { status: 500, name: 'InternalServerException' },
    'expired-token': { status: 403, name: 'ExpiredTokenException' },
  },
  json: {
    throttle: { status: 400, name: 'ThrottlingException' },
    '500': { status: 500, name: 'InternalServiceError' },
    'expired-token': { status: 400, name: 'ExpiredTokenException' },
  },
  query: {
    throttle: { status: 400, name: 'Throttling' },
    '500': { status: 500, name: 'InternalFailure' },
    'expired-token': { status: 403, name: 'ExpiredToken' },
  },
  s3: {
    throttle: { status: 503, name: 'SlowDown' },
    '500': { status: 500, name: 'InternalError' },
    'expired-token': { status: 400, name: 'ExpiredToken' },
  },
};
