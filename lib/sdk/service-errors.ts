import { isIdentityError } from '../contract/identity-errors.ts';
import { VARIABLE } from '../contract/variables.ts';
import { AnswerError } from '../core/answer-error.ts';
import { isExplained, messageOf, nameOf } from '../core/errors.ts';
import { isInstance } from '../core/thrown.ts';
import {
  AccessDeniedException,
  InternalServerException,
  NovaActServiceException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ThrottlingException,
  ValidationException,
} from '../service/index.ts';
import { LocalCredentialsError } from '../service/matching-credentials.ts';
import { isConnectionClosed } from '../service/repeat-policy.ts';
import {
  ActAPIError,
  type ActApiErrorOptions,
  ActBadRequestError,
  ActClientError,
  ActDailyQuotaExceededError,
  ActGuardrailsError,
  ActInternalServerError,
  ActInvalidModelGenerationError,
  ActRequestThrottledError,
  ActServerError,
  AuthError,
  NovaActError,
  type NovaActErrorOptions,
  ValidationFailed,
} from './errors.ts';

/** Turns what a service call threw into the SDK's error for it; SDK errors pass unchanged. */
export function toSdkError(
  error: unknown,
  options: Pick<NovaActErrorOptions, 'metadata'> = {},
): NovaActError {
  if (isInstance(error, NovaActError)) return error;
  const name = nameOf(error);
  const message = messageOf(error);
  if (isIdentityError(error)) {
    const key = process.env[VARIABLE.apiKey] ? ` To use ${VARIABLE.apiKey}, pass \`apiKey: true\`.` : '';
    return new AuthError(
      `AWS credentials are missing or not accepted (${message}). Set AWS_PROFILE or run \`aws sso login\`; for local AWS set AWS_ENDPOINT_URL_NOVA_ACT.${key}`,
      { ...options, cause: error },
    );
  }
  if (isInstance(error, LocalCredentialsError)) return new AuthError(message, { ...options, cause: error });
  if (isInstance(error, AnswerError)) return new ActAPIError(message, { ...options, cause: error });
  if (isExplained(error)) return new ValidationFailed(message, { ...options, cause: error });
  if (isInstance(error, NovaActServiceException)) return fromService(error, options);
  const reason = isConnectionClosed(error) ? `the connection was closed (${message})` : `${name}: ${message}`;
  return new ActAPIError(`The Nova Act service could not be reached: ${reason}`, {
    ...options,
    cause: error,
    retryable: true,
  });
}

/** For `catch`: throws the SDK's error for what a service call threw. */
export function rethrowAsSdkError(error: unknown): never {
  throw toSdkError(error);
}

function fromService(
  error: NovaActServiceException,
  base: Pick<NovaActErrorOptions, 'metadata'>,
): NovaActError {
  const { httpStatusCode: statusCode, requestId } = error.$metadata;
  const options: ActApiErrorOptions = { ...base, cause: error, statusCode, requestId };
  const { message } = error;
  if (error instanceof AccessDeniedException) {
    return new AuthError(`Nova Act refused access: ${message}`, options);
  }
  if (error instanceof ValidationException) {
    if (error.reason === 'GuardrailIntervened') return new ActGuardrailsError(message, options);
    const fields = (error.fieldList ?? []).map((field) => `${field.name}: ${field.message}`);
    return new ActBadRequestError([`${message} (${error.reason})`, ...fields].join('; '), options);
  }
  if (error instanceof ResourceNotFoundException) {
    const { resourceType, resourceId } = error;
    const isNamed = message.includes(resourceType) && message.includes(resourceId);
    return new ActBadRequestError(isNamed ? message : `${message} (${resourceType} ${resourceId})`, options);
  }
  if (error instanceof ThrottlingException) {
    const { retryAfterSeconds } = error;
    return new ActRequestThrottledError(message, { ...options, retryAfterSeconds });
  }
  if (error instanceof ServiceQuotaExceededException) return new ActDailyQuotaExceededError(message, options);
  if (error instanceof InternalServerException) {
    return error.reason === undefined
      ? new ActInternalServerError(message, { ...options, retryable: true })
      : new ActInvalidModelGenerationError(`${message} (${error.reason})`, options);
  }
  if (statusCode !== undefined && statusCode >= 500)
    return new ActServerError(message, { ...options, retryable: true });
  if (statusCode !== undefined && statusCode >= 400) return new ActClientError(message, options);
  return new ActAPIError(message, options);
}
