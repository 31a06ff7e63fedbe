import { Names } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/**
 * A role that is made elsewhere, to be given more here. Its policies have names, and a policy of the same name in another stack
 * would take the place of this one: so the name is that of no other stack, whatever the app's flags say.
 */
export function importRole(
  scope: Construct,
  id: string,
  roleArn: string,
  options: { readonly mutable?: boolean } = {},
): iam.IRole {
  const defaultPolicyName = `Policy${Names.uniqueResourceName(scope, { maxLength: MAX_LENGTH - 'Policy'.length - id.length })}${id}`;
  return iam.Role.fromRoleArn(scope, id, roleArn, { ...options, defaultPolicyName });
}

/** Of the name of an inline policy. @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const MAX_LENGTH = 128;
