import { MAX_MESSAGE_BYTES } from '../../../../contract/take-over.ts';

/** What a keyboard of a telephone has done to a text: it corrects whole words, so that keys tell nothing. */
export function typedText(
  before: string,
  after: string,
): { readonly deleted: number; readonly text: string } {
  const [old, now] = [characters(before), characters(after)];
  let same = 0;
  while (same < old.length && same < now.length && old[same] === now[same]) same += 1;
  return { deleted: old.length - same, text: now.slice(same).join('') };
}

/** Cuts a text into pieces of which each fits into a message. */
export function textPieces(text: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (piece.length + character.length > MAX_PIECE_LENGTH) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** JSON has up to six bytes for a unit of a text, and UTF-8 has three. */
const MAX_PIECE_LENGTH = Math.floor((MAX_MESSAGE_BYTES - 100) / 6);

/** As people count them, and Backspace deletes them. */
function characters(text: string): readonly string[] {
  if (typeof Intl.Segmenter !== 'function') return [...text];
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}
