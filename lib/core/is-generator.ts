/** True for what a generator function returns: nothing of its code has run yet. */
export function isGenerator(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    (Symbol.asyncIterator in value || Symbol.iterator in value) &&
    'next' in value
  );
}
