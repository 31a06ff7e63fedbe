import path from 'node:path';
import { statIfThere } from '../../core/files.ts';
import {
  checkSecretsFile,
  MAX_SECRET_BYTES,
  readSecretsFile,
  repositoryOf,
  SecretsFileError,
} from './secrets-file.ts';

/**
 * The values of secrets, which the user gives: in a variable for each, or in a file that git does not have. They are read
 * at each question, so that an edited value is live, and kept nowhere.
 */
export class SecretValues {
  readonly #file: string | undefined;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  /** What the file and its repository were like when git was asked last, and when that was. */
  #checked = { state: '', atMs: 0 };

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
   * @throws SecretsFileError when what is given cannot be taken: that is no absent secret
   */
  valueOf(name: string, all: readonly string[]): { readonly value: string } | { readonly missing: string } {
    const variable = secretVariable(name);
    const fromEnvironment = this.#environment[variable];
    const others = all.filter((other) => other !== name && secretVariable(other) === variable);
    if (fromEnvironment && others.length === 0) {
      if (Buffer.byteLength(fromEnvironment) > MAX_SECRET_BYTES) throw tooLong(variable);
      return { value: fromEnvironment };
    }
    const value = this.#readFile().get(name);
    if (value !== undefined) return { value };
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
    if (this.#file === undefined || statIfThere(this.#file) === undefined) return new Map();
    this.#checkFile(this.#file);
    return readSecretsFile(this.#file);
  }

  /** Git is asked again once something has changed: the file or the repository may come while local AWS runs. */
  #checkFile(file: string): void {
    const repository = repositoryOf(path.dirname(path.resolve(file)));
    if (repository === undefined) return;
    const state = [file, path.join(repository, '.git', 'index'), path.join(repository, '.gitignore')]
      .map(stateOf)
      .join();
    const { state: before, atMs } = this.#checked;
    if (before === state && performance.now() - atMs < RECHECK_MS) return;
    checkSecretsFile(file);
    this.#checked = { state, atMs: performance.now() };
  }
}

/** Of what is not looked at, such as other files of ignored names, git is asked after so long. */
const RECHECK_MS = 2000;

function stateOf(file: string): string {
  const { mtimeMs, size, ino } = statIfThere(file) ?? {};
  return `${file} ${mtimeMs} ${size} ${ino}`;
}

function tooLong(variable: string): SecretsFileError {
  return new SecretsFileError({
    what: `The value in ${variable} has more than ${MAX_SECRET_BYTES} bytes, which AWS refuses.`,
    fix: 'Give a shorter one, and start local AWS again.',
  });
}

/** The variable by which the value of a secret is given. */
export function secretVariable(name: string): string {
  return `NOVA_ACT_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`;
}
