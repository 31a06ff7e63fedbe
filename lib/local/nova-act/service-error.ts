/** Errors that the local service answers with, shaped as the service model says. */
import type { ErrorName, FieldProblem } from '../../service/index.ts';

/** An error of the service model; `details` are its members besides the message. */
export class ServiceError extends Error {
  override readonly name: ErrorName;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(options: {
    readonly name: ErrorName;
    readonly message: string;
    readonly details?: Readonly<Record<string, unknown>> | undefined;
  }) {
    super(options.message);
    this.name = options.name;
    this.details = options.details ?? {};
  }
}

/** Kinds of resources, as errors name them. */
export type ResourceType = 'WorkflowDefinition' | 'WorkflowRun' | 'Session' | 'Act';

type Resource = { readonly resourceType: ResourceType; readonly resourceId: string };

/** Members of the input break rules. */
export function invalidFields(fieldList: readonly FieldProblem[]): ServiceError {
  return new ServiceError({
    name: 'ValidationException',
    message: `Invalid input: ${fieldList.map(({ name, message }) => `${name} ${message}`).join('; ')}.`,
    details: { reason: 'FieldValidationFailed', fieldList },
  });
}

/** The request makes no sense in the present status. */
export function invalidStatus(message: string): ServiceError {
  return new ServiceError({ name: 'ValidationException', message, details: { reason: 'InvalidStatus' } });
}

/** The request contradicts what is there. */
export function conflict(options: Resource & { readonly message: string }): ServiceError {
  const { message, ...details } = options;
  return new ServiceError({ name: 'ConflictException', message, details });
}

/** There is no such resource. */
export function notFound(resource: Resource): ServiceError {
  return new ServiceError({
    name: 'ResourceNotFoundException',
    message: `${resource.resourceType} ${resource.resourceId} does not exist.`,
    details: resource,
  });
}

/** The agent failed to make a step. */
export function agentFailed(message: string): ServiceError {
  return new ServiceError({
    name: 'InternalServerException',
    message,
    details: { reason: 'InvalidModelGeneration' },
  });
}
