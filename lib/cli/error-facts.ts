import { isRecord } from '../core/is-record.ts';

/** What can be learned from a thrown value of unknown type. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** The code of a system error, such as `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** The system call that failed, such as `connect`. */
  readonly systemCall: string | undefined;
  /** The HTTP status that a service answered with. */
  readonly status: number | undefined;
  readonly requestId: string | undefined;
}

/** Reads a thrown value without trusting its type or realm. */
export function factsOf(error: unknown): ErrorFacts {
  const record = isRecord(error) ? error : {};
  const metadata = isRecord(record.$metadata) ? record.$metadata : {};
  return {
    name: textOf(record.name) ?? 'Error',
    message: textOf(record.message) || firstMessage(record.errors) || textOf(record.code) || String(error),
    code: textOf(record.code),
    systemCall: textOf(record.syscall) ?? systemCallOf(record.errors),
    status: typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined,
    requestId: textOf(metadata.requestId),
  };
}

/** An AggregateError of several connection attempts has no message of its own. */
function firstMessage(errors: unknown): string | undefined {
  return textOf(firstOf(errors).message);
}

function systemCallOf(errors: unknown): string | undefined {
  return textOf(firstOf(errors).syscall);
}

function firstOf(errors: unknown): Readonly<Record<string, unknown>> {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  return isRecord(first) ? first : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
