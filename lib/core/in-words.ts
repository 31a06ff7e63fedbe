import { inspect, types } from 'node:util';

/**
 * A thrown value in words, in one line and not all of it. No code of the value is run: its `toString`, a getter or a trap
 * may fail or go on for ever, and so may Node's `inspect`, which reads the names of errors. That is why it gets a copy.
 */
export function inWords(value: unknown): string {
  try {
    const copy = copied(value, MAX_DEPTH);
    if (typeof copy !== 'object' || copy === null) return String(copy);
    return inspect(copy, INSPECTION).replaceAll(/\s*\n\s*/g, ' ');
  } catch {
    return `a thrown ${typeof value} that cannot be shown`;
  }
}

const MAX_DEPTH = 3;
const MAX_MEMBERS = 20;
const INSPECTION = {
  breakLength: Number.POSITIVE_INFINITY,
  depth: MAX_DEPTH,
  maxStringLength: 500,
} as const;

/** The plain data of a value: what its properties hold, not what they would do. */
function copied(value: unknown, depth: number): unknown {
  if (typeof value === 'function') return types.isProxy(value) ? '[proxy]' : functionInWords(value);
  if (typeof value !== 'object' || value === null) return value;
  if (types.isProxy(value)) return '[proxy]';
  if (types.isDate(value)) return new Date(Date.prototype.getTime.call(value));
  if (depth === 0 || ArrayBuffer.isView(value)) return Array.isArray(value) ? '[list]' : '[object]';
  if (types.isNativeError(value)) {
    const message = dataOf(value, 'message');
    return `[an error${typeof message === 'string' && message !== '' ? `: ${message}` : ' without a message'}]`;
  }
  if (Array.isArray(value)) {
    const length = Math.min(value.length, MAX_MEMBERS);
    const items = Array.from({ length }, (_, index) => copied(dataOf(value, index), depth - 1));
    return value.length > length ? [...items, `[${value.length - length} more]`] : items;
  }
  const names = Object.keys(value).slice(0, MAX_MEMBERS);
  return Object.fromEntries(names.map((name) => [name, copied(dataOf(value, name), depth - 1)]));
}

function functionInWords(value: object): string {
  const name = dataOf(value, 'name');
  const isClass = Function.prototype.toString.call(value).startsWith('class');
  return `[${isClass ? 'class' : 'function'}${typeof name === 'string' && name !== '' ? ` ${name}` : ''}]`;
}

/** What a property holds; a getter is not asked. */
function dataOf(value: object, name: string | number): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(value, name);
  return descriptor === undefined || 'value' in descriptor ? descriptor?.value : '[getter]';
}
