import { didYouMean } from '../text/suggest.ts';
import type { CatalogProblem } from './catalog-error.ts';

/** A short rendering of a value for a message. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 80 ? `${text.slice(0, 77)}… (${text.length} characters)` : text;
}

/** One problem for each key that nobody reads. */
export function unknownKeys(
  where: string,
  value: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
): CatalogProblem[] {
  return Object.keys(value)
    .filter((key) => !allowed.includes(key))
    .map((key) => {
      const near = didYouMean(key, allowed);
      return {
        where: `${where}.${key}`,
        what: 'is not a known key',
        got: JSON.stringify(key),
        allowed: allowed.join(', '),
        fix: near ? `did you mean "${near}"?` : 'remove it',
      };
    });
}
