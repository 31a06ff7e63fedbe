import { type Command, CommanderError } from 'commander';
import { isIdentityError } from '../contract/identity-errors.ts';
import { EXIT, type ExitCode, stackOf } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { isInstance } from '../core/thrown.ts';
import { visible } from '../core/visible.ts';
import type { CliCommand } from './cli-command.ts';
import type { CommandContext } from './command-context.ts';
import { type CommandFailure, printEnvelope } from './envelope.ts';
import { findProjectRoot } from './project-root.ts';
import { refusePythonNames } from './python-names.ts';
import { UsageError } from './usage-error.ts';
import { sayCalls, withAllBelow } from './usage-line.ts';

/**
 * Runs a command: one clear line on stderr and the documented exit code when it fails, with `--json` an envelope on stdout
 * as well, a stack only with `--verbose`.
 *
 * @param args what it was called with
 */
export async function runCommand(
  { program, run }: CliCommand,
  context: CommandContext,
  args: readonly string[],
): Promise<ExitCode> {
  for (const command of withAllBelow(program)) {
    command
      .showHelpAfterError('Run with --help for the options and examples.')
      .configureOutput({
        writeOut: context.stdout,
        writeErr: context.stderr,
        getOutHelpWidth: () => context.columns?.() ?? USUAL_HELP_COLUMNS,
        // Help has no colours, and none to strip.
        getOutHasColors: () => true,
        outputError: (text, write) => write(text.replace(/^error: /, 'Error: ')),
      })
      .exitOverride()
      .allowExcessArguments(false);
  }
  sayCalls(program, context.commandLine);
  try {
    if (program.commands.length > 0) refusePythonNames(args, context.commandLine);
    program.parse(withHelpAsOption(program, args), { from: 'user' });
    return await run(context);
  } catch (error) {
    return await reportFailure(error, context, args, calledIn(program, args));
  }
}

/** Says why a command failed. @returns the exit code that stands for it */
export async function reportFailure(
  error: unknown,
  context: CommandContext,
  args: readonly string[],
  called?: Command,
): Promise<ExitCode> {
  const { failure, exitCode } = await failureOf(error, called, context, args);
  const isSaid =
    (isInstance(error, CommanderError) && error.code !== NO_COMMAND) || exitCode === EXIT.interrupted;
  if (exitCode !== EXIT.success && args.includes('--json'))
    printEnvelope(context, { ok: false, error: failure });
  const text = args.includes('--verbose') ? stackOf(error) : failure.message;
  if (!isSaid) context.stderr(`Error: ${visible(text)}\n`);
  return exitCode;
}

/** `help runs list` as `runs list --help`, of which Commander knows one name. @throws for a name that is none */
function withHelpAsOption(program: Command, args: readonly string[]): readonly string[] {
  const asked = program.commands.length > 0 && args[0] === 'help' ? [...args.slice(1), '--help'] : args;
  if (asked.some((arg) => arg === '--help' || arg === '-h')) checkNames(program, asked);
  return asked;
}

/** Commander would show the help of what is above an unknown command, as if that had been asked for. */
function checkNames(program: Command, args: readonly string[]): void {
  let command = program;
  for (const name of args.filter((arg) => !arg.startsWith('-'))) {
    if (command.commands.length === 0) return;
    const known = command.commands.flatMap((below) => [below.name(), ...below.aliases()]);
    const found = command.commands.find((below) => below.name() === name || below.aliases().includes(name));
    if (found === undefined) {
      const meant = didYouMean(name, known);
      throw new UsageError({
        what: `There is no command "${name}".`,
        allowed: `There are ${known.join(', ')}.`,
        fix: meant === undefined ? undefined : `Did you mean "${meant}"?`,
      });
    }
    command = found;
  }
}

/** As Commander has it where there is no terminal. */
const USUAL_HELP_COLUMNS = 80;

/** What Commander calls a command of commands that was called without one; it has printed the help. */
const NO_COMMAND = 'commander.help';

async function failureOf(
  error: unknown,
  called: Command | undefined,
  context: CommandContext,
  args: readonly string[],
): Promise<{ readonly failure: CommandFailure; readonly exitCode: ExitCode }> {
  if (isInstance(error, CommanderError)) {
    const message =
      error.code === NO_COMMAND
        ? 'A command is missing.'
        : error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    const failure = { ...USAGE, message };
    // Help that was asked for is no failure.
    return { failure, exitCode: error.exitCode === 0 ? EXIT.success : EXIT.usage };
  }
  if (context.interrupt.aborted) return { failure: INTERRUPTED, exitCode: EXIT.interrupted };
  // Help needs none of it.
  const [{ explainError }, { credentialsHelp }] = await Promise.all([
    import('./explain-error.ts'),
    import('./credentials-help.ts'),
  ]);
  if (!isIdentityError(error)) return explainError(error, context);
  const canBeLocal =
    called?.options.some(({ long }) => long === '--local') === true && !args.includes('--local');
  const place = { ...context, projectRoot: findProjectRoot(context.directory), canBeLocal };
  return explainError(error, { ...context, credentialsHelp: await credentialsHelp(place) });
}

/** The command that the arguments are for, such as `list` of `runs list`. */
function calledIn(command: Command, args: readonly string[]): Command {
  const [name, ...rest] = args;
  const below = command.commands.find((each) => each.name() === name || each.aliases().includes(name ?? ''));
  return below === undefined ? command : calledIn(below, rest);
}

const USAGE = {
  code: 'UsageError',
  source: 'user',
  retryable: false,
  help: 'Run with --help for the options and examples.',
} as const;

const INTERRUPTED = {
  code: 'Interrupted',
  source: 'user',
  message: 'The command was interrupted.',
  retryable: true,
  help: null,
} as const;
