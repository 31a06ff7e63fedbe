import type { Observation } from '../../browser/index.ts';

/**
 * An observation as it is on the wire. The picture is nearly all of it, has nothing that JSON would escape, and stands first, where
 * it is found at once.
 */
export function observationText({ screenshotBase64, ...others }: Observation): string {
  return `${BEGIN}${screenshotBase64}",${JSON.stringify(others).slice(1)}`;
}

/**
 * The picture of such a text, which shares its memory, and the JSON of the others; `undefined` where only JSON can tell what
 * the picture is.
 */
export function splitObservation(
  text: string,
): { readonly picture: string; readonly others: string } | undefined {
  const end = text.indexOf('"', BEGIN.length);
  if (!text.startsWith(BEGIN) || text.charAt(end + 1) !== ',') return undefined;
  const picture = text.slice(BEGIN.length, end);
  return picture.includes('\\') ? undefined : { picture, others: `{${text.slice(end + 2)}` };
}

const BEGIN = '{"screenshotBase64":"';
