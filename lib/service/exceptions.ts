/** Errors that the service answers with. Each can be told by `instanceof` or by `name`. */
import { type ExceptionOptionType, ServiceException } from '@smithy/core/client';
import type { RetryableTrait } from '@smithy/types';
import {
  errorModels,
  type InternalServerExceptionReason,
  type ValidationExceptionReason,
} from './model-errors.ts';
import type { ValidationExceptionField } from './model-shapes.ts';

type Options<E extends Error> = ExceptionOptionType<E, NovaActServiceException>;

/**
 * Base of all errors from the service. An error that the model does not declare (for example a missing
 * authentication token) is thrown as this class, with its wire name in `name`.
 */
export class NovaActServiceException extends ServiceException {}

/** The caller may not do this (HTTP 403). */
export class AccessDeniedException extends NovaActServiceException {
  static readonly errorName = 'AccessDeniedException';
  override readonly name = 'AccessDeniedException';
  override readonly $fault = 'client';
  constructor(options: Options<AccessDeniedException>) {
    super({ ...options, name: 'AccessDeniedException', $fault: 'client' });
  }
}

/** The request does not fit the present state of the resource (HTTP 409). */
export class ConflictException extends NovaActServiceException {
  static readonly errorName = 'ConflictException';
  override readonly name = 'ConflictException';
  override readonly $fault = 'client';
  readonly resourceId: string;
  readonly resourceType: string;
  constructor(options: Options<ConflictException>) {
    super({ ...options, name: 'ConflictException', $fault: 'client' });
    this.resourceId = options.resourceId;
    this.resourceType = options.resourceType;
  }
}

/** The service failed (HTTP 500); `reason` says so when the model's output was the cause. */
export class InternalServerException extends NovaActServiceException {
  static readonly errorName = 'InternalServerException';
  override readonly name = 'InternalServerException';
  override readonly $fault = 'server';
  override $retryable: RetryableTrait = errorModels.InternalServerException.retryable;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: InternalServerExceptionReason | undefined;
  constructor(options: Options<InternalServerException>) {
    super({ ...options, name: 'InternalServerException', $fault: 'server' });
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.reason = options.reason;
  }
}

/** There is no such resource (HTTP 404). */
export class ResourceNotFoundException extends NovaActServiceException {
  static readonly errorName = 'ResourceNotFoundException';
  override readonly name = 'ResourceNotFoundException';
  override readonly $fault = 'client';
  readonly resourceId: string;
  readonly resourceType: string;
  constructor(options: Options<ResourceNotFoundException>) {
    super({ ...options, name: 'ResourceNotFoundException', $fault: 'client' });
    this.resourceId = options.resourceId;
    this.resourceType = options.resourceType;
  }
}

/** A quota of the account is used up (HTTP 402). */
export class ServiceQuotaExceededException extends NovaActServiceException {
  static readonly errorName = 'ServiceQuotaExceededException';
  override readonly name = 'ServiceQuotaExceededException';
  override readonly $fault = 'client';
  readonly resourceId: string;
  readonly resourceType: string;
  readonly serviceCode: string;
  readonly quotaCode: string;
  constructor(options: Options<ServiceQuotaExceededException>) {
    super({ ...options, name: 'ServiceQuotaExceededException', $fault: 'client' });
    this.resourceId = options.resourceId;
    this.resourceType = options.resourceType;
    this.serviceCode = options.serviceCode;
    this.quotaCode = options.quotaCode;
  }
}

/** Too many requests (HTTP 429). */
export class ThrottlingException extends NovaActServiceException {
  static readonly errorName = 'ThrottlingException';
  override readonly name = 'ThrottlingException';
  override readonly $fault = 'client';
  override $retryable: RetryableTrait = errorModels.ThrottlingException.retryable;
  readonly serviceCode: string | undefined;
  readonly quotaCode: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  constructor(options: Options<ThrottlingException>) {
    super({ ...options, name: 'ThrottlingException', $fault: 'client' });
    this.serviceCode = options.serviceCode;
    this.quotaCode = options.quotaCode;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The input breaks a rule (HTTP 400): `reason` says which kind, `fieldList` which members. */
export class ValidationException extends NovaActServiceException {
  static readonly errorName = 'ValidationException';
  override readonly name = 'ValidationException';
  override readonly $fault = 'client';
  readonly reason: ValidationExceptionReason;
  readonly fieldList: readonly ValidationExceptionField[] | undefined;
  constructor(options: Options<ValidationException>) {
    super({ ...options, name: 'ValidationException', $fault: 'client' });
    this.reason = options.reason;
    this.fieldList = options.fieldList;
  }
}

/** Classes of the declared errors. */
export const exceptionClasses = [
  AccessDeniedException,
  ConflictException,
  InternalServerException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ThrottlingException,
  ValidationException,
] as const;
