/**
 * Text of others for a terminal: what would move the cursor, change colours or titles, hide text or turn its direction is
 * shown as an escape, `\u001b`. Line feeds and tabs stay. JSON stays JSON of the same value.
 */
export function visible(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(UNSEEN, escaped);
}

/** The same for what is to be one line: line feeds and tabs are shown as escapes, too. */
export function visibleLine(text: string): string {
  return text.replace(UNSEEN, escaped).replace(/[\n\t]/g, escaped);
}

/**
 * Control characters of both sets (C0, DEL and C1) but line feed and tab, separators of lines, marks and overrides of direction.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
