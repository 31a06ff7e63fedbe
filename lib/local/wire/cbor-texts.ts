/**
 * A map of texts in CBOR. Clients need no more to read an error.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8949
 */
export function cborOfTexts(texts: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(texts);
  return Buffer.concat([head(MAP, entries.length), ...entries.flat().map(text)]);
}

/** Major types. */
const TEXT = 3;
const MAP = 5;

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([head(TEXT, bytes.length), bytes]);
}

function head(majorType: number, length: number): Buffer {
  const type = majorType << 5;
  if (length < 24) return Buffer.from([type | length]);
  // A length of four bytes: any will do, the shortest is not asked for.
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8(type | 26);
  bytes.writeUInt32BE(length, 1);
  return bytes;
}
