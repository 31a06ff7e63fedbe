import { messageOf, nameOf } from '../core/errors.ts';
import { listOf, memberOf, stringMember } from '../core/thrown.ts';

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
  const metadata = memberOf(error, '$metadata');
  const status = memberOf(metadata, 'httpStatusCode');
  // An AggregateError of several connection attempts has nothing but these.
  const [first] = listOf(memberOf(error, 'errors'), 1);
  const code = stringMember(error, 'code');
  return {
    name: nameOf(error),
    message: messageOf(error) || code || nameOf(error),
    code,
    systemCall:
      stringMember(error, 'syscall') ??
      stringMember(first, 'syscall') ??
      // Of an error of another realm, a client of the SDK keeps the text only.
      /^AWS SDK error wrapper for .*\b(connect|getaddrinfo) E[A-Z]+/.exec(messageOf(error))?.[1],
    status: typeof status === 'number' ? status : undefined,
    requestId: stringMember(metadata, 'requestId'),
  };
}
