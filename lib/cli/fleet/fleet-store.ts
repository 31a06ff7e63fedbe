import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { FLEET_ITEMS_FILE, RESULTS_FOLDER } from '../../contract/fleet-input.ts';
import { MANIFEST_FILE } from '../../contract/fleet-manifest.ts';
import { nameOf } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import { JSON_TYPE } from '../../core/media-types.ts';
import { factsOf } from '../error-facts.ts';
import { readingNeeds } from '../reading-needs.ts';
import type { ArtifactPlace } from '../run-records/artifact-place.ts';
import { fleetKey } from './fleet-scope.ts';
import type { ItemSpool } from './items/item-spool.ts';
import { utf8Lines } from './items/utf8-lines.ts';

/** What there is of the fleets of a workflow in its artifact bucket. */
export class FleetStore {
  readonly place: ArtifactPlace;
  readonly #s3: () => Promise<S3Client>;
  readonly #signal: AbortSignal | undefined;

  /** @param access.signal ends each request. @default - what is begun is done, also after Ctrl-C */
  constructor(access: {
    readonly place: ArtifactPlace;
    readonly s3: () => Promise<S3Client>;
    readonly signal?: AbortSignal | undefined;
  }) {
    this.place = access.place;
    this.#s3 = access.s3;
    this.#signal = access.signal;
  }

