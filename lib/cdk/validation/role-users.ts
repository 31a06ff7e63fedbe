import { Token } from 'aws-cdk-lib';
import { checkValue } from '../../catalog/check-value.ts';
import { roleUsersSchema } from '../../catalog/role-users.ts';
import type { Problem } from '../../core/problems.ts';

/**
 * Checks who may assume a role. What has tokens in it is left to the deployment.
 *
 * @param role the role of its maker, if one was given: its trust policy is not changed
 */
export function checkRoleUsers(where: string, users: unknown, role?: unknown): Problem[] {
  const known = Array.isArray(users)
    ? users.map((user, index) =>
        Token.isUnresolved(user) ? `arn:aws:iam::111111111111:role/token-${index}` : user,
      )
    : users;
  const { problems } = checkValue({ schema: roleUsersSchema.optional(), value: known, where });
  if (role === undefined || !Array.isArray(users) || users.length === 0) return [...problems];
  return [
    ...problems,
    {
      where,
      what: 'has no effect, because the role was made elsewhere, and its trust policy is not changed',
      got: `${users.length} beside a role`,
      allowed: 'roleCanBeAssumedBy, or a role',
      fix: 'leave it out, and let them in by the trust policy of that role',
    },
  ];
}
