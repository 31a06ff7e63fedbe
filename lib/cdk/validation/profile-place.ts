import { type Stack, Token } from 'aws-cdk-lib';
import type { Problem } from '../../core/problems.ts';

/**
 * A workflow can only use a desk of its own account and region. What is not known before the deployment passes, unless it is known of
 * one of them only: the CDK refers from a stack to others of the same environment.
 */
export function checkDeskPlace(
  where: string,
  desk:
    | { readonly env: Place; readonly stack: Pick<Stack, 'environment'>; readonly humanInTheLoopUrl: string }
    | undefined,
  stack: Place & Pick<Stack, 'environment'>,
): Problem[] {
  const problems = checkPlace(where, desk?.env, stack, {
    what: 'which may not call it',
    fix: 'make a desk there (new HumanInTheLoop)',
  });
  if (problems.length > 0 || desk === undefined) return problems;
  const { environment } = desk.stack;
  if (environment === stack.environment) return [];
  return [
    {
      where,
      what: 'is in a stack of which less, or more, is known than of the workflow: the one cannot refer to the other',
      got: environment,
      allowed: stack.environment,
      fix: 'give both stacks the same env',
    },
  ];
}

/** A session names its profile by the id, which is one of its own account and region. What is not known before the deployment passes. */
export function checkProfilePlace(
  where: string,
  profile: { readonly env: Place; readonly browserProfileArn: string } | undefined,
  stack: Place,
): Problem[] {
  return checkPlace(where, profile?.env, stack, {
    what: 'whose sessions cannot use it',
    fix: 'make a profile there (new BrowserProfile), and sign in with that',
  });
}

/** What is of another account or region than what uses it. What is not known before the deployment passes. */
export function checkPlace(
  where: string,
  env: Place | undefined,
  stack: Place,
  said: { readonly what: string; readonly fix: string; readonly than?: string },
): Problem[] {
  if (env === undefined) return [];
  const elsewhere = (['region', 'account'] as const).filter((part) => {
    const [its, own] = [env[part], stack[part]];
    return !Token.isUnresolved(its) && !Token.isUnresolved(own) && its !== own;
  });
  if (elsewhere.length === 0) return [];
  const parts = elsewhere.join(' and ');
  return [
    {
      where,
      what: `is of another ${parts} than ${said.than ?? 'the workflow'}, ${said.what}`,
      got: elsewhere.map((part) => `${part} ${env[part]}`).join(', '),
      allowed: elsewhere.map((part) => `${part} ${stack[part]}`).join(', '),
      fix: said.fix,
    },
  ];
}

interface Place {
  readonly region: string;
  readonly account: string;
}
