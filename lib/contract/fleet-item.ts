import { createHash } from 'node:crypto';
import { isRecord } from '../core/is-record.ts';
import { hasLoneSurrogate } from '../core/whole-text.ts';
import type { FleetFormat } from './fleet-input.ts';
import { newInvocationId } from './invocation-record.ts';

/** One item of a fleet: what a workflow is called with, and what names it in all executions that are about it. */
export interface FleetItem {
  /** The fleet that it was in at first, and its place or its name there: see {@link itemKey}. */
  readonly key: string;
  /** Its place in the list where it was at first, from 0. */
  readonly index: number;
  /** As the item says it, in the member {@link ITEM_ID}. */
  readonly itemId?: string | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The member by which an item names itself. It stays in the payload. */
export const ITEM_ID = 'itemId';
/** Longest name of an item, in characters. */
export const MAX_ITEM_ID_LENGTH = 256;

/** The member by which an item says that it was in another fleet before: the rest of it is a {@link FleetItem}. */
export const WRAPPED_ITEM = 'novaActItem';

/**
 * What a line, a row or an entry of a list means. One of an earlier fleet keeps its key, so that nothing of it is done twice.
 *
 * @param value as Step Functions has read it
 * @throws InvalidItemError when it is no object, or its name is none
 */
export function itemOf(value: unknown, place: ItemPlace): FleetItem {
  if (!isRecord(value)) throw new InvalidItemError('it is not an object');
  const wrapped = value[WRAPPED_ITEM];
  if (isRecord(wrapped)) return unwrapped(wrapped);
  const { fleet, index, format, bucket } = place;
  const payload = format === 'objects' ? objectPayload(value, bucket) : value;
  const itemId = format === 'objects' ? undefined : value[ITEM_ID];
  if (itemId !== undefined && !isItemId(itemId)) {
    throw new InvalidItemError(`its ${ITEM_ID} is not a text of 1 to ${MAX_ITEM_ID_LENGTH} characters`);
  }
  return { key: itemKey({ fleet, index, itemId }), index, itemId, payload };
}

/** Where an item was found. */
export interface ItemPlace {
  /** What names the fleet: see `FleetInput`. */
  readonly fleet: string;
  readonly index: number;
  readonly format: FleetFormat;
  readonly bucket: string;
}

/** An item cannot be what a workflow is called with. */
export class InvalidItemError extends Error {
  override readonly name = 'InvalidItem';
  /** For the end of a sentence. */
  readonly problem: string;

  constructor(problem: string) {
    super(`The item was not run: ${problem}. An item is an object, the payload of one run.`);
    this.problem = problem;
  }
}

/** True for what may name an item. */
export function isItemId(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value.length > 0 &&
    value.length <= MAX_ITEM_ID_LENGTH &&
    !hasLoneSurrogate(value)
  );
}

/** The line that has an item of an earlier fleet run again. */
export function wrappedItem(item: FleetItem): Readonly<Record<string, unknown>> {
  return { [WRAPPED_ITEM]: item };
}

/** Names an item by the fleet that it was in at first, and its name or its place there. */
export function itemKey(item: {
  readonly fleet: string;
  readonly index: number;
  readonly itemId?: string | undefined;
}): string {
  const { fleet, index, itemId } = item;
  return itemId === undefined ? `${fleet}#${index}` : `${fleet}#id:${itemId}`;
}

/**
 * What a key says of its item, for people; `undefined` when no fleet has made it. A name of an item may have every sign, that of an
 * execution no `#`.
 */
export function itemInKey(key: string): ItemInKey | undefined {
  const { fleet, itemId, index } = KEY.exec(key)?.groups ?? {};
  if (fleet === undefined) return undefined;
  return itemId === undefined ? { fleet, index: Number(index) } : { fleet, itemId };
}

/** What a key says of its item: its place, or its name. */
export interface ItemInKey {
  /** The name of the execution that the item was in at first. */
  readonly fleet: string;
  readonly index?: number;
  readonly itemId?: string;
}

/** What names an execution (an ARN, or what local AWS has for one), `@` its start, and `#` the item: see {@link itemKey}. */
const KEY = /^[^#]*:(?<fleet>[^:#]+)@\d{4}-[^@#]*#(?:id:(?<itemId>.+)|(?<index>\d+))$/su;

/** The runtime session of an item: always the same one, so that an item that is started again finds what is left of it. */
export function itemSessionId(key: string): string {
  return `item-${hashOf(key)}`;
}

/** The id of the invocation that runs an item, and by it the place of its record. */
export function itemInvocationId(key: string): string {
  const [a, b, c, d, e] = [0, 8, 12, 16, 20].map((start, i, starts) =>
    hashOf(key).slice(start, starts[i + 1] ?? 32),
  );
  return newInvocationId(itemSessionId(key), `${a}-${b}-${c}-${d}-${e}`);
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

function unwrapped({ key, index, itemId, payload }: Readonly<Record<string, unknown>>): FleetItem {
  const isName = itemId === undefined || isItemId(itemId);
  const isKey = typeof key === 'string' && key !== '' && !hasLoneSurrogate(key);
  const isPlace = typeof index === 'number' && Number.isSafeInteger(index) && index >= 0;
  // One that is wrapped twice would be run with what is no payload.
  if (!isKey || !isPlace || !isName || !isRecord(payload) || isRecord(payload[WRAPPED_ITEM]))
    throw new InvalidItemError(`its ${WRAPPED_ITEM} is not what "fleet redrive" has written`);
  return { key, index, itemId, payload };
}

/** What a workflow is called with for an object of S3: where it is, and what the list says of it. */
function objectPayload(listed: Readonly<Record<string, unknown>>, bucket: string): FleetItem['payload'] {
  const { Key: key, Size: size, Etag: etag, LastModified: lastModified } = listed;
  if (typeof key !== 'string') throw new InvalidItemError('it is no object of a list of S3');
  return { bucket, key, size, etag, lastModified };
}
