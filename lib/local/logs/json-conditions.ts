/** Whether a value is as wanted. */
export type Condition = (value: unknown) => boolean;

/** Whether a value is `NULL`, `TRUE` or `FALSE`. */
export function isConstant(what: string): Condition {
  const wanted = { NULL: null, TRUE: true, FALSE: false }[what];
  return (value) => value === wanted;
}

/** As text with `*` for anything; as number, if it is one. */
export function isEqualTo(text: string, number: number): Condition {
  const parts = text.split('*');
  return (value) => {
    if (typeof value === 'number') return value === number;
    return typeof value === 'string' && (parts.length === 1 ? value === text : hasInOrder(value, parts));
  };
}

/** Whether a text begins with the first part, ends with the last, and has the others in between, one after the other. */
function hasInOrder(text: string, parts: readonly string[]): boolean {
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
    return false;
  let between = text.slice(first.length, text.length - last.length);
  return parts.slice(1, -1).every((part) => {
    const at = between.indexOf(part);
    between = between.slice(at + part.length);
    return at >= 0;
  });
}

/** Whether a number stands to another as an operator says: `<`, `<=`, `>` or `>=`. */
export function isInOrder(value: number, operator: string, than: number): boolean {
  if (operator === '<') return value < than;
  if (operator === '<=') return value <= than;
  return operator === '>' ? value > than : value >= than;
}
