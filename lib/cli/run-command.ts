import { type Command, CommanderError } from 'commander';
import { EXIT, type ExitCode, stackOf } from '../core/errors.ts';
import { isInstance } from '../core/thrown.ts';
import { visible } from '../core/visible.ts';
import type { CliCommand } from './cli-command.ts';
import type { CommandContext } from './command-context.ts';
import { type CommandFailure, printEnvelope } from './envelope.ts';

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
    program.parse(args, { from: 'user' });
    return await run(context);
  } catch (error) {
    const { failure, exitCode } = await failureOf(error, context);
    const isSaid = isInstance(error, CommanderError) || exitCode === EXIT.interrupted;
    if (exitCode !== EXIT.success && args.includes('--json'))
      printEnvelope(context, { ok: false, error: failure });
    const text = args.includes('--verbose') ? stackOf(error) : failure.message;
    if (!isSaid) context.stderr(`Error: ${visible(text)}\n`);
    return exitCode;
  }
}

function* withAllBelow(command: Command): Generator<Command> {
  yield command;
  for (const below of command.commands) yield* withAllBelow(below);
}

async function failureOf(
  error: unknown,
  context: CommandContext,
): Promise<{ readonly failure: CommandFailure; readonly exitCode: ExitCode }> {
  if (isInstance(error, CommanderError)) {
    const message = error.message.replace(/^error: /, '');
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
