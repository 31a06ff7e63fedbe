import { isJson } from './decode-text.ts';

/**
 * Escapes a string so that `decodeText` gives it back as it was. Only terminal control sequences are lost: they are
 * dropped after everything else is undone.
 */
export function encodeText(text: string): string {
  // Two, since decoding halves them last. As code points, since `\\u` would be taken for the beginning of one.
  return text.replaceAll('\\', '\\u005c\\u005c');
}

/** The same for an answer, given back by `decodeAnswer`, which leaves JSON as it is. */
export function encodeAnswer(text: string): string {
  if (!text.includes('\\') || isJson(text)) return text;
  // No JSON has backslashes without quotes, so the escaped text is none by chance.
  return encodeText(text).replaceAll('"', '\\u0022');
}
