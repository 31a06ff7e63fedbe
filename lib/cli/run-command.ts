import { type Command, CommanderError } from 'commander';
import { EXIT, type ExitCode, stackOf } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { isInstance } from '../core/thrown.ts';
import { visible } from '../core/visible.ts';
import type { CliCommand } from './cli-command.ts';
import type { CommandContext } from './command-context.ts';
import { type CommandFailure, printEnvelope } from './envelope.ts';
import { UsageError } from './usage-error.ts';

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
        outputError: (text, write) => write(text.replace(/^error: /, 'Error: ')),
      })
      .exitOverride()
      .allowExcessArguments(false);
  }
  try {
    program.parse(withHelpAsOption(program, args), { from: 'user' });
    return await run(context);
  } catch (error) {
    return await reportFailure(error, context, args);
  }
}

/** Says why a command failed. @returns the exit code that stands for it */
export async function reportFailure(
  error: unknown,
  context: CommandContext,
  args: readonly string[],
): Promise<ExitCode> {
  const { failure, exitCode } = await failureOf(error, context);
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

/** What Commander calls a command of commands that was called without one; it has printed the help. */
const NO_COMMAND = 'commander.help';

function* withAllBelow(command: Command): Generator<Command> {
  yield command;
  for (const below of command.commands) yield* withAllBelow(below);
}

async function failureOf(
  error: unknown,
  context: CommandContext,
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
  const { explainError } = await import('./explain-error.ts');
  return explainError(error, context);
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
