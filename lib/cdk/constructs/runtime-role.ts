import { Annotations, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type Construct, Dependable } from 'constructs';
import { ExecutionRole, type ExecutionRoleProps } from './execution-role.ts';
import { importRole } from './import-role.ts';
import { platformStatements } from './platform-statements.ts';

/**
 * The role of a runtime: one of its own, or the given one, with what the platform needs.
 *
 * @returns the role that takes what the workflow needs, and the same without updates for the L2, which would add its own
 * statements: they are for all runtimes of the account
 */
export function runtimeRole(
  scope: Construct,
  props: ExecutionRoleProps & { readonly role?: iam.IRole | undefined },
): { readonly role: iam.IRole; readonly roleOfL2: iam.IRole } {
  const { role: given, ...needs } = props;
  if (given === undefined) {
    const own = new ExecutionRole(scope, 'Role', needs);
    return { role: own, roleOfL2: own.withoutPolicyUpdates() };
  }
  const role = roleHere(scope, given);
  equipRole(scope, role, needs);
  return {
    role,
    roleOfL2: iam.Role.fromRoleArn(scope, 'GivenRole', role.roleArn, { mutable: false }),
  };
}

/**
 * A role that another stack of the app makes would get its rights there, and they name what is made here: each stack would need
 * the other. So it is imported, and gets its rights here.
 */
function roleHere(scope: Construct, role: iam.IRole): iam.IRole {
  if (!iam.Role.isRole(role) || Stack.of(role) === Stack.of(scope)) return role;
  const accounts = Token.compareStrings(role.env.account, Stack.of(scope).account);
  return importRole(scope, 'RoleOfOtherStack', role.roleArn, {
    mutable: accounts !== TokenComparison.DIFFERENT,
  });
}

/** The id by which the warning is acknowledged: `Annotations.of(scope).acknowledgeWarning(ROLE_WARNING)`. */
export const ROLE_WARNING = 'nova-act-cdk:roleTakesNoPolicies';

/**
 * Gives a role that was made elsewhere what AgentCore needs in order to run a runtime with it, or warns that it takes
 * nothing. Its trust policy, its own rights and the reasons for their wildcards stay the matter of who made it.
 */
function equipRole(scope: Construct, role: iam.IRole, props: ExecutionRoleProps): void {
  const results = platformStatements(Stack.of(scope), props).map((statement) => {
    // Of several runtimes of one role they would be there twice, which IAM refuses.
    statement.sid = undefined;
    return role.addToPrincipalPolicy(statement);
  });
  if (iam.Role.isRole(role)) return;
  if (results.every(isAdded)) {
    warnOfSharedPolicyName(scope, role);
    return;
  }
  Annotations.of(scope).addWarningV2(
    ROLE_WARNING,
    `The role ${role.node.path} takes no policies: it is imported as it is, or from another account. It must allow already ` +
      'what the platform and the workflow need (the table of the execution role in docs/security.md), or calls fail. ' +
      'Import a role of this account without `mutable: false`, or acknowledge this warning when the role has these rights.',
  );
}

/**
 * An imported role that must not be changed says that it was, and names no policy that one could wait for. (One that is made
 * here says which policy only later.)
 */
function isAdded({ statementAdded, policyDependable }: iam.AddToPrincipalPolicyResult): boolean {
  return (
    statementAdded &&
    policyDependable !== undefined &&
    Dependable.of(policyDependable).dependencyRoots.length > 0
  );
}

/**
 * The id by which the warning is acknowledged: `Annotations.of(scope).acknowledgeWarning(ROLE_POLICY_NAME_WARNING)`.
 *
 * @see https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/cx-api/FEATURE_FLAGS.md
 */
export const ROLE_POLICY_NAME_WARNING = 'nova-act-cdk:rolePolicyNameMayBeTaken';

/** The id of the policy of an imported role, unless a flag or an option makes it one that no other stack has. Its name follows. */
const SHARED_ID = 'Policy';

function warnOfSharedPolicyName(scope: Construct, role: iam.IRole): void {
  if (role.node.tryFindChild(SHARED_ID) === undefined) return;
  Annotations.of(scope).addWarningV2(
    ROLE_POLICY_NAME_WARNING,
    `The imported role ${role.node.path} gets its rights in an inline policy that is named by its place in the stack: another stack that ` +
      'imports the role at the same place overwrites it. Set the flag @aws-cdk/aws-iam:importedRoleStackSafeDefaultPolicyName to true ' +
      'in cdk.json, import the role with a `defaultPolicyName`, or acknowledge this warning when no other stack gives the role rights.',
  );
}
