import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ExplainedError, reasonOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';

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
  if (!isInRepository(folder)) return;
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
 * The values in a file, by the names of their secrets. What is no text, such as an object, stands for its JSON.
 *
 * @throws {@link SecretsFileError}
 */
export function readSecretsFile(file: string): ReadonlyMap<string, string> {
  const values = parseJson(textOf(file));
  if (!isRecord(values)) {
    throw new SecretsFileError({
      what: `The file ${file} with values of secrets is no JSON object.`,
      fix: 'Write it like { "shop/api-key": "…" }: names of secrets, and their values.',
    });
  }
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== '');
  return new Map(
    given.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SecretsFileError({
      what: `The file ${file} with values of secrets cannot be read: ${reasonOf(error)}.`,
      fix: 'Check the path and its permissions.',
      cause: error,
    });
  }
}

function isInRepository(folder: string): boolean {
  if (existsSync(path.join(folder, '.git'))) return true;
  const parent = path.dirname(folder);
  return parent !== folder && isInRepository(parent);
}

/** The exit code; another than 0 and 1 also when git is not there. */
function git(cwd: string, args: readonly string[]): number {
  return spawnSync('git', [...args], { cwd, stdio: 'ignore' }).status ?? 127;
}
