/** Whether a text has half of a sign, which no UTF-8 can have: as bytes, it would be the same as another text. */
export function hasLoneSurrogate(text: string): boolean {
  return LONE_SURROGATE.test(text);
}

/** The first `most` characters of a text, without half of a sign at the end; halves that stand alone are replaced. */
export function cutWhole(text: string, most: number): string {
  return text.replace(LONE_SURROGATES, '\uFFFD').slice(0, most).replace(LONE_SURROGATES, '');
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const LONE_SURROGATES = /\p{Surrogate}/gu;
