/**
 * Text of others for a terminal or a page: what would move the cursor, change colours or titles, hide text, say something that
 * nobody sees or turn its direction is shown as an escape, `\u001b`. Line feeds and tabs stay, and what emoji and scripts are made
 * of. JSON stays JSON of the same value.
 */
export function visible(text: string): string {
  return withEscapes(text.replace(/\r\n/g, '\n'));
}

/** The same for what is to be one line: line feeds and tabs are shown as escapes, too. */
export function visibleLine(text: string): string {
  return withEscapes(text).replace(/[\n\t]/g, escaped);
}

/** Whether a person sees anything of a text: something else than blanks, marks alone, and what is not seen. */
export function isSeen(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text.replace(unseen(), ''));
}

function withEscapes(text: string): string {
  if (PLAIN.test(text)) return text;
  keptOrUnseen ??= new RegExp(`(${emoji().source}|${letters().source})|${unseen().source}`, 'gu');
  return text.replace(keptOrUnseen, shown);
}

/** Most texts are English. */
const PLAIN = /^[\t\n\x20-\x7e]*$/;

/** Made when it is first used, as are its parts: properties of characters take milliseconds, which each start would pay for. */
let keptOrUnseen: RegExp | undefined;

/**
 * Control characters of both sets (C0, DEL and C1) but line feed and tab, separators of lines, what formats (marks and overrides of
 * direction, tags), what is not drawn, and letters that are blank. Signs that stand around Arabic, Syriac and Kaithi numbers format, too,
 * but are drawn.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 * @see https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
function unseen(): RegExp {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u2800\u{16fe4}\u{1d159}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
}

/** Emoji of several characters, which join them, choose how they are drawn, or tag them as one of the three flags there are of regions. */
function emoji(): RegExp {
  return /[#*0-9]\ufe0f\u20e3|\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}|\p{Extended_Pictographic}(?:[\ufe0e\ufe0f]|\p{Emoji_Modifier}\ufe0f?)?(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?)*/u;
}

/** One after a letter: joiners where letters join, variations of ideographs, and of Mongolian and a few other letters. */
function letters(): RegExp {
  return /(?=[\p{L}\p{M}])[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mand}\p{scx=Nkoo}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}\p{scx=Bali}\p{scx=Java}][\u200c\u200d]|\p{Unified_Ideograph}[\ufe00-\ufe02\u{e0100}-\u{e01ef}]|[\p{sc=Mymr}\p{sc=Phag}]\ufe00|\p{sc=Mong}[\u180b-\u180f]/u;
}

function shown(found: string, kept: string | undefined): string {
  return kept ?? escaped(found);
}

/** As JSON has it: two for a character beyond the first plane. */
function escaped(character: string): string {
  let escapes = '';
  for (let index = 0; index < character.length; index += 1)
    escapes += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  return escapes;
}
