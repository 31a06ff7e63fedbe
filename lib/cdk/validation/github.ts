import { Token } from 'aws-cdk-lib';
import type { Problem } from '../../core/problems.ts';

/** Checks whom a role trusts: a wildcard here would let strangers deploy. */
export function checkGitHub(options: {
  readonly where: string;
  readonly repository: string;
  readonly gitHubEnvironment: string;
  readonly providerArn?: string | undefined;
}): Problem[] {
  const { where, repository, gitHubEnvironment, providerArn } = options;
  return [
    ...check(`${where}.repository`, repository, {
      right: REPOSITORY.test(repository),
      allowed: '<owner>/<name>, without wildcards',
      fix: 'write it as in the address of the repository',
    }),
    ...check(`${where}.gitHubEnvironment`, gitHubEnvironment, {
      right: /^[^*?:]{1,255}$/.test(gitHubEnvironment),
      allowed: '1 to 255 characters, without "*", "?" and ":"',
      fix: 'write it as in the settings of the repository',
    }),
    ...check(`${where}.providerArn`, providerArn, {
      right: providerArn === undefined || PROVIDER.test(providerArn),
      allowed: 'arn:aws:iam::<account>:oidc-provider/token.actions.githubusercontent.com',
      fix: 'take it from "aws iam list-open-id-connect-providers"',
    }),
  ];
}

const REPOSITORY = /^[a-zA-Z0-9][a-zA-Z0-9-]*\/[\w.-]+$/;
const PROVIDER = /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/;

function check(
  where: string,
  value: string | undefined,
  rule: { readonly right: boolean; readonly allowed: string; readonly fix: string },
): Problem[] {
  if (rule.right || Token.isUnresolved(value)) return [];
  return [
    { where, what: 'cannot be used', got: JSON.stringify(value), allowed: rule.allowed, fix: rule.fix },
  ];
}
