import { isIdentityError } from '../../contract/identity-errors.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { messageOf } from '../../core/errors.ts';
import { identityProblem } from '../aws-failure.ts';
import { LOCAL_AWS_RUNS, localAwsRuns } from '../credentials-help.ts';
import { factsOf } from '../error-facts.ts';
import { stateDirOf } from '../state-dir.ts';
import type { AwsQuestions } from './ask-aws.ts';
import type { Surroundings } from './checks.ts';
import { type CheckOutcome, ok, unknown } from './outcome.ts';
import { browserRule } from './rules/browser.ts';
import { dockerRule } from './rules/docker.ts';
import { localAwsRule } from './rules/local-aws.ts';

/** Finds the browser of workflows on this machine. Nothing is launched. */
export async function lookForBrowser(environment: Surroundings['environment']): Promise<CheckOutcome> {
  const { BrowserNotFoundError, findBrowser, installCommands } = await import('../../browser/index.ts');
  const facts = {
    isRemote: environment[VARIABLE.browser] === 'agentcore',
    isRoot: process.getuid?.() === 0,
    install: installCommands(),
  };
  try {
    return browserRule({ ...facts, executablePath: findBrowser({ env: environment }).executablePath });
  } catch (error) {
    if (!(error instanceof BrowserNotFoundError)) throw error;
    const [problem = ''] = messageOf(error).split('\n');
    return browserRule({
      ...facts,
      executablePath: undefined,
      problem: problem.replace(/ Get one with any of:$/, ''),
    });
  }
}

/** Asks the engine of Docker for its version. */
export async function lookForDocker(environment: Surroundings['environment']): Promise<CheckOutcome> {
  const { DockerError, docker } = await import('../../local/agentcore/docker.ts');
  const { arch } = process;
  try {
    const args = ['version', '--format', '{{.Server.Version}}'];
    const version = await docker(args, { environment, timeoutMs: DOCKER_TIMEOUT_MS });
    return dockerRule({ version, arch });
  } catch (error) {
    if (!(error instanceof DockerError)) throw error;
    const [problem = ''] = error.message.split(/(?<=\.)\s/);
    return dockerRule({ version: undefined, problem, arch });
  }
}

/** An engine that is being started answers later, or never. */
const DOCKER_TIMEOUT_MS = 5000;

/** Finds the local AWS of the project. */
export async function lookForLocalAws(at: Surroundings): Promise<CheckOutcome> {
  const { runningLocalAws } = await import('../../local/running-local-aws.ts');
  return localAwsRule(await runningLocalAws(stateDirOf(at.stateDir, at)), at);
}

/** Says whose the credentials are, or how to get some. */
export async function lookForAccount(aws: AwsQuestions, at: Surroundings): Promise<CheckOutcome> {
  try {
    return await accountOf(aws, at);
  } catch (error) {
    if (!isIdentityError(error)) throw error;
    const withoutAws = (await localAwsRuns(at.projectRoot))
      ? `${LOCAL_AWS_RUNS} to commands that ask AWS`
      : `${at.commandLine('dev')} (local AWS: no account is needed for commands with --local)`;
    const profile = aws.profile === undefined ? '' : ` --profile ${aws.profile}`;
    return unknown(
      identityProblem(factsOf(error)),
      `aws sso login${profile}`,
      at.commandLine('doctor', '--aws --profile <name>'),
      withoutAws,
    );
  }
}

async function accountOf({ identity, region, url }: AwsQuestions, at: Surroundings): Promise<CheckOutcome> {
  const { account, arn } = await identity();
  if (url === undefined) return ok(`account ${account}, ${region}, as ${arn}`);
  const back = at.commandLine('env', '--unset');
  return ok(
    `those of local AWS, where the variables of this shell lead: ${url} ("${back}" prints the way back)`,
  );
}
