import type { DeskAnswer } from '../../desk/index.ts';

/**
 * What an HTTP API sends to a function, as far as the desk reads it, in version 2.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export interface HttpEvent {
  /** With the name of the stage, unless it is `$default`. */
  readonly rawPath: string;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean | undefined;
  readonly requestContext: {
    readonly stage?: string | undefined;
    readonly http: { readonly method: string };
    readonly authorizer?:
      | {
          /** Who has signed, on routes that ask for it. */
          readonly iam?: { readonly userArn?: string | undefined } | null | undefined;
          /** What the token says, on routes that ask for one; all values are texts. */
          readonly jwt?:
            | { readonly claims?: Readonly<Record<string, unknown>> | undefined }
            | null
            | undefined;
        }
      | undefined;
  };
}

/** What it takes for an answer. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The path below the address of the API. */
export function pathOf({ rawPath, requestContext: { stage } }: HttpEvent): string {
  const prefix = `/${stage}`;
  return stage !== undefined && rawPath.startsWith(`${prefix}/`) ? rawPath.slice(prefix.length) : rawPath;
}

export function bodyOf({ body = '', isBase64Encoded = false }: HttpEvent): Uint8Array {
  return Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
}

export function httpResultOf({ status, headers, body }: DeskAnswer): HttpResult {
  return { statusCode: status, headers, body };
}
