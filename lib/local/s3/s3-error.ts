import { xmlText } from './xml.ts';

/**
 * What S3 refuses a request with.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly code: string;
  readonly status: number;
  /** Further elements of the answer, by name. */
  readonly details: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

/** The body of an error of S3. */
export function s3ErrorBody(
  code: string,
  message: string,
  details: Readonly<Record<string, string | undefined>> = {},
): string {
  return xmlText({ Error: { Code: code, Message: message, ...details } });
}
