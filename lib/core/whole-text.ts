/** The text with a mark in the place of each half of a sign. */
export function wholeText(text: string): string {
  return text.replace(LONE_SURROGATES, '\uFFFD');
}

/** Whether a text has half of a sign, which no UTF-8 can have: as bytes, it would be the same as another text. */
export function hasLoneSurrogate(text: string): boolean {
  // Without a position that it keeps, as that of `test` would be.
  return text.search(LONE_SURROGATES) !== -1;
}

/** The first `most` characters of a text, without half of a sign at the end; halves that stand alone are replaced. */
export function cutWhole(text: string, most: number): string {
  return wholeText(text).slice(0, most).replace(LONE_SURROGATES, '');
}

const LONE_SURROGATES = /\p{Surrogate}/gu;
