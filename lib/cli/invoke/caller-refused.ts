import { memberOf, stringMember } from '../../core/thrown.ts';
import { isAccessDenied, sentence } from '../aws-failure.ts';
import { factsOf } from '../error-facts.ts';

/**
 * What is said when a runtime does not take what its caller shows: a token or a signature. `undefined` when an error is no
 * such refusal, or one that permissions of AWS mend.
 *
 * @param tokenVariable the environment variable that the token came from; `undefined` when the request was signed
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-http-protocol-contract.html
 */
export function callerRefused(error: unknown, tokenVariable: string | undefined): string | undefined {
  const facts = factsOf(error);
  const isUnauthorized = facts.status === 401;
  if (!isUnauthorized && !isAccessDenied(facts)) return undefined;
  const said = saidBy(error, facts.message);
  // In these words the service says it of both ways. @see https://github.com/aws/agentcore-cli/issues/714
  const isOtherWay = /authorization method mismatch/i.test(facts.message);
  if (tokenVariable === undefined) {
    if (!isOtherWay && !isUnauthorized) return undefined;
    return `${said} The runtime takes tokens of an identity provider, not signed requests: put one into an environment variable, and name it with --bearer-token-env.`;
  }
  if (isOtherWay)
    return `${said} The runtime takes requests that are signed with AWS credentials: leave --bearer-token-env out.`;
  return `${said} The runtime does not take the token in ${tokenVariable}: it must not have expired, and must be of the issuer, for the audience or client, and with the scopes that the authorizer of the runtime names.`;
}

/** The message, and what the header says more: `error_description` of RFC 6750. */
function saidBy(error: unknown, message: string): string {
  const headers = memberOf(memberOf(error, '$response'), 'headers');
  const header = stringMember(headers, 'www-authenticate') ?? '';
  const more = /error_description="([^"]*)"/.exec(header)?.[1] ?? /\berror="([^"]*)"/.exec(header)?.[1];
  const isBare = /^unknown|deserialization/i.test(message);
  const parts = [
    ...(isBare ? [] : [message]),
    ...(more === undefined || message.includes(more) ? [] : [more]),
  ];
  return parts.length === 0 ? 'The runtime refused the caller.' : parts.map(sentence).join(' ');
}
