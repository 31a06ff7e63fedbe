import type { ErrorSource } from '../contract/error-source.ts';
import { knownSecrets } from '../contract/known-secrets.ts';
import type { ActMetadata } from './act/reported-act.ts';

/** Every code an SDK error can carry; a `switch` over it can be exhaustive. */
export type NovaActErrorCode =
  | 'validation'
  | 'start-failed'
  | 'not-awaited'
  | 'auth'
  | 'browser-auth'
  | 'secret'
  | 'act'
  | 'act-timeout'
  | 'act-canceled'
  | 'act-approval-refused'
  | 'act-takeover-refused'
  | 'act-human-expired'
  | 'act-agent-failed'
  | 'act-max-steps'
  | 'act-invalid-generation'
  | 'act-actuation'
  | 'act-tool'
  | 'act-mcp'
  | 'act-api'
  | 'act-bad-request'
  | 'act-guardrails'
  | 'act-throttled'
  | 'act-daily-quota'
  | 'act-internal-server';

/** What every SDK error may be given besides its message. */
export interface NovaActErrorOptions {
  readonly cause?: unknown;
  /** What was known of the act when it failed; absent when no act had begun. */
  readonly metadata?: ActMetadata | undefined;
}

/** The base of everything the SDK throws on purpose. Names of leaves are those of the Python SDK. */
export abstract class NovaActError extends Error {
  abstract readonly code: NovaActErrorCode;
  abstract readonly source: ErrorSource;
  /** Whether doing the very same again may work. An act that failed may already have clicked or paid: look first. */
  readonly retryable: boolean = false;
  readonly metadata: ActMetadata | undefined;

  constructor(message: string, options: NovaActErrorOptions = {}) {
    super(knownSecrets.hideIn(message), options.cause === undefined ? undefined : { cause: options.cause });
    this.metadata = options.metadata;
    this.name = 'NovaActError';
  }
}

/** An argument is wrong: nothing was called. */
export class ValidationFailed extends NovaActError {
  override readonly name: string = 'ValidationFailed';
  readonly code = 'validation';
  readonly source = 'user';
}

/** A prompt, name or text is empty or too long. */
export class InvalidInputLength extends ValidationFailed {
  override readonly name = 'InvalidInputLength';
}

/** A timeout or `observationDelayMs` is not a whole number in the allowed range. */
export class InvalidTimeout extends ValidationFailed {
  override readonly name = 'InvalidTimeout';
}

/** `maxSteps` is not a whole number in the allowed range. */
export class InvalidMaxSteps extends ValidationFailed {
  override readonly name = 'InvalidMaxSteps';
}

/** The viewport is outside what the model was made for. */
export class InvalidScreenResolution extends ValidationFailed {
  override readonly name = 'InvalidScreenResolution';
}

/** The run, the session or the browser could not be started; see `cause`. */
export class StartFailed extends NovaActError {
  override readonly name = 'StartFailed';
  readonly code = 'start-failed';
  readonly source = 'client';
}

/** The code of a run came to its end without waiting for something that it had begun, such as an act: the run is FAILED. */
export class NotAwaitedError extends NovaActError {
  override readonly name = 'NotAwaitedError';
  readonly code = 'not-awaited';
  readonly source = 'user';
}

/** Credentials are missing, expired, or not allowed to call Nova Act. */
export class AuthError extends NovaActError {
  override readonly name = 'AuthError';
  readonly code = 'auth';
  readonly source = 'user';
}

/** What a session should remember of sign-ins could not be read or saved. */
export class BrowserAuthError extends NovaActError {
  override readonly name = 'BrowserAuthError';
  readonly code = 'browser-auth';
  readonly source = 'user';
}

/** A secret could not be fetched; see `secret`. Its value is in no message. */
export class SecretError extends NovaActError {
  override readonly name = 'SecretError';
  readonly code = 'secret';
  readonly source = 'user';
  override readonly retryable: boolean;

  constructor(
    message: string,
    options: NovaActErrorOptions & { readonly retryable?: boolean | undefined } = {},
  ) {
    super(message, options);
    this.retryable = options.retryable ?? false;
  }
}

/** The base of every failure of an act. `metadata` is complete once the act was created, and absent before. */
export class ActError extends NovaActError {
  override readonly name: string = 'ActError';
  readonly code: NovaActErrorCode = 'act';
  readonly source: ErrorSource = 'client';
}

/** `timeoutMs` ran out; a step that was under way has been stopped. */
export class ActTimeoutError extends ActError {
  override readonly name = 'ActTimeoutError';
  override readonly code = 'act-timeout';
}

/** The caller's signal was aborted, the process was interrupted, or the session was closed under the act. */
export class ActCanceledError extends ActError {
  override readonly name: string = 'ActCanceledError';
  override readonly code: NovaActErrorCode = 'act-canceled';
  override readonly source = 'user';
}

