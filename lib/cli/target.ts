import { LOCAL_ACCOUNT_ID } from '../contract/local-account.ts';
import { AnswerError, CHECK_PROXY } from '../core/answer-error.ts';
import { NovaActClient } from '../service/client.ts';
import { destinationOf } from '../service/destination.ts';
import { useMatchingCredentials } from '../service/matching-credentials.ts';
import type { CommandContext } from './command-context.ts';
import { type ClientConfig, CommandTarget } from './command-target.ts';
import { checkStateDir, localAwsOfProject, stateDirAt } from './local-target.ts';
import { checkRegion, regionOf } from './region.ts';
import { targetLine } from './target-description.ts';
import { TargetError } from './target-error.ts';
import type { TargetOptions } from './target-options.ts';
import { REQUEST_LIMITS, watchAnswers } from './watch-answers.ts';

export { type ClientConfig, CommandTarget } from './command-target.ts';
export { TargetError } from './target-error.ts';
export type { TargetOptions } from './target-options.ts';

/**
 * Settles where a command works, and says so on stderr: with `--local` the local AWS of the project, else what the usual
 * variables and the profile say. There is no way from the one to the other.
 *
 * @throws TargetError when no local AWS runs; the errors of the service for credentials
 */
export async function openTarget(options: TargetOptions, context: TargetContext): Promise<CommandTarget> {
  const target = await settle(options, context);
  context.stderr(targetLine(target.description));
  return target;
}

/** What settling needs of the process and the project. */
export interface TargetContext
  extends Pick<CommandContext, 'environment' | 'directory' | 'stderr' | 'commandLine' | 'interrupt'> {
  readonly projectRoot: string;
}

async function settle(options: TargetOptions, context: TargetContext): Promise<CommandTarget> {
  const { region: wanted, profile } = options;
  if (wanted !== undefined) checkRegion(wanted);
  checkStateDir(options);
  if (options.local === true) return await ofProject(options, context);
  const region = await regionOf({ region: wanted, profile, environment: context.environment });
  const config = { region, ...(profile !== undefined && { profile }) };
  const { url, isLoopback } = await destinationOf(new NovaActClient(config));
  const say = context.stderr;
  if (isLoopback) {
    const stateDir = stateDirAt(url, context);
    return new CommandTarget({ url, account: LOCAL_ACCOUNT_ID, config, stateDir, options, say });
  }
  const account = await accountOf(config, context);
  return new CommandTarget({ url: undefined, account, config, options, say });
}

/** The local AWS that runs for the project. */
async function ofProject(options: TargetOptions, context: TargetContext): Promise<CommandTarget> {
  const { url, region, stateDir } = await localAwsOfProject(options, context);
  const config = { region: options.region ?? region, endpoint: url };
  const local = { url, account: LOCAL_ACCOUNT_ID, config, stateDir, options, say: context.stderr };
  return new CommandTarget(local);
}

/** Whom the credentials belong to. */
async function accountOf(
  config: ClientConfig,
  { interrupt, stderr }: Pick<TargetContext, 'interrupt' | 'stderr'>,
): Promise<string> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({ ...config, requestHandler: REQUEST_LIMITS });
  watchAnswers(client, stderr);
  try {
    const destination = await useMatchingCredentials(client);
    if (destination.isLoopback) {
      throw new TargetError({
        what: `Nova Act would be asked on AWS, but STS at ${destination.url}.`,
        fix: 'Set AWS_ENDPOINT_URL for all services, as local AWS prints it, or unset its variants. Nothing was sent.',
      });
    }
    const { Account: account } = await client.send(new GetCallerIdentityCommand({}), {
      abortSignal: interrupt,
    });
    if (account !== undefined) return account;
    throw new AnswerError('STS did not say which account the credentials belong to.', CHECK_PROXY);
  } finally {
    client.destroy();
  }
}
