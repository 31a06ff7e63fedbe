import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ExplainedError, hasCode, reasonOf } from '../../core/errors.ts';
import { JsonFault, type JsonMember, readJsonValues } from './read-json-values.ts';

/** Where values of secrets are looked for in a project, unless another file is named. */
export const SECRETS_FILE_NAME = '.nova-act-secrets.json';

/** Why a file with values of secrets is not taken. No value is in the message. */
export class SecretsFileError extends ExplainedError {
  override readonly name = 'SecretsFileError';
}

/**
 * Refuses a file that git has, or would take with the next `git add`. Outside of a repository there is nothing to refuse.
 *
 * @throws {@link SecretsFileError}
 */
export function checkSecretsFile(file: string): void {
  const folder = path.dirname(path.resolve(file));
  if (repositoryOf(folder) === undefined) return;
  const name = path.basename(file);
  const isTracked = git(folder, ['ls-files', '--error-unmatch', '--', name]) === 0;
  if (isTracked) {
    throw new SecretsFileError({
      what: `The file ${file} holds values of secrets, and git has it.`,
      fix: `Run git rm --cached -- ${name} in its folder, add ${name} to .gitignore, and give the secrets other values if they were pushed.`,
    });
  }
  if (git(folder, ['check-ignore', '--quiet', '--', name]) === 0) return;
  throw new SecretsFileError({
    what: `The file ${file} holds values of secrets, and git does not ignore it, or cannot be asked.`,
    fix: `Add ${name} to .gitignore, or keep the file outside of the repository and name it with --secrets.`,
  });
}

/**
 * The values in a file, by the names of their secrets. An object or a list stands for its JSON. Empty texts are no values yet.
 *
 * @throws {@link SecretsFileError} with line and column, and never the text that stands there
 */
export function readSecretsFile(file: string): ReadonlyMap<string, string> {
  try {
    const given = readJsonValues(textOf(file)).filter(({ json }) => json !== '""');
    return new Map(given.map((member) => [member.key, valueIn(member)]));
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new SecretsFileError({
      what: `The file ${file} with values of secrets cannot be taken: ${error.message}.`,
      fix: 'Write it like { "shop/api-key": "…" }: names of secrets, each once, and their values as texts or objects.',
    });
  }
}

/**
 * What Secrets Manager takes as a value, in bytes of UTF-8.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 */
export const MAX_SECRET_BYTES = 65_536;

function valueIn({ json, place }: JsonMember): string {
  const isText = json.startsWith('"');
  if (!isText && !json.startsWith('{') && !json.startsWith('[')) {
    throw new JsonFault(
      `${place}: a number, true, false or null is no value of a secret; a text in double quotes is`,
    );
  }
  const value = isText ? String(JSON.parse(json)) : json;
  if (Buffer.byteLength(value) <= MAX_SECRET_BYTES) return value;
  throw new JsonFault(`${place}: the value has more than ${MAX_SECRET_BYTES} bytes, which AWS refuses`);
}

function textOf(file: string): string {
  try {
    // A byte order mark, as some editors write it, is taken away.
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    throw new SecretsFileError({
      what: `The file ${file} with values of secrets cannot be read: ${hasCode(error, 'ERR_ENCODING_INVALID_ENCODED_DATA') ? 'it is no UTF-8 text' : reasonOf(error)}.`,
      fix: 'Check the path, its permissions and its encoding.',
      cause: error,
    });
  }
}

/** The nearest folder above that has `.git`. */
export function repositoryOf(folder: string): string | undefined {
  if (existsSync(path.join(folder, '.git'))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : repositoryOf(parent);
}

/** The exit code; another than 0 and 1 also when git is not there. */
function git(cwd: string, args: readonly string[]): number {
  return spawnSync('git', [...args], { cwd, stdio: 'ignore' }).status ?? 127;
}
