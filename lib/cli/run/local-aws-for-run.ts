import { LOCAL_REGION } from '../../contract/local-account.ts';
import { noteRunning, runningLocalAws } from '../../local/running-local-aws.ts';
import type { CommandContext } from '../command-context.ts';
import { secretsOption } from '../local/secrets-option.ts';
import { stateDirOf } from '../state-dir.ts';
import { commandLineTo } from '../target-options.ts';
import type { RunnableWorkflow } from './find-workflow.ts';
import type { RunArguments } from './run-arguments.ts';

/**
 * Starts a local AWS in the state folder of the project, unless one runs there; other commands find it meanwhile. Disposed,
 * it is stopped, and what it has recorded stays.
 *
 * @returns undefined when one runs
 */
export async function localAwsForRun(
  args: Pick<RunArguments, 'stateDir' | 'secrets'>,
  workflow: Pick<RunnableWorkflow, 'settings'>,
  context: Pick<CommandContext, 'directory' | 'environment' | 'stderr' | 'commandLine'> & {
    readonly projectRoot: string;
  },
): Promise<AsyncDisposable | undefined> {
  const { directory, projectRoot, environment, stderr, commandLine } = context;
  const stateDir = stateDirOf(args.stateDir, context);
  if ((await runningLocalAws(stateDir)) !== undefined) return undefined;
  const secretsFile = secretsOption(args.secrets, { directory, projectRoot });
  const [{ startLocalAws }, { sayWhoPlays }] = await Promise.all([
    import('../../local/server.ts'),
    import('../../local/nova-act/say-who-plays.ts'),
  ]);
  const local = await startLocalAws({
    ...{ stateDir, secretsFile, parentEnvironment: environment },
    secrets: Object.values(workflow.settings?.secrets ?? {}),
  });
  const unNote = noteRunning(stateDir, { url: local.url, region: LOCAL_REGION });
  stderr(`No local AWS runs for this project: one is started for this run (state folder ${stateDir}).\n`);
  sayWhoPlays(local.store, (line) => stderr(`${line}\n`));
  return {
    async [Symbol.asyncDispose]() {
      unNote();
      await local.close();
      stderr(
        `Local AWS was stopped. What it has recorded is there again with "${commandLineTo({ stateDir: args.stateDir }, commandLine)('dev')}".\n`,
      );
    },
  };
}
