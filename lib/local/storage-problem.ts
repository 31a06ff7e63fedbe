import path from 'node:path';
import { hasCode, messageOf } from '../core/errors.ts';
import { stringMember } from '../core/thrown.ts';

/**
 * What the disk refused, where, and what to do: of an error of the file system that comes from writing or reading state.
 *
 * @returns sentences for people; `undefined` for an error of another kind
 */
export function storageProblem(error: unknown, stateDir: string): string | undefined {
  const kind = KINDS.find(({ codes }) => codes.some((code) => hasCode(error, code)));
  if (kind === undefined) return undefined;
  const file = stringMember(error, 'path');
  const isElsewhere = file !== undefined && !isWithin(file, stateDir);
  // Rights are refused for many things; what is not in the state folder has an error of its own.
  if (kind.isOfRights && (file === undefined || isElsewhere)) return undefined;
  const place = isElsewhere ? `${path.dirname(file)}` : `the state folder ${stateDir}`;
  const fix = isElsewhere ? `${kind.fix}.` : `${kind.fix}, or choose another folder with --state-dir.`;
  return `${kind.what(place)} (${messageOf(error)}). ${fix}`;
}

/** The same in the place of the message of an error, and the message of any other error. */
export function messageWithStorage(error: unknown, stateDir: string): string {
  return storageProblem(error, stateDir) ?? messageOf(error);
}

interface StorageKind {
  readonly codes: readonly string[];
  readonly what: (place: string) => string;
  readonly fix: string;
  readonly isOfRights?: boolean | undefined;
}

const KINDS: readonly StorageKind[] = [
  {
    codes: ['ENOSPC'],
    what: (place) => `There is no space left in ${place}`,
    fix: 'Free some',
  },
  {
    codes: ['EDQUOT'],
    what: (place) => `The disk quota is used up in ${place}`,
    fix: 'Free some space',
  },
  {
    codes: ['EFBIG'],
    what: (place) => `A file has become too large in ${place}`,
    fix: 'Raise the limit for the size of files (ulimit -f)',
  },
  {
    codes: ['EROFS'],
    what: (place) => `The file system is read-only at ${place}`,
    fix: 'Mount it writable',
  },
  {
    codes: ['EIO'],
    what: (place) => `The disk fails at ${place}`,
    fix: 'Check the disk',
  },
  {
    codes: ['EACCES', 'EPERM'],
    what: (place) => `Permission is denied in ${place}`,
    fix: 'Mend its permissions',
    isOfRights: true,
  },
];

function isWithin(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
