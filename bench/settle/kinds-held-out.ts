import type { Kind } from './kind.ts';

/** Kinds of pages that were written after the rule of settling was finished, so that it could not be made for them. */
export const HELD_OUT_KINDS: readonly Kind[] = [];
