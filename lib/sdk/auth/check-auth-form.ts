import { isRecord } from '../../core/is-record.ts';
import { showKind } from '../../core/problems.ts';
import { checkKeys } from '../check-keys.ts';
import { checkMembers } from '../check-members.ts';
import { checkOption, mustBe } from '../check-option.ts';
import { ValidationFailed } from '../errors.ts';
import type { AgentCoreProfileAuth, StorageStateAuth } from './session-auth.ts';

/** Refuses an `auth` that could not be asked, before a browser is opened for it. @throws ValidationFailed */
export function checkAuthForm(auth: unknown): void {
  if (!isRecord(auth)) throw wrongAuth(auth);
  checkMembers('auth', auth, Object.keys({ ...PROFILE_KEYS, ...PLACE_KEYS }));
  if ('profileId' in auth) {
    checkKeys('auth', auth, PROFILE_KEYS);
    return;
  }
  if (!('load' in auth) && !('save' in auth)) throw wrongAuth(auth);
  // Of a class, keys of its own are nobody else's business.
  if (Object.hasOwn(auth, 'load')) checkKeys('auth', auth, PLACE_KEYS);
  mustBe('auth.name', auth.name, 'text');
  mustBe('auth.load', auth.load, 'function');
  checkOption('auth.save', auth.save, 'function');
  checkOption('auth.indexedDB', auth.indexedDB, 'flag');
}

/** A storage state in its place is not shown: it is secret. */
function wrongAuth(auth: unknown): ValidationFailed {
  return new ValidationFailed(
    `auth is ${showKind(auth)}; it must be one of storageStateFile(…), s3StorageState(…) or agentCoreProfile(…), or an object with name, load and save.`,
  );
}

const PROFILE_KEYS = { profileId: true } as const satisfies Record<keyof AgentCoreProfileAuth, true>;
const PLACE_KEYS = {
  name: true,
  load: true,
  save: true,
  indexedDB: true,
} as const satisfies Record<keyof StorageStateAuth, true>;
