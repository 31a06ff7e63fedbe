import type { CloudFormationClient, Stack } from '@aws-sdk/client-cloudformation';
import { parseTemplate, type Template } from '../../assembly/template.ts';
import { parseJson } from '../../core/json.ts';
import { endingPages } from '../../core/paging.ts';
import { factsOf } from '../error-facts.ts';
import type { DeployedStack } from './world.ts';

/**
 * Reads what is deployed in the region of a client. Nothing is ever changed. Throttled requests are sent again by the
 * client, which waits longer each time.
 */
export interface CloudFormationReader {
  /**
   * All stacks, without their templates.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
   */
  stacks(): Promise<readonly DeployedStack[]>;
  /**
   * The template as it was submitted, as those of the assembly will be: what macros make of it could not be compared.
   * Undefined when the stack has none, or is gone by now, or the template is not JSON.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html
   */
  template(stackName: string): Promise<Template | undefined>;
  /**
   * The names of the stacks that import an export.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html
   */
  importers(exportName: string): Promise<readonly string[]>;
}

/** Makes a {@link CloudFormationReader}. */
export function cloudFormationReader(
  client: CloudFormationClient,
  abortSignal: AbortSignal,
): CloudFormationReader {
  const options = { abortSignal };
  return {
    async stacks() {
      const { paginateDescribeStacks } = await import('@aws-sdk/client-cloudformation');
      const found: DeployedStack[] = [];
      const pages = paginateDescribeStacks({ client }, {}, options);
      const ending = endingPages('DescribeStacks of CloudFormation', pages, ({ NextToken: token }) => token);
      for await (const page of ending) {
        found.push(...(page.Stacks ?? []).map(readStack));
      }
      return found;
    },
    async template(stackName) {
      const { GetTemplateCommand } = await import('@aws-sdk/client-cloudformation');
      const command = new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Original' });
      const answer = await unlessInvalid(client.send(command, options));
      return parseTemplate(parseJson(answer?.TemplateBody ?? ''));
    },
    async importers(exportName) {
      const { paginateListImports } = await import('@aws-sdk/client-cloudformation');
      const found: string[] = [];
      const all = paginateListImports({ client }, { ExportName: exportName }, options);
      const pages = endingPages('ListImports of CloudFormation', all, ({ NextToken: token }) => token);
      const read = async (): Promise<void> => {
        for await (const page of pages) found.push(...(page.Imports ?? []));
      };
      // Nobody imports it: CloudFormation calls that an invalid request.
      await unlessInvalid(read());
      return found;
    },
  };
}

/** CloudFormation has no error types of its own for what does not exist. */
async function unlessInvalid<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (factsOf(error).name === 'ValidationError') return undefined;
    throw error;
  }
}

function readStack(stack: Stack): DeployedStack {
  return {
    stackName: stack.StackName ?? '',
    // arn:<partition>:cloudformation:<region>:<account>:stack/<name>/<id>
    account: stack.StackId?.split(':')[4] ?? '',
    status: stack.StackStatus ?? '',
    isProtected: stack.EnableTerminationProtection === true,
    parameters: Object.fromEntries(
      (stack.Parameters ?? []).map(({ ParameterKey: key = '', ParameterValue: value = '' }) => [key, value]),
    ),
    exports: new Map(
      (stack.Outputs ?? []).flatMap(({ ExportName: name, OutputValue: value = '' }) =>
        name === undefined ? [] : [[name, value] as const],
      ),
    ),
    template: undefined,
  };
}
