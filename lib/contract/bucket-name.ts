/**
 * Whether this may be the name of a bucket of S3.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^[\d.]+$/.test(name);
}

/** Whether this may stand before keys, with a slash between; empty for none. Parts of points alone lead elsewhere in a URL. */
export function isKeyPrefix(prefix: string): boolean {
  return /^([\w.-]+(\/[\w.-]+)*)?$/.test(prefix) && !prefix.split('/').some((part) => /^\.+$/.test(part));
}

/** Whether this is the address of an endpoint. */
export function isEndpointUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\//i.test(text);
}

/** What a prefix must be, in words. */
export const KEY_PREFIX_RULE = 'letters, digits, "_", "." and "-", with single slashes between';
