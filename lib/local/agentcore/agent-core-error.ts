import { MAX_PAYLOAD_BYTES } from '../../contract/limits.ts';
import { hasCode } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { messageWithStorage } from '../storage-problem.ts';

/** An error that goes to the client in the service's own form. */
export class AgentCoreError extends Error {
  /** The name that the service gives it. */
  override readonly name: string;
  readonly status: number;
  /** The field that is wrong, in a ValidationException. */
  readonly field: string | undefined;
  /** Why, in a ValidationException. */
  readonly reason: string;
  /** Headers of the answer beside those that every error has. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    name: string,
    message: string,
    options: {
      readonly field?: string | undefined;
      readonly status?: number | undefined;
      /** @default 'FieldValidationFailed' */
      readonly reason?: ValidationReason | undefined;
      /** @default none */
      readonly headers?: Readonly<Record<string, string>> | undefined;
    } = {},
  ) {
    super(message);
    this.name = name;
    this.status = options.status ?? STATUS[name] ?? 500;
    this.field = options.field;
    this.reason = options.reason ?? 'FieldValidationFailed';
    this.headers = options.headers ?? {};
  }

  /** The JSON body, with the members that the model asks for. */
  body(): Readonly<Record<string, unknown>> {
    if (this.name !== 'ValidationException') return { message: this.message };
    const fieldList = this.field === undefined ? [] : [{ name: this.field, message: this.message }];
    return { message: this.message, reason: this.reason, fieldList };
  }
}

/** Reasons of the service's model that come from here. */
type ValidationReason = 'CannotParse' | 'FieldValidationFailed' | 'IdempotentParameterMismatchException';

/** HTTP status of the errors of the data plane. */
const STATUS: Readonly<Record<string, number>> = {
  ValidationException: 400,
  UnauthorizedException: 401,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  RuntimeClientError: 424,
  ThrottlingException: 429,
};

/** Whatever was thrown on the way, as the error that the client gets. */
export function asAgentCoreError(error: unknown, stateDir: string): AgentCoreError {
  if (isInstance(error, AgentCoreError)) return error;
  if (hasCode(error, 'FST_ERR_CTP_BODY_TOO_LARGE')) {
    const message = `payload is larger than ${MAX_PAYLOAD_BYTES} bytes.`;
    return new AgentCoreError('ValidationException', message, { field: 'payload' });
  }
  return new AgentCoreError(
    'InternalServerException',
    messageWithStorage(error, stateDir) || 'Local AWS failed.',
  );
}
