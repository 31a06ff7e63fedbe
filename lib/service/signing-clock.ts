/** How far the clock of services is ahead of this machine's: what those have said that refused what it signed. */
export function clockOffsetMs(): number {
  return knownOffsetMs;
}

/** The time that requests are signed with. */
export function signingDate(offsetMs = clockOffsetMs()): Date {
  return new Date(Date.now() + offsetMs);
}

/**
 * Whether a request was refused by a service whose clock is so far from the signature's that none would be valid. From then on
 * its time is taken, as clients of AWS do, and the request may be signed and sent again.
 *
 * @param signedOffsetMs the offset that the request was signed with
 */
export function correctsClock({ status, headers }: Response, signedOffsetMs: number): boolean {
  // With an age, somebody has kept the answer since then.
  if (!REFUSALS.includes(status) || headers.has('age')) return false;
  const offsetMs = Date.parse(headers.get('date') ?? '') - Date.now();
  if (!(Math.abs(offsetMs - signedOffsetMs) >= TOO_FAR_MS)) return false;
  knownOffsetMs = offsetMs;
  return true;
}

let knownOffsetMs = 0;
const REFUSALS = [400, 401, 403];
/** Services allow five minutes; a minute less, since answers take a while. */
const TOO_FAR_MS = 240_000;
