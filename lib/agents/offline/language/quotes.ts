/**
 * Quoted text and URLs are taken out of a prompt before it is cut into clauses, so that a comma or an "and" inside
 * them cuts nothing. Each becomes one opaque token.
 */

const OPEN = '\uE000';
const CLOSE = '\uE001';

/** Regular expression source that matches one token. */
export const TOKEN = `${OPEN}\\d+${CLOSE}`;

export type Masked = { readonly text: string; readonly parts: readonly MaskedPart[] };
export type MaskedPart = { readonly kind: 'quote' | 'url'; readonly value: string; readonly source: string };

const QUOTED =
  /"([^"\n]*)"|“([^”\n]*)”|„([^“”\n]*)[“”]|«\s?([^»\n]*?)\s?»|`([^`\n]*)`|‘((?:[^’\n]|’(?=\p{L}))*)’|(?<![\p{L}\p{N}])'((?:[^'\n]|'(?=\p{L}))*)'(?![\p{L}\p{N}])/gu;
const URL_TEXT =
  /(?<![\p{L}\p{N}@])(?:https?:\/\/|about:)[^\s\uE000\uE001<>]+|(?<![\p{L}\p{N}@/.])(?:localhost(?::\d+)?|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|edu|gov|app|co|uk|de|fr|ca|eu|info|test|example|local)(?::\d+)?)(?:\/[^\s\uE000\uE001<>]*)?(?![\p{L}\p{N}@])/giu;

/** Replaces quotes and URLs by tokens. Pure. */
export function mask(prompt: string): Masked {
  const parts: MaskedPart[] = [];
  const keep = (kind: MaskedPart['kind'], value: string, source: string): string => {
    parts.push({ kind, value, source });
    return `${OPEN}${parts.length - 1}${CLOSE}`;
  };
  const text = prompt
    .replace(QUOTED, (source: string, ...groups: unknown[]) => {
      const value = groups.slice(0, 7).find((group): group is string => typeof group === 'string');
      return keep('quote', value ?? '', source);
    })
    .replace(URL_TEXT, (source) => {
      const tail = /[.,;:!?)\]]+$/.exec(source)?.[0] ?? '';
      const url = source.slice(0, source.length - tail.length);
      return keep('url', url, url) + tail;
    });
  return { text, parts };
}

/** Puts quotes back as they were written: for messages. */
export function unmask(text: string, parts: readonly MaskedPart[]): string {
  return replaceTokens(text, parts, (part) => part.source);
}

/** Puts quotes back without their quote marks: for values. */
export function unquote(text: string, parts: readonly MaskedPart[]): string {
  return replaceTokens(text, parts, (part) => part.value);
}

/** The part, when the text is exactly one token. */
export function singlePart(text: string, parts: readonly MaskedPart[]): MaskedPart | null {
  const index = new RegExp(`^${OPEN}(\\d+)${CLOSE}$`).exec(text.trim())?.[1];
  return index === undefined ? null : (parts[Number(index)] ?? null);
}

function replaceTokens(
  text: string,
  parts: readonly MaskedPart[],
  write: (part: MaskedPart) => string,
): string {
  return text.replace(new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g'), (_, index: string) => {
    const part = parts[Number(index)];
    return part === undefined ? '' : write(part);
  });
}
