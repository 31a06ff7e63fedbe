/**
 * The JSON of a text, in pieces that follow one another. A picture in it, as of a data URL, is a piece that the engine need not
 * look through: nothing of base64 is escaped, and Node knows base64 many times faster.
 */
export function jsonPieces(text: string): readonly string[] {
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  const end = text.indexOf('"', begin);
  if (begin < BEGIN.length || end === -1) return [JSON.stringify(text)];
  const picture = text.slice(begin, end);
  if (!isBase64(picture)) return [JSON.stringify(text)];
  const before = JSON.stringify(text.slice(0, begin));
  const after = JSON.stringify(text.slice(end));
  return [before.slice(0, -1), picture, after.slice(1)];
}

const BEGIN = ';base64,';

/** Whether a text is base64, and has no other character: Node reads past those, and gives fewer bytes, and of wide ones it reads half. */
export function isBase64(text: string): boolean {
  if (Buffer.byteLength(text) !== text.length) return false;
  for (let at = 0; at < text.length; at += CHARS) {
    const part = text.slice(at, at + CHARS);
    const padding = part.endsWith('==') ? 2 : Number(part.endsWith('='));
    if (scratch.write(part, 'base64') !== (part.length / 4) * 3 - padding) return false;
  }
  return true;
}

const CHARS = 65_536;
const scratch = Buffer.allocUnsafe((CHARS / 4) * 3);
