import type { StackResource } from '@aws-sdk/client-cloudformation';
import { saysNotThere } from '../../catalog/cloudformation.ts';
import { isAccessDenied } from '../aws-failure.ts';
import { factsOf } from '../error-facts.ts';
import type { CommandTarget } from '../target.ts';

/**
 * Asks CloudFormation which stack has a definition. Its physical id is its ARN, the primary identifier of the resource
 * type.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-novaact-workflowdefinition.html
 */
export async function stackOfDefinition(
  arn: string,
  target: CommandTarget,
  abortSignal: AbortSignal,
): Promise<StackAnswer> {
  const { CloudFormationClient, DescribeStackResourcesCommand } = await import(
    '@aws-sdk/client-cloudformation'
  );
  const client = await target.client((config) => new CloudFormationClient(config));
  try {
    const command = new DescribeStackResourcesCommand({ PhysicalResourceId: arn });
    const { StackResources: resources } = await client.send(command, { abortSignal });
    // It has an error for what no stack has.
    if (resources === undefined) return { unknown: 'CloudFormation answered without saying it.' };
    return { stack: stackThatHas(arn, resources) };
  } catch (error) {
    if (saysNotThere(error)) return {};
    const facts = factsOf(error);
    if (isAccessDenied(facts)) return { unknown: facts.message };
    throw error;
  }
}

/**
 * The stack that has the resource now. The answer is about the whole stack (at most its first hundred resources), and also
 * about stacks that are gone: what they have deleted, or left behind, belongs to no stack any more. Pure.
 */
export function stackThatHas(arn: string, resources: readonly StackResource[]): string | undefined {
  const own = resources.filter(({ PhysicalResourceId: id }) => id === arn);
  const found = own.length === 0 ? resources : own;
  return found.find(({ ResourceStatus: status }) => !LEFT.has(status ?? ''))?.StackName;
}

/** What is known of the stack of a definition. */
export interface StackAnswer {
  /** @default - no stack has it, unless {@link unknown} is there */
  readonly stack?: string | undefined;
  /** Why it is not known. */
  readonly unknown?: string | undefined;
}

const LEFT: ReadonlySet<string> = new Set(['DELETE_COMPLETE', 'DELETE_SKIPPED']);
