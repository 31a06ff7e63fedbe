import { randomUUID } from 'node:crypto';
import { HEADER } from '../../contract/headers.ts';
import { s3ErrorBody } from '../s3/s3-error.ts';
import { cborOfTexts } from './cbor-texts.ts';
import { xmlTextOf } from './xml-text.ts';

/**
 * An error as clients of a protocol read it.
 *
 * @see https://smithy.io/2.0/aws/protocols/index.html
 * @see https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export function errorAnswer(error: WireError): WireAnswer {
  const { protocol, status, name, message } = error;
  const requestId = randomUUID();
  const id = { [HEADER.awsRequestId]: requestId };
  switch (protocol) {
    case 's3':
      return { status, headers: { ...id, ...XML }, body: s3ErrorBody(name, message) };
    case 'ec2':
      return {
        status,
        headers: { ...id, ...XML },
        body: `${XML_HEAD}<Response><Errors><Error>${codeAndMessage(name, message)}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
      };
    case 'query':
    case 'rest-xml': {
      const type = status < 500 ? 'Sender' : 'Receiver';
      return {
        status,
        headers: { ...id, ...XML },
        body: `${XML_HEAD}<ErrorResponse><Error><Type>${type}</Type>${codeAndMessage(name, message)}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      };
    }
    case 'cbor':
      return {
        status,
        headers: { ...id, 'content-type': 'application/cbor', [PROTOCOL_HEADER]: RPC_V2_CBOR },
        body: cborOfTexts({ __type: name, message }),
      };
    default:
      return {
        status,
        headers: { ...id, 'content-type': JSON_TYPE[protocol], [HEADER.errorType]: name },
        body: JSON.stringify({ __type: name, message }),
      };
  }
}

/** The forms in which services of AWS answer; S3 has one of its own. `json` is AWS JSON 1.0 and 1.1. */
export type WireProtocol = 'rest-json' | 'json' | 'cbor' | 'query' | 'ec2' | 'rest-xml' | 's3';

/** An error, whatever the protocol. */
export interface WireError {
  readonly protocol: WireProtocol;
  readonly status: number;
  /** As clients know it, such as `ThrottlingException`. */
  readonly name: string;
  readonly message: string;
}

/** An answer of a service. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The header by which requests and answers of newer protocols say which it is, and what it says for CBOR. */
export const PROTOCOL_HEADER = 'smithy-protocol';
export const RPC_V2_CBOR = 'rpc-v2-cbor';

const XML = { 'content-type': 'text/xml' } as const;
const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const JSON_TYPE = { 'rest-json': 'application/json', json: 'application/x-amz-json-1.1' } as const;

function codeAndMessage(name: string, message: string): string {
  return `<Code>${name}</Code><Message>${xmlTextOf(message)}</Message>`;
}
