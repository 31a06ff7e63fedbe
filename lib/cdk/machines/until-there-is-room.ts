/**
 * What becomes of a call of a function that was not made, or whose answer nobody has got. The last three are of functions that ran out of
 * time or memory.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export const PASSING_LAMBDA_ERRORS = [
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
] as const;

/** About an hour, each at another time, so that those that found no room do not all come back at once. */
export const UNTIL_THERE_IS_ROOM = {
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  MaxAttempts: 60,
  JitterStrategy: 'FULL',
} as const;

/** A few minutes: a runtime that fails by itself mostly fails for every item, and somebody should hear of it soon. */
export const WHILE_IT_MAY_RECOVER = {
  IntervalSeconds: 5,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  MaxAttempts: 6,
  JitterStrategy: 'FULL',
} as const;
