import { expect, test } from '@jest/globals';
import { apiKeyError } from '../../lib/service/api-key-errors.ts';

test.each([
  [401, '{"message":"Who?"}', 401, 'AccessDeniedException', { message: 'Who? (see your API key)' }],
  [
    429,
    '{"message":"Slowly.","throttleType":"RATE_LIMIT_EXCEEDED"}',
    429,
    'ThrottlingException',
    { message: 'Slowly.' },
  ],
  [
    429,
    '{"message":"Enough.","throttleType":"DAILY_QUOTA_LIMIT_EXCEEDED"}',
    402,
    'ServiceQuotaExceededException',
    {
      message: 'The quota of the day is used up: Enough.',
      resourceId: 'of unknown id',
      resourceType: 'resource',
    },
  ],
  [
    500,
    '{"message":"Odd.","reason":"RequestTokenLimitExceeded"}',
    500,
    'InternalServerException',
    { message: 'Odd.', reason: 'RequestTokenLimitExceeded' },
  ],
  [500, '{"message":"Odd.","reason":"OTHER"}', 500, 'InternalServerException', { message: 'Odd.' }],
  [
    400,
    '<html>No</html>',
    400,
    'ValidationException',
    { message: '<html>No</html>', reason: 'FieldValidationFailed', fieldList: [] },
  ],
  [503, '', 503, undefined, { message: 'HTTP 503' }],
  [409, '{"message":7}', 409, undefined, { message: '{"message":7}' }],
])('HTTP %i with %s is, on AWS, HTTP %i %s', (status, text, statusCode, name, body) => {
  expect(apiKeyError(status, text)).toEqual({ statusCode, name, body });
});
