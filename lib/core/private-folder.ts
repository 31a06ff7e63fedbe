import { rmSync } from 'node:fs';
import path from 'node:path';
import { makeTemporaryFolder } from './make-temporary-folder.ts';

/** A folder that only its owner may look into, made when it is first asked for, and removed at the end of the process at the latest. */
export class PrivateFolder {
  readonly #prefix: string;
  #path: string | undefined;

  /** @param prefix - with which its name begins */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** @throws Error when it cannot be made */
  file(name: string): string {
    this.#path ??= made(this.#prefix);
    return path.join(this.#path, name);
  }

  /** Removes it with all that is in it. */
  remove(): void {
    if (this.#path === undefined) return;
    rmSync(this.#path, { recursive: true, force: true });
    folders.delete(this.#path);
    if (folders.size === 0) process.off('exit', removeAll);
    this.#path = undefined;
  }
}

const folders = new Set<string>();

function made(prefix: string): string {
  const folder = makeTemporaryFolder(prefix);
  if (folders.size === 0) process.on('exit', removeAll);
  folders.add(folder);
  return folder;
}

function removeAll(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
