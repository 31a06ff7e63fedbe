import { Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/**
 * Services that act for other customers too and say for which account, so that a role can insist on its own. (Lambda says
 * it for no execution role, and takes roles of its own account only.)
 */
const SERVICES: readonly unknown[] = ['codebuild.amazonaws.com', 'codepipeline.amazonaws.com'];

interface Statement {
  readonly Principal?: { readonly Service?: unknown };
  readonly Condition?: unknown;
}

/**
 * Lets services use the roles below a construct for this account only. For roles that libraries make: those of this
 * project are made so.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function trustOnlyThisAccount(scope: IConstruct): void {
  for (const role of scope.node.findAll().filter((child) => child instanceof CfnRole)) {
    const stack = Stack.of(role);
    const document: { readonly Statement?: readonly Statement[] } = stack.resolve(
      role.assumeRolePolicyDocument,
    );
    for (const [index, { Principal, Condition }] of (document.Statement ?? []).entries()) {
      if (Condition !== undefined || !SERVICES.includes(Principal?.Service)) continue;
      role.addPropertyOverride(`AssumeRolePolicyDocument.Statement.${index}.Condition`, {
        StringEquals: { 'aws:SourceAccount': stack.account },
      });
    }
  }
}
