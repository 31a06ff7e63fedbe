import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { namesIn } from '../../core/files.ts';
import { makeTemporaryFolder } from '../../core/make-temporary-folder.ts';
import type { SessionFolders } from './session-environment.ts';

/**
 * Makes the folders of one session. Their paths are short on purpose: sockets below them have a limit of about a hundred
 * characters.
 *
 * @param logDir where sessions of the same local AWS have their logs; it tells its folders from those of others
 */
export function makeSessionFolders(logDir: string): SessionFolders {
  const root = makeTemporaryFolder(prefixOf(logDir));
  const folders = {
    root,
    home: path.join(root, 'home'),
    tmp: path.join(root, 'tmp'),
    work: path.join(root, 'work'),
  };
  for (const folder of [folders.home, folders.tmp, folders.work]) mkdirSync(folder);
  return folders;
}

/** Removes what sessions of a killed local AWS have left. No session may be running that has its logs there. */
export function removeSessionFolders(logDir: string): void {
  const prefix = prefixOf(logDir);
  for (const name of namesIn(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    try {
      rmSync(path.join(tmpdir(), name), { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // A process that is about to end still writes there: the next start gets it.
    }
  }
}

function prefixOf(logDir: string): string {
  return `nova-act-${createHash('sha256').update(path.resolve(logDir)).digest('hex').slice(0, 10)}-`;
}
