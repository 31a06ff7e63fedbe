import { statIfThere } from '../../core/files.ts';
import { AgentRedirectError } from '../errors.ts';
import { isPathAllowed, normalPath } from '../path-rules.ts';

/**
 * The files that a text names, one per line.
 * @throws AgentRedirectError when one may not be uploaded, or is no file. Whether a file exists is told only if it is allowed.
 */
export function uploadFiles(
  text: string,
  given: { readonly allowed: readonly string[]; readonly isMultiple: boolean },
): string[] {
  const names = text.split(/\r?\n/).map((line) => line.trim());
  const files = names.filter((name) => name !== '').map(normalPath);
  if (files.length === 0) throw new AgentRedirectError('Give the path of the file to upload.');
  if (files.length > 1 && !given.isMultiple) {
    throw new AgentRedirectError('This input takes only one file. Give one path.');
  }
  for (const file of files) {
    if (!isPathAllowed(file, given.allowed)) throw new AgentRedirectError(notAllowed(file, given.allowed));
    if (!isFile(file)) throw new AgentRedirectError(`${file} cannot be uploaded: there is no such file.`);
  }
  return files;
}

function notAllowed(file: string, allowed: readonly string[]): string {
  const rule =
    allowed.length === 0 ? 'No file may be uploaded in this session.' : `Allowed are: ${allowed.join(', ')}.`;
  return `${file} may not be uploaded. ${rule}`;
}

function isFile(file: string): boolean {
  return statIfThere(file)?.isFile() ?? false;
}
