import { messageOf, nameOf, reasonOf } from '../core/errors.ts';
import { listOf, memberOf, stringMember } from '../core/thrown.ts';

/** What can be learned from a thrown value of unknown type. */
export interface ErrorFacts {
  readonly name: string;
  /** Of usual errors of the disk a sentence about the file. */
  readonly message: string;
  /** The code of a system error, such as `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** The system call that failed, such as `connect`. */
  readonly systemCall: string | undefined;
  /** The file, folder or program that a system error is about. */
  readonly file: string | undefined;
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
    message: fileMessage(error) || messageOf(error) || code || nameOf(error),
    code,
    file: stringMember(error, 'path'),
    systemCall:
      stringMember(error, 'syscall') ??
      stringMember(first, 'syscall') ??
      // Of an error of another realm, a client of the SDK keeps the text only.
      /^AWS SDK error wrapper for .*\b(connect|getaddrinfo) E[A-Z]+/.exec(messageOf(error))?.[1],
    status: typeof status === 'number' ? status : undefined,
    requestId: stringMember(metadata, 'requestId'),
  };
}

function fileMessage(error: unknown): string | undefined {
  const [file, syscall] = [stringMember(error, 'path'), stringMember(error, 'syscall')];
  if (!file || syscall === undefined || syscall === 'connect') return undefined;
  // In its own words the system names the file.
  const reason = reasonOf(error);
  return messageOf(error).startsWith(reason) ? undefined : `${file} cannot be used: ${reason}`;
}