/** A person who was asked to approve something said no. */
export class ApproveCanceledError extends ActCanceledError {
  override readonly name = 'ApproveCanceledError';
  override readonly code = 'act-approval-refused';
}

/** A person who was asked to take over said that it could not be done. */
export class UiTakeoverCanceledError extends ActCanceledError {
  override readonly name = 'UiTakeoverCanceledError';
  override readonly code = 'act-takeover-refused';
}

/** No answer of a person was heard in time. */
export class HumanRequestExpiredError extends ActError {
  override readonly name = 'HumanRequestExpiredError';
  override readonly code = 'act-human-expired';
  override readonly source = 'user';
}

/** The agent gave up: its own words are the message. */
export class ActAgentFailed extends ActError {
  override readonly name = 'ActAgentFailed';
  override readonly code = 'act-agent-failed';
  override readonly source = 'service';
}

/** The task was not done within `maxSteps` steps. */
export class ActExceededMaxStepsError extends ActError {
  override readonly name = 'ActExceededMaxStepsError';
  override readonly code = 'act-max-steps';
  override readonly source = 'user';
}

/** What the model returned cannot be used, for example because it does not match the schema. */
export class ActInvalidModelGenerationError extends ActError {
  override readonly name = 'ActInvalidModelGenerationError';
  override readonly code = 'act-invalid-generation';
  override readonly source = 'service';
  /** The text that the model returned, as it came. */
  readonly rawResponse: string | undefined;

  constructor(
    message: string,
    options: NovaActErrorOptions & { readonly rawResponse?: string | undefined } = {},
  ) {
    super(message, options);
    this.rawResponse = options.rawResponse;
  }
}

/** The browser could not do what was asked, and the model cannot mend it. */
export class ActActuationError extends ActError {
  override readonly name = 'ActActuationError';
  override readonly code = 'act-actuation';
}

/** A tool of the caller's threw. */
export class ActToolError extends ActError {
  override readonly name: string = 'ActToolError';
  override readonly code: NovaActErrorCode = 'act-tool';
  override readonly source = 'user';
}

/** A tool of an MCP server failed, or its server does not answer any more. */
export class ActMCPError extends ActToolError {
  override readonly name = 'ActMCPError';
  override readonly code = 'act-mcp';
}

/** What a failed call of the service said of itself. */
export interface ActApiErrorOptions extends NovaActErrorOptions {
  readonly requestId?: string | undefined;
  /** HTTP status, absent when no answer came. */
  readonly statusCode?: number | undefined;
  readonly retryable?: boolean | undefined;
}

/** The service refused or failed a call, or could not be reached. */
export class ActAPIError extends ActError {
  override readonly name: string = 'ActAPIError';
  override readonly code: NovaActErrorCode = 'act-api';
  override readonly source: ErrorSource = 'service';
  override readonly retryable: boolean;
  readonly requestId: string | undefined;
  readonly statusCode: number | undefined;

  constructor(message: string, options: ActApiErrorOptions = {}) {
    super(message, options);
    this.requestId = options.requestId;
    this.statusCode = options.statusCode;
    this.retryable = options.retryable ?? false;
  }
}

/** A 4xx that has no class of its own. */
export class ActClientError extends ActAPIError {
  override readonly name: string = 'ActClientError';
  override readonly source = 'user';
}

/** A field or a resource named in the request is wrong. */
export class ActBadRequestError extends ActClientError {
  override readonly name = 'ActBadRequestError';
  override readonly code = 'act-bad-request';
}

/** A guardrail stopped it: yours the page, or the service's the prompt. Only the latter has `statusCode` and `requestId`. */
export class ActGuardrailsError extends ActClientError {
  override readonly name = 'ActGuardrailsError';
  override readonly code = 'act-guardrails';
}

/** Too many requests; `retryAfterSeconds` when the service said how long to wait. */
export class ActRequestThrottledError extends ActClientError {
  override readonly name = 'ActRequestThrottledError';
  override readonly code = 'act-throttled';
  readonly retryAfterSeconds: number | undefined;

  constructor(
    message: string,
    options: ActApiErrorOptions & { readonly retryAfterSeconds?: number | undefined } = {},
  ) {
    super(message, { ...options, retryable: true });
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The account's quota is used up. */
export class ActDailyQuotaExceededError extends ActClientError {
  override readonly name = 'ActDailyQuotaExceededError';
  override readonly code = 'act-daily-quota';
}

/** A 5xx. */
export class ActServerError extends ActAPIError {
  override readonly name: string = 'ActServerError';
}

/** The service failed inside. */
export class ActInternalServerError extends ActServerError {
  override readonly name = 'ActInternalServerError';
  override readonly code = 'act-internal-server';
}
