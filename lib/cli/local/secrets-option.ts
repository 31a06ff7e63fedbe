import { existsSync } from 'node:fs';
import path from 'node:path';
import { SECRETS_FILE_NAME } from '../../local/secrets/secrets-file.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The file with values of secrets: the one that `--secrets` names, which must be there, or that of the project, which need not.
 *
 * @param at.directory where a relative path starts
 * @throws UsageError
 */
export function secretsOption(
  given: string | undefined,
  at: { readonly directory: string; readonly projectRoot: string },
): string {
  if (given === undefined) return path.join(at.projectRoot, SECRETS_FILE_NAME);
  const file = path.resolve(at.directory, given);
  if (given !== '' && existsSync(file)) return file;
  throw new UsageError({
    what: `There is no file "${given}" for --secrets.`,
    fix: `Check the path, or leave the option out: then it is ${SECRETS_FILE_NAME} in the project.`,
  });
}
