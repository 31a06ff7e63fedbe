import { describe, expect, test } from '@jest/globals';
import { toSdkError } from '../../lib/sdk/service-errors.ts';
import * as service from '../../lib/service/index.ts';

const $metadata = (httpStatusCode: number) => ({ httpStatusCode, requestId: 'req-1' });
const base = { message: 'no', fieldList: undefined, serviceCode: undefined, quotaCode: undefined };
const failure = { ...base, retryAfterSeconds: undefined, reason: undefined };

describe('each answer of the service becomes the error that people know', () => {
  test.each([
    [new service.AccessDeniedException({ ...base, $metadata: $metadata(403) }), 'AuthError'],
    [
      new service.ValidationException({ ...base, reason: 'GuardrailIntervened', $metadata: $metadata(400) }),
      'ActGuardrailsError',
    ],
    [
      new service.ValidationException({ ...base, reason: 'InvalidStatus', $metadata: $metadata(400) }),
      'ActBadRequestError',
    ],
    [
      new service.ResourceNotFoundException({
        ...base,
        resourceId: 'x',
        resourceType: 'y',
        $metadata: $metadata(404),
      }),
      'ActBadRequestError',
    ],
    [new service.ThrottlingException({ ...failure, $metadata: $metadata(429) }), 'ActRequestThrottledError'],
    [
      new service.ServiceQuotaExceededException({
        ...base,
        resourceId: 'x',
        resourceType: 'y',
        serviceCode: 's',
        quotaCode: 'q',
        $metadata: $metadata(402),
      }),
      'ActDailyQuotaExceededError',
    ],
    [
      new service.InternalServerException({
        ...failure,
        reason: 'InvalidModelGeneration',
        $metadata: $metadata(500),
      }),
      'ActInvalidModelGenerationError',
    ],
    [
      new service.InternalServerException({
        ...failure,
        reason: 'RequestTokenLimitExceeded',
        $metadata: $metadata(500),
      }),
      'ActInvalidModelGenerationError',
    ],
    [
      new service.InternalServerException({ ...failure, $metadata: $metadata(500) }),
      'ActInternalServerError',
    ],
    [
      new service.ConflictException({
        ...base,
        resourceId: 'x',
        resourceType: 'y',
        $metadata: $metadata(409),
      }),
      'ActClientError',
    ],
  ])('%s', (error, name) => {
    expect(toSdkError(error)).toMatchObject({ name, cause: error });
  });

  test('the wrong fields are named', () => {
    const error = new service.ValidationException({
      message: 'bad',
      reason: 'FieldValidationFailed',
      fieldList: [{ name: 'task', message: 'is too long' }],
      $metadata: $metadata(400),
    });

    expect(toSdkError(error)).toMatchObject({
      message: 'bad (FieldValidationFailed); task: is too long',
      statusCode: 400,
      requestId: 'req-1',
      retryable: false,
    });
  });

  test('what is not there is named once', () => {
    const missing = {
      ...base,
      resourceType: 'WorkflowDefinition',
      resourceId: 'shop',
      $metadata: $metadata(404),
    };
    const messageFor = (message: string) =>
      toSdkError(new service.ResourceNotFoundException({ ...missing, message })).message;

    expect(messageFor('Not there.')).toBe('Not there. (WorkflowDefinition shop)');
    expect(messageFor('WorkflowDefinition shop does not exist.')).toBe(
      'WorkflowDefinition shop does not exist.',
    );
  });

  test('throttling says how long to wait', () => {
    const error = new service.ThrottlingException({
      ...failure,
      retryAfterSeconds: 7,
      $metadata: $metadata(429),
    });

    expect(toSdkError(error)).toMatchObject({ retryable: true, retryAfterSeconds: 7 });
  });
});

describe('when no answer came', () => {
  test('missing credentials are an AuthError that says what to set', () => {
    const error = Object.assign(new Error('Could not load credentials from any providers'), {
      name: 'CredentialsProviderError',
    });

    expect(toSdkError(error)).toMatchObject({
      name: 'AuthError',
      message: expect.stringContaining('AWS_PROFILE'),
    });
  });

  test.each([
    ['ECONNRESET', 'socket hang up'],
    ['EPIPE', 'write EPIPE'],
  ])('%s is called what it is, not the timeout that its name says', (code, said) => {
    const error = Object.assign(new Error(said), { name: 'TimeoutError', code });

    expect(toSdkError(error)).toMatchObject({
      retryable: true,
      message: `The Nova Act service could not be reached: the connection was closed (${said})`,
    });
  });

  test('a broken connection may be tried again', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
      name: 'Error',
      code: 'ECONNREFUSED',
    });

    expect(toSdkError(error)).toMatchObject({
      name: 'ActAPIError',
      retryable: true,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});