  /** The same, but that nothing ends a request: for what must be written after Ctrl-C. */
  withoutSignal(): FleetStore {
    return new FleetStore({ place: this.place, s3: this.#s3 });
  }

  /** @returns false when there is a fleet of this name: it keeps its items */
  async uploadItems(name: string, items: ItemSpool): Promise<boolean> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.#s3();
    // The client warns on the terminal of what is refused while it is streamed: most of it is found out before.
    if (await this.#isThere(fleetKey(this.place, name, FLEET_ITEMS_FILE))) return false;
    try {
      await client.send(
        new PutObjectCommand({
          ...this.#object(fleetKey(this.place, name, FLEET_ITEMS_FILE)),
          Body: items.stream(),
          ContentLength: items.sizeBytes,
          ContentType: JSON_LINES_TYPE,
          IfNoneMatch: '*',
        }),
        this.#call,
      );
      return true;
    } catch (error) {
      if (nameOf(error) === 'PreconditionFailed') return false;
      throw error;
    }
  }

  /** Takes the items of a fleet away that was not started after all. What keeps it from doing so leaves an object, and no more. */
  async forgetItems(name: string): Promise<void> {
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.#s3();
    const key = fleetKey(this.place, name, FLEET_ITEMS_FILE);
    await client.send(new DeleteObjectCommand(this.#object(key)), this.#call).catch(() => {});
  }

  /** Replaces an object by lines. @returns its size in bytes */
  async putLines(key: string, lines: ItemSpool): Promise<number> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const body = { Body: lines.stream(), ContentLength: lines.sizeBytes, ContentType: JSON_LINES_TYPE };
    await (await this.#s3()).send(new PutObjectCommand({ ...this.#object(key), ...body }), this.#call);
    return lines.sizeBytes;
  }

  async putText(key: string, text: string): Promise<void> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const body = { Body: text, ContentType: JSON_TYPE };
    await (await this.#s3()).send(new PutObjectCommand({ ...this.#object(key), ...body }), this.#call);
  }

  /**
   * Writes an object when it is as it was when it was read.
   *
   * @param tag of what is to be replaced; `undefined` when nothing may be there
   * @returns the tag of what is there now; `undefined` when it is another one, or gone
   */
  async putTextIf(key: string, text: string, tag: string | undefined): Promise<string | undefined> {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const condition = tag === undefined ? { IfNoneMatch: '*' } : { IfMatch: tag };
    const body = { Body: text, ContentType: JSON_TYPE, ...condition };
    try {
      const put = new PutObjectCommand({ ...this.#object(key), ...body });
      return (await (await this.#s3()).send(put, this.#call)).ETag ?? '';
    } catch (error) {
      if (nameOf(error) === 'PreconditionFailed' || nameOf(error) === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  async remove(key: string): Promise<void> {
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
    await (await this.#s3()).send(new DeleteObjectCommand(this.#object(key)), this.#call);
  }

  /** @returns the JSON value of an object; `undefined` when it is not there, or is none */
  async readJson(key: string): Promise<unknown> {
    return (await this.readTagged(key))?.value;
  }

  /** The same, with the tag by which {@link putTextIf} knows it. */
  async readTagged(key: string): Promise<{ readonly value: unknown; readonly tag: string } | undefined> {
    const { Body: body, ETag: tag = '' } = (await this.#get(key)) ?? {};
    return body === undefined ? undefined : { value: parseJson(await body.transformToString('utf8')), tag };
  }

  /**
   * The values of an object of JSON Lines, or of one JSON array; `undefined` stands for a line that is no JSON.
   *
   * @returns `undefined` when it is not there
   */
  async openLines(key: string): Promise<StoredLines | undefined> {
    const object = await this.#get(key);
    if (object === undefined) return undefined;
    const { Body: body, ContentLength: sizeBytes } = object;
    if (!(body instanceof Readable)) throw new TypeError('S3 has answered without a stream.');
    return { sizeBytes, values: key.endsWith('.json') ? valuesIn(body) : valuesOf(body) };
  }

  /** The names of all fleets that have something in the bucket. */
  async names(): Promise<readonly string[]> {
    const start = fleetKey(this.place, '', '').slice(0, -1);
    const found: string[] = [];
    for await (const { prefix } of this.#list(start, '/')) {
      if (prefix !== undefined) found.push(prefix.slice(start.length, -1));
    }
    return found;
  }

  /** The keys of the manifests of the results of a fleet, the newest first. @param ids of its Map Runs */
  async manifestKeys(name: string, ids: readonly string[]): Promise<readonly string[]> {
    const found: { readonly key: string; readonly at: number }[] = [];
    // After a redrive, there may be more than one: in which folder the later ones are is not documented.
    for (const id of ids) {
      for await (const { key, modifiedAt } of this.#list(
        `${fleetKey(this.place, name, RESULTS_FOLDER)}/${id}/`,
      )) {
        if (key?.endsWith(`/${MANIFEST_FILE}`) === true) found.push({ key, at: modifiedAt?.getTime() ?? 0 });
      }
    }
    // Of those of one moment, the later one in the list.
    return found
      .reverse()
      .sort((a, b) => b.at - a.at)
      .map(({ key }) => key);
  }

  async *#list(start: string, delimiter?: string): AsyncGenerator<Listed> {
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
    const client = await this.#s3();
    const input = { Bucket: this.place.bucket, Prefix: start, Delimiter: delimiter };
    const needs = `s3:ListBucket on arn:aws:s3:::${this.place.bucket} for the prefix ${start}*`;
    for await (const page of readingNeeds(needs, paginateListObjectsV2({ client }, input, this.#call))) {
      for (const { Key: key, LastModified: modifiedAt } of page.Contents ?? []) yield { key, modifiedAt };
      for (const { Prefix: prefix } of page.CommonPrefixes ?? []) yield { prefix };
    }
  }

  /** A caller who may not look finds out by writing. */
  async #isThere(key: string): Promise<boolean> {
    const { HeadObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.#s3();
    const asked = client.send(new HeadObjectCommand(this.#object(key)), this.#call);
    return await asked.then(
      () => true,
      (error: unknown) => {
        const { status } = factsOf(error);
        if (status === 404 || status === 403) return false;
        throw error;
      },
    );
  }

  async #get(key: string) {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    try {
      return await (await this.#s3()).send(new GetObjectCommand(this.#object(key)), this.#call);
    } catch (error) {
      if (nameOf(error) === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  #object(Key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.place.bucket, Key };
  }

  get #call(): { readonly abortSignal?: AbortSignal } {
    return this.#signal === undefined ? {} : { abortSignal: this.#signal };
  }
}

/** What an object of lines holds. */
export interface StoredLines {
  readonly sizeBytes: number | undefined;
  readonly values: AsyncIterable<unknown>;
}

async function* valuesOf(body: Readable): AsyncGenerator<unknown> {
  for await (const line of utf8Lines(body, { fatal: false })) if (line.trim() !== '') yield parseJson(line);
}

async function* valuesIn(body: Readable): AsyncGenerator<unknown> {
  const lines: string[] = [];
  for await (const line of utf8Lines(body, { fatal: false })) lines.push(line);
  const value = parseJson(lines.join(''));
  yield* Array.isArray(value) ? value : [undefined];
}

interface Listed {
  readonly key?: string | undefined;
  readonly modifiedAt?: Date | undefined;
  readonly prefix?: string | undefined;
}

const JSON_LINES_TYPE = 'application/x-ndjson';
