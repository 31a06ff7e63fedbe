import { Command, type ParseOptionsResult } from 'commander';

/** A command that keeps what follows `--` for another program, apart from its own arguments. */
export class PassingOnCommand extends Command {
  #passedOn: readonly string[] = [];

  /** What followed `--`. */
  get passedOn(): readonly string[] {
    return this.#passedOn;
  }

  override parseOptions(argv: string[]): ParseOptionsResult {
    const end = argv.indexOf('--');
    if (end === -1) return super.parseOptions(argv);
    this.#passedOn = argv.slice(end + 1);
    return super.parseOptions(argv.slice(0, end));
  }
}
