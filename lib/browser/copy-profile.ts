import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { hasCode } from '../core/errors.ts';
import { makeTemporaryFolder } from '../core/make-temporary-folder.ts';
import { didYouMean } from '../core/suggest.ts';
import { BrowserOptionsError } from './errors.ts';

/**
 * Copies a profile of Chrome into a folder that only this user can read, without its locks, caches and other profiles. What goes away
 * meanwhile, because a browser uses it, is left out.
 *
 * @param options.onFolder - hears of the folder before anything is in it
 * @returns the folder
 */
export async function copyProfile(
  profile: ProfileChoice & { readonly userDataDir: string },
  options: { readonly onFolder: (folder: string) => void; readonly signal: AbortSignal },
): Promise<string> {
  const { userDataDir, profileDirectory = DEFAULT_PROFILE } = profile;
  const { signal } = options;
  const folder = makeTemporaryFolder('nova-act-profile-');
  options.onFolder(folder);
  for (const entry of await readdir(userDataDir, { withFileTypes: true })) {
    const isWanted = entry.isFile() ? !isLeftOut(entry.name) : entry.name === profileDirectory;
    if (!isWanted) continue;
    const [from, to] = [path.join(userDataDir, entry.name), path.join(folder, entry.name)];
    await (entry.isFile() ? copyOne(from, to) : copyFolder(from, to, signal));
  }
  return folder;
}

/** Which profile of Chrome is used. */
export interface ProfileChoice {
  readonly userDataDir?: string | undefined;
  readonly copyProfile?: boolean | undefined;
  readonly profileDirectory?: string | undefined;
}

/** Checks what somebody has written, before anything is copied or launched. @throws BrowserOptionsError */
export function checkProfile({ userDataDir, copyProfile: copies, profileDirectory }: ProfileChoice): void {
  const needs = copies ? 'copyProfile' : profileDirectory === undefined ? undefined : 'profileDirectory';
  if (userDataDir === undefined) {
    if (needs === undefined) return;
    throw new BrowserOptionsError({
      what: `${needs} was given without userDataDir.`,
      fix: 'Say in userDataDir where the profile is: chrome://version calls the folder above it "Profile Path".',
    });
  }
  if (profileDirectory !== undefined && path.basename(profileDirectory) !== profileDirectory) {
    throw new BrowserOptionsError({
      what: `profileDirectory is "${profileDirectory}".`,
      allowed: 'It must be the name of a folder in userDataDir, such as "Default" or "Profile 1".',
    });
  }
  if (copies) checkIsThere(userDataDir, profileDirectory ?? DEFAULT_PROFILE);
}

function checkIsThere(userDataDir: string, profileDirectory: string): void {
  const profiles = profilesIn(userDataDir);
  if (profiles.includes(profileDirectory)) return;
  const near = didYouMean(profileDirectory, profiles);
  throw new BrowserOptionsError({
    what: `There is no profile "${profileDirectory}" of Chrome in ${userDataDir}.`,
    allowed: `Its profiles: ${profiles.join(', ') || 'none'}.`,
    fix:
      near === undefined
        ? 'chrome://version calls the folder of a profile "Profile Path"; userDataDir is the one above it.'
        : `Did you mean "${near}"?`,
  });
}

function profilesIn(userDataDir: string): readonly string[] {
  const isThere = (...parts: readonly string[]): boolean => existsSync(path.join(userDataDir, ...parts));
  if (!isThere()) return [];
  // Without a window, browsers keep no preferences.
  return readdirSync(userDataDir).filter((name) => isThere(name, 'Preferences') || isThere(name, 'Cookies'));
}

const DEFAULT_PROFILE = 'Default';

async function copyFolder(from: string, to: string, signal: AbortSignal): Promise<void> {
  await mkdir(to, { mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    signal.throwIfAborted();
    if (isLeftOut(entry.name)) continue;
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isFile()) await copyOne(source, target);
    else if (entry.isDirectory()) await copyFolder(source, target, signal);
  }
}

async function copyOne(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

/** Locks and open tabs, which belong to the browser that uses the original; and what browsers make anew, which can be gigabytes. */
function isLeftOut(name: string): boolean {
  return /^(?:Singleton|lockfile$|LOCK$|DevToolsActivePort$|RunningChromeVersion$|BrowserMetrics|Crashpad$|Sessions$)|Cache/i.test(
    name,
  );
}
