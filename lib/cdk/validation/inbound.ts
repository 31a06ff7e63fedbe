import { Token } from 'aws-cdk-lib';
import { checkValue } from '../../catalog/check-value.ts';
import type { JwtAuthorizerSettings, SessionStorageSettings } from '../../catalog/deployment-settings.ts';
import { authorizerSchema, requestHeadersSchema, sessionStorageSchema } from '../../catalog/runtime-rules.ts';
import type { Problem } from '../../core/problems.ts';

/** Checks whom a runtime lets in, and what sessions get. Tokens are left to the deployment. */
export function checkInbound(options: {
  readonly where: string;
  readonly requestHeaders?: readonly string[] | undefined;
  readonly sessionStorage?: SessionStorageSettings | undefined;
  readonly authorizer?: JwtAuthorizerSettings | undefined;
}): Problem[] {
  const { where, requestHeaders, sessionStorage, authorizer } = options;
  const at = (member: string): string => `${where}.${member}`;
  const problems = [
    checkValue({
      schema: requestHeadersSchema.optional(),
      value: isToken(requestHeaders) ? undefined : requestHeaders,
      where: at('requestHeaders'),
    }),
    checkValue({
      schema: sessionStorageSchema.optional(),
      value: sessionStorage,
      where: at('sessionStorage'),
    }),
    checkValue({ schema: authorizerSchema.optional(), value: authorizer, where: at('authorizer') }),
  ].flatMap((checked) => checked.problems);
  const headers: readonly unknown[] =
    Array.isArray(requestHeaders) && !isToken(requestHeaders) ? requestHeaders : [];
  const unknown = new Set([
    ...headers.flatMap((name, index) => (isToken(name) ? [at(`requestHeaders[${index}]`)] : [])),
    ...(isToken(sessionStorage?.mountPath) ? [at('sessionStorage.mountPath')] : []),
    ...(isToken(authorizer?.discoveryUrl) ? [at('authorizer.discoveryUrl')] : []),
  ]);
  return [
    ...(isToken(requestHeaders) ? [unknownList(at('requestHeaders'))] : []),
    ...problems.filter((problem) => !unknown.has(problem.where)),
    ...(authorizer === undefined ? checkAuthorization(at('requestHeaders'), headers) : []),
  ];
}

function isToken(value: unknown): boolean {
  return Token.isUnresolved(value);
}

/** The L2 looks at each of them, and at how many there are. */
function unknownList(where: string): Problem {
  return {
    where,
    what: 'must be known at synthesis',
    got: 'a list that only the deployment knows',
    allowed: 'a list of names, each of which may be a token',
    fix: "write it like ['X-Customer-Id']",
  };
}

/** @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html */
function checkAuthorization(where: string, headers: readonly unknown[]): Problem[] {
  const index = headers.findIndex((name) => /^authorization$/i.test(String(name)));
  if (index < 0) return [];
  return [
    {
      where: `${where}[${index}]`,
      what: 'is handed on only where callers show tokens',
      got: 'Authorization, without an authorizer',
      allowed: 'it beside authorizer',
      fix: 'give authorizer, or remove it: signatures of AWS credentials are not handed on',
    },
  ];
}
