import { DefaultStackSynthesizer, type Stack } from 'aws-cdk-lib';

/** The roles of the bootstrap stack, by what they are for. */
export type BootstrapRole = 'deploy' | 'lookup' | 'file-publishing' | 'image-publishing';

/**
 * The ARN of a role that `cdk bootstrap` made in the account and region of a stack.
 *
 * @param region another region of that account, which is bootstrapped alike
 * @see https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
 */
export function bootstrapRoleArn(stack: Stack, role: BootstrapRole, region = stack.region): string {
  return stack.formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: `cdk-${qualifierOf(stack)}-${role}-role-${stack.account}-${region}`,
  });
}

/** The repository to which the CDK CLI pushes image assets, in the account and region of a stack. */
export function bootstrapRepositoryName(stack: Stack): string {
  return `cdk-${qualifierOf(stack)}-container-assets-${stack.account}-${stack.region}`;
}

function qualifierOf(stack: Stack): string {
  return stack.synthesizer.bootstrapQualifier ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER;
}
