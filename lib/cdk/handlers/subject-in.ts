/**
 * Whom a token names, for the record: by an e-mail address that the provider has verified, else by a name of the user, else by the
 * id. Anybody may write any address where it is not verified.
 */
export function subjectIn(claims: Readonly<Record<string, unknown>> | undefined): string | undefined {
  if (claims === undefined) return undefined;
  const isVerified = String(claims.email_verified) === 'true';
  const names = [
    isVerified ? claims.email : undefined,
    claims.username,
    claims['cognito:username'],
    claims.sub,
  ];
  return names.find((name): name is string => typeof name === 'string' && name.trim() !== '');
}
