import { EXIT, type ExitCode, ExplainedError } from '../../core/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { type PreflightArguments, preflight } from '../preflight/preflight.ts';

/**
 * Compares an assembly with what is deployed, and goes on only when nothing is refused.
 *
 * @throws RefusedByPreflight
 */
export async function checkByPreflight(args: PreflightArguments, context: CommandContext): Promise<void> {
  // The result of the command is another.
  const exitCode = await preflight(args, { ...context, stdout: context.stderr });
  context.interrupt.throwIfAborted();
  if (exitCode !== EXIT.success) throw new RefusedByPreflight(exitCode);
}

/** The preflight refuses a deployment, or could not be made. */
export class RefusedByPreflight extends ExplainedError {
  override readonly name = 'RefusedByPreflight';
  override readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode) {
    super({
      what: 'The preflight stops the deployment: see above. Nothing was deployed.',
      fix: 'Mend what it says. With --no-preflight CloudFormation decides.',
    });
    this.exitCode = exitCode;
  }
}
