import { SERVICE_NAME } from '../contract/protocol.ts';
import { ENDPOINT_OF_ALL, ENDPOINT_VARIABLE } from '../contract/variables.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { fewAttempts } from './few-attempts.ts';
import { isRefusedForNow, RefusedRequest } from './refused-request.ts';
import { signedFetch } from './signed-fetch.ts';

/**
 * Asks Secrets Manager for the current value of a secret. One request is all that is needed, so its client is not a part of every
 * bundle.
 *
 * @throws SecretsManagerError, or what the network says. Repeated before that.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export async function getSecretValue(asked: AskedSecret): Promise<SecretValue> {
  const { url, region, arn } = asked;
  const send = signedFetch({
    url,
    region,
    serviceId: SECRETS_MANAGER_ID,
    signingName: SERVICE_NAME.secretsManager,
  });
  const attempt = async (): Promise<SecretValue> => {
    const response = await send({
      url: new URL(url),
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'secretsmanager.GetSecretValue',
      },
      body: JSON.stringify({ SecretId: arn }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return readAnswer(response, parseJson(await response.text()));
  };
  return await fewAttempts(attempt, {
    isFinal: (error) => error instanceof SecretsManagerError && !error.isTransient,
    delayMs: RETRY_DELAY_MS,
  });
}

/** Which secret, and where it is asked for. */
export interface AskedSecret {
  /** The endpoint of Secrets Manager. */
  readonly url: string;
  readonly region: string;
  readonly arn: string;
}

/** What a secret holds: a text, or bytes in base64. */
export type SecretValue = { readonly text: string } | { readonly base64: string };

/** Secrets Manager refused, or failed. The message has no value in it. */
export class SecretsManagerError extends RefusedRequest {}

/** As clients call the service, which the names of its variables are made of. */
export const SECRETS_MANAGER_ID = 'Secrets Manager';

const REQUEST_TIMEOUT_MS = 10_000;
const RETRY_DELAY_MS = 100;

function readAnswer(response: Response, body: unknown): SecretValue {
  const said = isRecord(body) ? body : {};
  if (!response.ok) {
    const type = typeof said.__type === 'string' ? said.__type.split('#').at(-1) : undefined;
    const code = type || `HTTP ${response.status}`;
    const message = [said.message, said.Message].find((text) => typeof text === 'string') ?? code;
    throw new SecretsManagerError(code, String(message), isRefusedForNow(response.status, code));
  }
  const { SecretString: text, SecretBinary: base64 } = said;
  if (typeof text === 'string') return { text };
  if (typeof base64 === 'string') return { base64 };
  const message = `The answer has no value. Is ${ENDPOINT_VARIABLE.secretsManager} or ${ENDPOINT_OF_ALL} that of Secrets Manager?`;
  throw new SecretsManagerError('NoValue', message, false);
}
