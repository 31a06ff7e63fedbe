/** The errors that the service declares: HTTP status, whose fault, and members besides `message`. */

import { nonBlank, validationField } from './model-shapes.ts';
import type { Infer, StructureShape } from './shape.ts';
import { inHeader, integer, list, oneOf, optional, required, structure } from './shape-builders.ts';

/** One declared error. */
export interface ErrorModel<S extends StructureShape = StructureShape> {
  readonly statusCode: number;
  readonly fault: 'client' | 'server';
  /** Present when the SDK should try again; says whether the cause is throttling. */
  readonly retryable?: { readonly throttling: boolean };
  readonly shape: S;
}

const message = required(nonBlank);
const resource = { resourceId: required(nonBlank), resourceType: required(nonBlank) };
const retryAfterSeconds = inHeader('Retry-After', integer());

/** Why a request was refused as invalid. */
export const validationReason = oneOf('FieldValidationFailed', 'InvalidStatus', 'GuardrailIntervened');
/** Why the service failed, where it says so. */
export const internalReason = oneOf('InvalidModelGeneration', 'RequestTokenLimitExceeded');

/** Declared errors by name. */
export const errorModels = {
  AccessDeniedException: {
    statusCode: 403,
    fault: 'client',
    shape: structure('AccessDeniedException', { message }),
  },
  ConflictException: {
    statusCode: 409,
    fault: 'client',
    shape: structure('ConflictException', { message, ...resource }),
  },
  InternalServerException: {
    statusCode: 500,
    fault: 'server',
    retryable: { throttling: false },
    shape: structure('InternalServerException', {
      message,
      retryAfterSeconds,
      reason: optional(internalReason),
    }),
  },
  ResourceNotFoundException: {
    statusCode: 404,
    fault: 'client',
    shape: structure('ResourceNotFoundException', { message, ...resource }),
  },
  ServiceQuotaExceededException: {
    statusCode: 402,
    fault: 'client',
    shape: structure('ServiceQuotaExceededException', {
      message,
      ...resource,
      serviceCode: required(nonBlank),
      quotaCode: required(nonBlank),
    }),
  },
  ThrottlingException: {
    statusCode: 429,
    fault: 'client',
    retryable: { throttling: true },
    shape: structure('ThrottlingException', {
      message,
      serviceCode: optional(nonBlank),
      quotaCode: optional(nonBlank),
      retryAfterSeconds,
    }),
  },
  ValidationException: {
    statusCode: 400,
    fault: 'client',
    shape: structure('ValidationException', {
      message,
      reason: required(validationReason),
      fieldList: optional(list('ValidationExceptionFieldList', validationField)),
    }),
  },
} as const satisfies Record<string, ErrorModel>;

export type ErrorName = keyof typeof errorModels;
export type ValidationExceptionReason = Infer<typeof validationReason>;
export type InternalServerExceptionReason = Infer<typeof internalReason>;
