import path from 'node:path';
import { STATE_DIR_NAME } from '../catalog/names.ts';
import type { CommandLine } from './command-line.ts';

/** What to do about credentials that are missing or refused: the nearest way first, which may be local AWS. */
export async function credentialsHelp(options: {
  readonly projectRoot: string;
  readonly commandLine: CommandLine;
  /** Whether the command has an option `--local` that would have helped. */
  readonly canBeLocal: boolean;
}): Promise<string> {
  const { projectRoot, commandLine, canBeLocal } = options;
  if (!canBeLocal) return SIGN_IN;
  return (await localAwsRuns(projectRoot))
    ? `${LOCAL_AWS_RUNS}. For AWS: ${SIGN_IN}`
    : `${SIGN_IN} Without AWS: start local AWS with "${commandLine('dev')}" in another terminal, and add --local here.`;
}

/** Whether one runs for the project, as far as that can be told. */
export async function localAwsRuns(projectRoot: string): Promise<boolean> {
  const { runningLocalAws } = await import('../local/running-local-aws.ts');
  const running = await runningLocalAws(path.join(projectRoot, STATE_DIR_NAME), {
    timeoutMs: ANSWER_TIMEOUT_MS,
  }).catch(() => undefined);
  return running !== undefined;
}

export const LOCAL_AWS_RUNS = 'Local AWS runs for this project: add --local';

/** Where local AWS is no way. */
export const SIGN_IN =
  'Sign in (for example "aws sso login"), name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';

/** Where nothing is known of the command and its project. */
export const CREDENTIALS_HELP = `${SIGN_IN} For local AWS, add --local to commands that have it.`;

/** An error message should not be long in coming. */
const ANSWER_TIMEOUT_MS = 1000;
