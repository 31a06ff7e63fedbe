import { signingTimeMs } from '../signing-time.ts';
import { AgentCoreError } from './agent-core-error.ts';

/**
 * Refuses a presigned address that has expired, or would last longer than the service lets it. The query says both.
 *
 * @throws {@link AgentCoreError}
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-websocket.html
 */
export function checkPresigned(query: URLSearchParams, nowMs: number): void {
  const signedAtMs = signingTimeMs(query.get('X-Amz-Date') ?? '');
  const expires = query.get('X-Amz-Expires') ?? '';
  const expiresSeconds = /^\d+$/.test(expires) ? Number(expires) : Number.NaN;
  if (signedAtMs === undefined || !(expiresSeconds >= 1 && expiresSeconds <= MAX_EXPIRES_SECONDS)) {
    throw refused(
      `A presigned address needs X-Amz-Date, such as 20260301T090000Z, and X-Amz-Expires from 1 to ${MAX_EXPIRES_SECONDS} (seconds).`,
    );
  }
  const secondsAgo = Math.floor((nowMs - signedAtMs) / 1000);
  if (secondsAgo > expiresSeconds) {
    throw refused(
      `Signature expired: it was made ${secondsAgo} s ago and lasts ${expires} s. Make a new address for each connection.`,
    );
  }
  if (secondsAgo < -MAX_SKEW_SECONDS) {
    throw refused(`Signature not yet current: it is of ${-secondsAgo} s from now. Look at the clock.`);
  }
}

const MAX_EXPIRES_SECONDS = 300;
const MAX_SKEW_SECONDS = 300;

function refused(message: string): AgentCoreError {
  return new AgentCoreError('InvalidSignatureException', message, { status: 403 });
}
