import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import { localEnvironment, misleadingIn } from '../../local/local-environment.ts';
import type { CommandContext } from '../command-context.ts';
import { printResult } from '../envelope.ts';
import { localAwsOfProject } from '../local-target.ts';
import { type TargetForPrograms, targetDescription, targetLine } from '../target-description.ts';
import { type Shell, shellOf, shellScript, type VariableChanges } from './shell.ts';
import { variablesOfLocalAws } from './variables-of-local-aws.ts';

/**
 * Prints how a shell gets to the local AWS of the project, or away from it.
 *
 * @throws TargetError when none runs
 */
export async function printEnvironment(args: EnvArguments, context: EnvContext): Promise<ExitCode> {
  const { environment } = context;
  const { target = null, ...printed } =
    args.unset === true ? takenBack(context) : await changesFor(args, context);
  const shell = args.shell ?? shellOf(environment, process.platform);
  printResult(context, {
    json: args.json,
    data: { target, ...printed },
    text: () => shellScript(shell, printed),
  });
  return EXIT.success;
}

/** What `env` was called with. */
export interface EnvArguments {
  readonly shell?: Shell | undefined;
  readonly unset?: boolean | undefined;
  readonly stateDir?: string | undefined;
  readonly json?: boolean | undefined;
}

interface EnvContext extends CommandContext {
  readonly projectRoot: string;
}

type Changes = VariableChanges & { readonly target?: TargetForPrograms | undefined };

function takenBack({ environment, stderr }: EnvContext): Changes {
  const unset = variablesOfLocalAws(environment);
  if (unset.length === 0) stderr('Nothing to take back: no variable of this shell leads to local AWS.\n');
  return { set: {}, unset };
}

async function changesFor(args: EnvArguments, context: EnvContext): Promise<Changes> {
  const { url, region, stateDir } = await localAwsOfProject(
    { stateDir: args.stateDir },
    // The shell may have entered another before.
    { ...context, environment: {} },
  );
  context.stderr(targetLine(targetDescription({ url, region, account: LOCAL_ACCOUNT_ID })));
  return {
    target: { kind: 'local', account: LOCAL_ACCOUNT_ID, region, url },
    set: { ...localEnvironment(url, region), [VARIABLE.stateDir]: stateDir },
    unset: misleadingIn(context.environment),
  };
}
