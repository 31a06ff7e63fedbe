import type { S3Headers } from './s3-call.ts';
import { S3Error } from './s3-error.ts';

/** Presigned requests may have in the query what else is in a header. */
export function headersInQuery(query: URLSearchParams, headers: S3Headers): S3Headers {
  if (headers.authorization !== undefined) return {};
  const found = [...query].map(([name, value]) => [name.toLowerCase(), value] as const);
  const taken = found.filter(
    ([name]) => name.startsWith('x-amz-') && headers[name] === undefined && name !== SIGNED_WITHOUT_BODY,
  );
  return Object.fromEntries(taken.map(([name, value]) => [name, headerText(name, value)]));
}

/** Whoever signs an address does not know the body, although some have put the checksum of an empty one there. */
const SIGNED_WITHOUT_BODY = 'x-amz-sdk-checksum-algorithm';

/**
 * A text of the query as the value of a header: as bytes of UTF-8, which is how HTTP sends it.
 *
 * @throws S3Error InvalidArgument for what no header can hold
 */
export function headerText(name: string, text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (!/[\u0000-\u0008\u000a-\u001f\u007f]/.test(text)) return Buffer.from(text, 'utf8').toString('latin1');
  throw new S3Error(400, 'InvalidArgument', `${name} has characters that no header can have.`, {
    ArgumentName: name,
  });
}
