import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * What the preflight reads of the deployed stacks.
 *
 * @param regions those that it looks at; that of the stack by default
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
 */
export function preflightStatements(
  stack: Stack,
  regions: readonly string[] = [stack.region],
): PolicyStatement[] {
  const allStacks = { service: 'cloudformation', resource: 'stack', resourceName: '*/*' };
  return [
    new PolicyStatement({
      sid: 'FindStacks',
      // None of these can be limited to some stacks: DescribeStacks is asked for all of them.
      actions: ['cloudformation:DescribeStacks', 'cloudformation:ListImports', 'cloudformation:ListStacks'],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'ReadTemplates',
      actions: ['cloudformation:GetTemplate'],
      resources: regions.map((region) => stack.formatArn({ ...allStacks, region })),
    }),
  ];
}
