import { UNSERVED_START } from '../../contract/unserved.ts';
import { SERVED, SERVED_OPERATIONS, servedOf } from '../served.ts';
import { errorAnswer, type WireAnswer, type WireError, type WireProtocol } from '../wire/error-answer.ts';
import type { Asked } from './asked-of.ts';

/** What a client of AWS gets that asks for what is not here: an error in its protocol, which it does not repeat. */
export function unservedAnswer(asked: Asked): WireAnswer {
  const { protocol } = asked;
  return errorAnswer({ protocol, ...(needsSignature(asked) ? unsigned(protocol) : unserved(asked)) });
}

/** What was asked for, what there is, and what to do. */
export function unservedMessage({ service, operation }: Pick<Asked, 'service' | 'operation'>): string {
  const what = service === undefined ? operation : `${operation} of ${service}`;
  const served = service === undefined ? undefined : servedOf(service);
  return served === undefined
    ? `${UNSERVED_START} ${what}. It has parts of these services: ${Object.keys(SERVED).join(', ')}. ` +
        'For others, start it with --upstream and the URL of an emulator that has them, or give this client an endpoint of its own.'
    : `${UNSERVED_START} ${what}. Of this service it has: ${served.operations.join(', ')}.`;
}

type NamedError = Omit<WireError, 'protocol'>;

/**
 * 400, so that no client repeats it or takes what it has asked about for absent, as a 404 would say; XML has 501 for it,
 * which is not repeated either.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
function unserved(asked: Asked): NamedError {
  const message = unservedMessage(asked);
  switch (asked.protocol) {
    case 's3':
    case 'rest-xml':
      return { status: 501, name: 'NotImplemented', message };
    case 'query':
    case 'ec2':
      return { status: 400, name: 'InvalidAction', message };
    default:
      return { status: 400, name: 'UnknownOperationException', message };
  }
}

/** Some operations of AWS take no signature; of those that are here, none. */
function needsSignature({ isSigned, protocol, operation }: Asked): boolean {
  return !isSigned && (protocol === 's3' || SERVED_OPERATIONS.some((served) => served === operation));
}

function unsigned(protocol: WireProtocol): NamedError {
  const name = UNSIGNED_NAME[protocol] ?? 'MissingAuthenticationTokenException';
  return {
    status: 403,
    name,
    message:
      'The request is not signed. Any credentials will do, such as those that local AWS prints when it starts.',
  };
}

const UNSIGNED_NAME: Partial<Readonly<Record<WireProtocol, string>>> = {
  s3: 'AccessDenied',
  query: 'MissingAuthenticationToken',
};
