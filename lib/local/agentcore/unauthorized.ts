import { AgentCoreError } from './agent-core-error.ts';

/**
 * The answer to a caller whose token is not taken, in the words that the service begins with.
 *
 * @param why a sentence or more; it must not have the token
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function unauthorized(why: string): AgentCoreError {
  // Of headers, these are the characters that a description may have.
  const description = why.replaceAll(/[^\x20\x21\x23-\x5B\x5D-\x7E]/g, "'").slice(0, MAX_DESCRIPTION);
  return new AgentCoreError('UnauthorizedException', `OAuth authorization failed: ${why}`, {
    headers: { 'www-authenticate': `Bearer error="invalid_token", error_description="${description}"` },
  });
}

const MAX_DESCRIPTION = 500;
