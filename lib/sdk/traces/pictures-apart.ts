import { randomUUID } from 'node:crypto';
import type { ActTrace } from '../../contract/act-trace.ts';

/**
 * A trace with marks in place of its pictures, for whoever makes a text of it. Pictures of a long act are some hundred megabytes,
 * which a text in one piece would copy several times; from here they go straight into the bytes.
 */
export function picturesApart(trace: ActTrace): {
  readonly marked: ActTrace;
  /** The bytes of a text that was made of the marked trace, with the pictures in their places. */
  readonly bytesOf: (text: string) => Uint8Array<ArrayBuffer>;
} {
  // No prompt and no page can have it.
  const begin = `data:image/${randomUUID()},`;
  const pictures: string[] = [];
  const steps = trace.steps.map((step) =>
    isPlain(step.image) ? { ...step, image: `${begin}${pictures.push(step.image) - 1};` } : step,
  );
  const bytesOf = (text: string): Uint8Array<ArrayBuffer> => {
    const [first = '', ...others] = text.split(begin);
    const pieces = others.flatMap((piece) => {
      const end = piece.indexOf(';');
      return [pictures[Number(piece.slice(0, end))] ?? '', piece.slice(end + 1)];
    });
    return joined([first, ...pieces]);
  };
  return { marked: { ...trace, steps }, bytesOf };
}

/** Whether it stands as it is in JSON and in HTML. */
function isPlain(image: string): boolean {
  return image.startsWith('data:image/') && !/[^\w:/;,+=.-]/.test(image);
}

function joined(pieces: readonly string[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + Buffer.byteLength(piece), 0));
  const buffer = Buffer.from(bytes.buffer);
  let at = 0;
  for (const piece of pieces) at += buffer.write(piece, at);
  return bytes;
}
