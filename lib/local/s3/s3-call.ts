import type { Readable } from 'node:stream';
import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import type { Access } from '../access/access.ts';
import type { Signature } from '../guard.ts';
import { accessContext } from './access-context.ts';
import { type ReceivedBody, receiveBody } from './body.ts';
import type { FolderEntries } from './folder-entries.ts';
import type { ObjectName } from './object-metadata.ts';
import type { ObjectStore } from './object-store.ts';
import { headersInQuery } from './query-headers.ts';
import type { S3Address } from './s3-address.ts';
import { S3Error } from './s3-error.ts';
import type { Uploads } from './uploads.ts';
import type { XmlMembers } from './xml.ts';

/** A request to S3, as its handler sees it. */
export class S3Call {
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  /** In lower case; of presigned requests also those that are in the query. */
  readonly headers: S3Headers;
  readonly signature: Signature;
  readonly #body: Readable;
  readonly #access: Access;

  constructor(options: S3CallOptions) {
    const { address, headers, signature, body, access } = options;
    this.bucket = address.bucket;
    this.key = address.key;
    this.query = address.query;
    this.headers = { ...headers, ...headersInQuery(address.query, headers) };
    this.signature = signature;
    this.#body = body;
    this.#access = access;
  }

  /** @throws S3Error AccessDenied when the caller may not do this */
  allow(action: S3Action, target: Partial<ObjectName>): void {
    const refusal = this.refusalOf(action, target);
    if (refusal !== undefined) throw refusal;
  }

  refusalOf(action: S3Action, target: Partial<ObjectName>): S3Error | undefined {
    const { query, headers, signature } = this;
    const refusal = this.#access.refusalOf({
      localIdentity: signature.localIdentity,
      action,
      resource: arnOf(target),
      context: accessContext({ region: signature.region, query, headers }),
    });
    return refusal && new S3Error(403, 'AccessDenied', refusal.message);
  }

  /** Reads the body; see {@link receiveBody}. */
  receive(options: Pick<Parameters<typeof receiveBody>[0], 'algorithm' | 'write'>): Promise<ReceivedBody> {
    // A body that is refused must leave the connection open for the answer.
    const source = this.#body.iterator({ destroyOnReturn: false });
    return receiveBody({ ...options, source, headers: this.headers });
  }

  /** The body as text. @throws S3Error also when it has no checksum, if it must have one, or is larger than such requests are */
  async text(options: { readonly mustBeChecked?: boolean } = {}): Promise<string> {
    const pieces: Uint8Array[] = [];
    let size = 0;
    const { isChecksumGiven } = await this.receive({
      write: (piece) => {
        size += piece.length;
        if (size > MAX_TEXT_BYTES)
          throw new S3Error(400, 'MaxMessageLengthExceeded', 'Your request was too big.');
        pieces.push(piece);
        return undefined;
      },
    });
    if (options.mustBeChecked === true && !isChecksumGiven && this.headers['content-md5'] === undefined) {
      throw new S3Error(
        400,
        'InvalidRequest',
        'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
      );
    }
    return Buffer.concat(pieces).toString('utf8');
  }

  /**
   * A number in the query.
   *
   * @throws S3Error InvalidArgument
   */
  count(
    name: string,
    options: { readonly fallback: number; readonly max: number; readonly min?: number },
  ): number {
    const { fallback, max, min = 0 } = options;
    const text = this.query.get(name);
    if (text === null || text === '') return fallback;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min) return Math.min(value, max);
    throw new S3Error(400, 'InvalidArgument', `Provided ${name} not an integer or within integer range`, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  }
}

export interface S3CallOptions {
  readonly address: S3Address;
  readonly headers: S3Headers;
  readonly signature: Signature;
  readonly body: Readable;
  readonly access: Access;
}

export type S3Headers = Readonly<Record<string, string | undefined>>;

/** What handlers work on. */
export interface S3Service {
  readonly stateDir: string;
  readonly objects: ObjectStore;
  readonly folders: FolderEntries;
  readonly uploads: Uploads;
  /** Of buckets that were listed: when they were made, as far as is known. */
  readonly earliestMs: Map<string, number>;
}

/** What is answered; an empty 200 when nothing is said. */
export interface S3Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Readable | Buffer;
  /** The root element with what is in it. */
  readonly xml?: XmlMembers;
}

/** What policies call operations. */
export type S3Action = `s3:${string}`;

/** Who all objects belong to. */
export const OWNER = { ID: LOCAL_ACCOUNT_ID.padStart(64, '0'), DisplayName: 'local-aws' } as const;

const MAX_TEXT_BYTES = 8 * 1024 * 1024;

function arnOf({ bucket = '*', key }: Partial<ObjectName>): string {
  return `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
}
