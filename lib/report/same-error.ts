/** Whether two errors say the same, so that a page need not say it twice. One may be told with more around it. */
export function isSameError(one: string | undefined, other: string | undefined): boolean {
  if (!one || !other) return false;
  const [a, b] = [one.trim(), other.trim()];
  return a === b || (Math.min(a.length, b.length) >= TELLING_LENGTH && (a.includes(b) || b.includes(a)));
}

/** Shorter texts occur in others by chance. */
const TELLING_LENGTH = 12;
