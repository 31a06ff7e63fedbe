import { SERVICE_NAME } from '../../contract/protocol.ts';
import { FORM_TYPE } from '../../core/media-types.ts';
import { signingScopeOf } from '../guard.ts';
import { PROTOCOL_HEADER, RPC_V2_CBOR, type WireProtocol } from '../wire/error-answer.ts';

/**
 * What a client of AWS asks for, in which protocol, by all that the request itself shows; `undefined` when nothing of it
 * says that a client of AWS sent it. Pure.
 */
export function askedOf(request: AskingRequest): Asked | undefined {
  const scope = signingScopeOf(request);
  if (scope === undefined && !isFromAwsClient(request) && actionOf(request) === undefined) return undefined;
  const service = scope?.service;
  const protocol = protocolOfRequest(request, service);
  return { isSigned: scope !== undefined, service, protocol, operation: operationIn(request, protocol) };
}

/** A request, as far as it has been read. */
export interface AskingRequest {
  readonly method: string;
  /** Path and query, as the client sent them. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The beginning of a form, if it is one. */
  readonly form?: string | undefined;
}

/** What a client of AWS asks for. */
export interface Asked {
  readonly isSigned: boolean;
  /** The name that the request is signed for, such as `monitoring` for CloudWatch. */
  readonly service: string | undefined;
  readonly protocol: WireProtocol;
  /** Its name if the request says it, else method and path. */
  readonly operation: string;
}

/** Whether headers or query are such as only clients of AWS send, signed or not. */
export function isFromAwsClient({ headers, url }: Pick<AskingRequest, 'headers' | 'url'>): boolean {
  const names = [...Object.keys(headers), ...queryOf(url).keys()].map((name) => name.toLowerCase());
  return (
    names.some((name) => AWS_NAME.test(name)) ||
    /\b(?:aws-sdk-|aws-cli\/|boto3\/|botocore\/)/i.test(String(headers['user-agent']))
  );
}

const AWS_NAME = /^(?:x-amz-|amz-sdk-|smithy-protocol$|awsaccesskeyid$)/;

/** By all other protocols a request shows itself which it is; those of plain REST differ by service. */
const REST_XML: readonly string[] = ['route53', 'cloudfront'];
const S3_LIKE: readonly string[] = [SERVICE_NAME.s3, 's3express', 's3-object-lambda'];
const EC2 = 'ec2';

function protocolOfRequest(request: AskingRequest, service: string | undefined): WireProtocol {
  const { headers } = request;
  const contentType = String(headers['content-type']);
  if (headers[PROTOCOL_HEADER] === RPC_V2_CBOR) return 'cbor';
  if (headers['x-amz-target'] !== undefined || contentType.startsWith('application/x-amz-json'))
    return 'json';
  if (service === EC2) return 'ec2';
  if (service !== undefined && S3_LIKE.includes(service)) return 's3';
  if (service !== undefined && REST_XML.includes(service)) return 'rest-xml';
  // The form may not have been read yet.
  const isFormAtRoot = contentType.startsWith(FORM_TYPE) && /^\/(?:\?|$)/.test(request.url);
  if (actionOf(request) !== undefined || isFormAtRoot) return 'query';
  // Of the services that are called without a signature, only S3 has no body and no token.
  const isBare = contentType === 'undefined' && headers.authorization === undefined && !hasToken(headers);
  return service === undefined && isBare ? 's3' : 'rest-json';
}

function hasToken(headers: AskingRequest['headers']): boolean {
  return Object.keys(headers).some((name) => name.endsWith('token'));
}

function operationIn(request: AskingRequest, protocol: WireProtocol): string {
  const { method, url, headers } = request;
  const [path = ''] = url.split('?');
  const named =
    protocol === 'json'
      ? String(headers['x-amz-target'] ?? '')
          .split('.')
          .at(-1)
      : protocol === 'cbor'
        ? /\/operation\/([^/?]+)/.exec(path)?.[1]
        : (actionOf(request) ?? queryOf(url).get('x-id') ?? undefined);
  return NAME.test(named ?? '') ? `${named}` : `${method} ${path.slice(0, MAX_SHOWN_PATH)}`;
}

const NAME = /^\w{1,100}$/;
const MAX_SHOWN_PATH = 200;

/** The operation of the query protocol: `Action` beside `Version`, in a form or in the address. */
function actionOf({ url, form = '' }: Pick<AskingRequest, 'url' | 'form'>): string | undefined {
  const given = [queryOf(url), new URLSearchParams(form)];
  return given.find((query) => query.has('Version'))?.get('Action') ?? undefined;
}

function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(url.split('?')[1] ?? '');
}
