import { createRequire } from 'node:module';
import path from 'node:path';

/** Resolves and loads as this file would: packages that users install beside this one. */
export const requirePeer = createRequire(path.join(import.meta.dirname, 'installed.js'));

/** Whether a package is there. */
export function isInstalled(name: string): boolean {
  try {
    requirePeer.resolve(name);
    return true;
  } catch {
    return false;
  }
}
