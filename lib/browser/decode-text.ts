/**
 * Undoes the escaping of strings in the service's positional arguments: `\uXXXX` and doubled backslashes.
 * Terminal control sequences are dropped, since the text ends up in logs.
 */
export function decodeText(text: string): string {
  return text
    .replaceAll('\\\\u', '\\u')
    .replace(UNICODE_ESCAPE, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(TERMINAL_SEQUENCES, '')
    .replaceAll('\\\\', '\\');
}

const UNICODE_ESCAPE = /\\u([0-9a-fA-F]{4})/g;
// CSI sequences (colours, cursor), OSC sequences (titles, links), two-byte escapes, and the bell.
const TERMINAL_SEQUENCES = new RegExp(
  [
    '\\u001b\\[[0-?]*[ -/]*[@-~]',
    '\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)?',
    '\\u001b[@-Z\\\\-_]',
    '\\u0007',
  ].join('|'),
  'g',
);

/**
 * The same for an answer. An answer that is JSON already is left as it is: undoing the escapes
 * inside it would change its meaning or break it.
 */
export function decodeAnswer(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return isJson(value) ? value : decodeText(value);
}

/** Whether a text is JSON, so that undoing escapes would change what it means. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
