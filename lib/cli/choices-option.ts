import { Option } from 'commander';

/**
 * An option with known values: help lists them, and shells complete them. The command itself says what is wrong with another
 * value, and what was meant.
 */
export function choicesOption(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices).argParser((text: string) => text);
}
