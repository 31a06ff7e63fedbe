import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What is stored of a secret that has 256 random bits: SHA-256 in hexadecimal. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A token or a claim: see `SECRET_PATTERN`. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Whether a secret has this hash. Takes the same time whatever is wrong. */
export function hasHash(secret: string, hash: string): boolean {
  const own = Buffer.from(secretHash(secret), 'hex');
  const other = Buffer.from(hash, 'hex');
  return own.length === other.length && timingSafeEqual(own, other);
}
