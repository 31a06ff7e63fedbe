import { isSeen, visibleLine } from '../core/visible.ts';
import { LIMITS } from './limits.ts';

/** Whom a sign-in has shown. */
export interface SignedIn {
  /** Who it is: for one person always the same, for two never, and nothing that people choose. Stored as a hash only. */
  readonly identity: string;
  /** What is told of it: `Answerer.subject`. Two may have the same. */
  readonly subject: string;
  /** What the person is called who types no name. */
  readonly name?: string | undefined;
}

/** As it is stored and shown. */
export function shownSignIn(signedIn: SignedIn | undefined): SignedIn | undefined {
  if (signedIn === undefined) return undefined;
  const { identity, subject, name } = signedIn;
  return {
    identity,
    subject: visibleLine(subject.slice(0, MAX_SUBJECT_LENGTH)),
    ...(name !== undefined && isSeen(name) && { name: visibleLine(name.slice(0, LIMITS.maxNameLength)) }),
  };
}

const MAX_SUBJECT_LENGTH = 256;
