import { UNSERVED_START } from '../../contract/unserved.ts';
import { factsOf } from '../error-facts.ts';
import {
  type CommandTarget,
  openTarget,
  type TargetContext,
  TargetError,
  type TargetOptions,
} from '../target.ts';

/**
 * Settles which account the CDK CLI works on. An endpoint on this machine is one when CloudFormation answers there, as with
 * an emulator of AWS; local AWS has none.
 *
 * @param options.instead what to do where local AWS is
 * @throws TargetError on local AWS. Nothing was started.
 */
export async function openAccount(
  options: Pick<TargetOptions, 'region' | 'profile'> & { readonly instead: string },
  context: TargetContext,
): Promise<CommandTarget> {
  const target = await openTarget(options, context);
  try {
    if (target.isLocal) await checkHasCloudFormation(target, options.instead, context);
    return target;
  } catch (error) {
    target[Symbol.dispose]();
    throw error;
  }
}

async function checkHasCloudFormation(
  target: CommandTarget,
  instead: string,
  { interrupt, stderr }: TargetContext,
): Promise<void> {
  const { CloudFormationClient, DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation');
  // Refused when CloudFormation would be asked elsewhere than Nova Act: the CDK CLI would deploy there.
  const client = await target.client((config) => new CloudFormationClient(config));
  try {
    await client.send(new DescribeStacksCommand({}), { abortSignal: interrupt });
  } catch (error) {
    if (!factsOf(error).message.startsWith(UNSERVED_START)) throw error;
    throw new TargetError({
      what: `The environment leads to ${target.description}, which has no CloudFormation.`,
      fix: `${instead} To work on AWS, unset AWS_ENDPOINT_URL, its variants and the credentials of local AWS.`,
    });
  }
  stderr('An emulated account: CloudFormation answers there.\n');
}
