import { statSync } from 'node:fs';
import { messageOf } from '../../core/errors.ts';
import { checkSecretsFile, readSecretsFile } from './secrets-file.ts';

/**
 * The values of secrets, which the user gives: in a variable for each, or in a file that git does not have. They are read
 * at each question, so that an edited value is live, and kept nowhere.
 */
export class SecretValues {
  readonly #file: string | undefined;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  #isFileChecked = false;

  /** @throws SecretsFileError for a file that git has or would take, or that cannot be read */
  constructor(options: {
    readonly file: string | undefined;
    readonly environment: Readonly<Record<string, string | undefined>>;
  }) {
    this.#file = options.file;
    this.#environment = options.environment;
    this.#readFile();
  }

  /**
   * The value of a secret, or how to give it.
   *
   * @param all the names of all secrets that there are
   */
  valueOf(name: string, all: readonly string[]): { readonly value: string } | { readonly missing: string } {
    const variable = secretVariable(name);
    const fromEnvironment = this.#environment[variable];
    const others = all.filter((other) => other !== name && secretVariable(other) === variable);
    if (fromEnvironment && others.length === 0) return { value: fromEnvironment };
    try {
      const value = this.#readFile().get(name);
      if (value !== undefined) return { value };
    } catch (error) {
      return { missing: messageOf(error) };
    }
    const inFile = this.#file === undefined ? '' : `write ${JSON.stringify(name)} into ${this.#file}`;
    const inVariable =
      others.length === 0
        ? `start local AWS with ${variable} set`
        : `${variable} could be that of ${others.join(' and ')}, too, and is not taken`;
    const ways = [inFile, inVariable].filter((way) => way !== '');
    return {
      missing: `The secret ${name} has no value on local AWS: ${ways.join(others.length === 0 ? ', or ' : '; ')}.`,
    };
  }

  #readFile(): ReadonlyMap<string, string> {
    if (this.#file === undefined || statSync(this.#file, { throwIfNoEntry: false }) === undefined)
      return new Map();
    // Once: it may also come while local AWS runs.
    if (!this.#isFileChecked) checkSecretsFile(this.#file);
    this.#isFileChecked = true;
    return readSecretsFile(this.#file);
  }
}

/** The variable by which the value of a secret is given. */
export function secretVariable(name: string): string {
  return `NOVA_ACT_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`;
}
