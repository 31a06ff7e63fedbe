import { actProgram } from '../../lib/cli/act.ts';
import type { CommandContext } from '../../lib/cli/command-context.ts';
import { npx } from '../../lib/cli/command-line.ts';
import { runCommand } from '../../lib/cli/run-command.ts';

/** What a command printed, and how it ended. */
export interface Called {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What it printed with `--json`. */
  readonly json: unknown;
}

/**
 * Calls a command of `act` in this process, as its user does.
 *
 * @param args as in a shell, such as `['runs', 'list', '--json']`
 */
export async function callCommand(
  args: readonly string[],
  options: Partial<CommandContext> & { readonly projectRoot: string },
): Promise<Called> {
  const { projectRoot, ...given } = options;
  let stdout = '';
  let stderr = '';
  const context: CommandContext = {
    stdout: (text) => {
      // A terminal would get it as `\u001b`.
      if (text.includes('\x1b')) throw new Error('Results with colours go to coloredStdout, not to stdout.');
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    interactive: false,
    environment: {},
    directory: projectRoot,
    commandLine: npx,
    interrupt: new AbortController().signal,
    ...given,
  };
  const program = await actProgram({ commandLine: context.commandLine, projectRoot }, args);
  const exitCode = await runCommand(program, context, args);
  return {
    exitCode,
    stdout,
    stderr,
    get json(): unknown {
      return JSON.parse(stdout);
    },
  };
}
