import { createRequire } from 'node:module';
import path from 'node:path';

/** Resolves as this file would: packages that users install beside this one. */
const requirePeer = createRequire(path.join(import.meta.dirname, 'installed.js'));

/** Whether a package is there. */
export function isInstalled(name: string): boolean {
  try {
    requirePeer.resolve(name);
    return true;
  } catch {
    return false;
  }
}
