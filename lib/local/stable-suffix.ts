import { createHash } from 'node:crypto';

/** Letters and digits such as services put after names, but always the same for the same seed: at most 30. */
export function stableSuffix(seed: string, length: number): string {
  const digest = createHash('sha256').update(seed).digest('base64url');
  return digest.replace(/[^a-zA-Z0-9]/g, '').slice(0, length);
}
