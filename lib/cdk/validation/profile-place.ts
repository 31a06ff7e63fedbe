import { Token } from 'aws-cdk-lib';
import type { Problem } from '../../core/problems.ts';

/** A session names its profile by the id, which is one of its own account and region. What is not known before the deployment passes. */
export function checkProfilePlace(
  where: string,
  profile: { readonly env: Place; readonly browserProfileArn: string } | undefined,
  stack: Place,
): Problem[] {
  if (profile === undefined) return [];
  const elsewhere = (['region', 'account'] as const).filter((part) => {
    const [its, own] = [profile.env[part], stack[part]];
    return !Token.isUnresolved(its) && !Token.isUnresolved(own) && its !== own;
  });
  if (elsewhere.length === 0) return [];
  const parts = elsewhere.join(' and ');
  return [
    {
      where,
      what: `is of another ${parts} than the workflow, whose sessions cannot use it`,
      got: elsewhere.map((part) => `${part} ${profile.env[part]}`).join(', '),
      allowed: elsewhere.map((part) => `${part} ${stack[part]}`).join(', '),
      fix: 'make a profile there (new BrowserProfile), and sign in with that',
    },
  ];
}

interface Place {
  readonly region: string;
  readonly account: string;
}
