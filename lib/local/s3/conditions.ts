import { S3Error } from './s3-error.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** What conditions look at. */
export interface ConditionTarget {
  /** Without quotes. */
  readonly etag: string;
  readonly modifiedMs: number;
}

/**
 * Whether an object is to be sent, by the conditions of the request. A condition on the tag makes the one on the time of
 * the same kind unimportant.
 *
 * @param prefix of the headers' names, for conditions on the source of a copy
 * @returns whether the caller has it already
 * @throws S3Error PreconditionFailed
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
 */
export function isUnchanged(headers: Headers, target: ConditionTarget, prefix = ''): boolean {
  const condition = (name: string): string | undefined => headers[`${prefix}${name}`];
  const seconds = Math.floor(target.modifiedMs / 1000) * 1000;
  const match = condition('if-match');
  const unmodifiedSince = timeIn(condition('if-unmodified-since'));
  if (
    match !== undefined ? !hasTag(match, target) : unmodifiedSince !== undefined && seconds > unmodifiedSince
  ) {
    throw preconditionFailed(match === undefined ? 'If-Unmodified-Since' : 'If-Match');
  }
  const noneMatch = condition('if-none-match');
  const modifiedSince = timeIn(condition('if-modified-since'));
  return noneMatch === undefined
    ? modifiedSince !== undefined && seconds <= modifiedSince
    : hasTag(noneMatch, target);
}

/**
 * Refuses to replace or remove an object when that is against the conditions of the request.
 *
 * @param target the object that is there
 * @throws S3Error PreconditionFailed, or NoSuchKey when the object that is to be replaced is not there
 */
export function refuseAgainstConditions(headers: Headers, target: ConditionTarget | undefined): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined) {
    if (target === undefined) throw noSuchKey();
    if (!hasTag(match, target)) throw preconditionFailed('If-Match');
  }
  if (noneMatch !== undefined && target !== undefined && hasTag(noneMatch, target)) {
    throw preconditionFailed('If-None-Match');
  }
}

export function noSuchKey(key?: string): S3Error {
  return new S3Error(
    404,
    'NoSuchKey',
    'The specified key does not exist.',
    key === undefined ? {} : { Key: key },
  );
}

function preconditionFailed(condition: string): S3Error {
  return new S3Error(
    412,
    'PreconditionFailed',
    'At least one of the pre-conditions you specified did not hold',
    { Condition: condition },
  );
}

function hasTag(list: string, { etag }: ConditionTarget): boolean {
  return list.split(',').some((item) => {
    const tag = item
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1');
    return tag === '*' || tag === etag;
  });
}

function timeIn(text: string | undefined): number | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
