/** As pages in the encoding Windows-1252 have it, and with it those in Latin-1. What it has no sign for becomes a question mark. */
export function inWindows1252(text: string): Buffer {
  return Buffer.from(
    [...text].map((character) => {
      const code = character.codePointAt(0) ?? 0;
      const index = OF_80_TO_9F.indexOf(character);
      return index >= 0 ? 0x80 + index : code <= 0xff ? code : 0x3f;
    }),
  );
}

/** What becomes of a text in that encoding, or in another of one byte each, when it is read as UTF-8. */
export function misread(text: string): readonly string[] {
  if (/^[\0-\x7f]*$/.test(text)) return [];
  return [inWindows1252(text).toString(), text.replace(/[^\0-\x7f]/gu, '\ufffd')];
}

/** Those that Latin-1 has not. */
const OF_80_TO_9F = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
