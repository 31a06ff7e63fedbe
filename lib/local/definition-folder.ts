import { createHash } from 'node:crypto';

/** The name of a definition's folder. Names differ by letter case, while folders of some systems do not. */
export function definitionFolder(definitionName: string): string {
  const lower = definitionName.toLowerCase();
  if (lower === definitionName) return definitionName;
  return `${lower}~${createHash('sha256').update(definitionName).digest('hex').slice(0, 8)}`;
}
