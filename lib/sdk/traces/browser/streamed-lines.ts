import { StringDecoder } from 'node:string_decoder';

/** The lines of a stream of bytes, without their ends. @throws Error for one that is too long */
export async function* streamedLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const [first = '', ...others] = decoder.write(Buffer.from(chunk)).split('\n');
    parts.push(first);
    length += first.length;
    for (const next of others) {
      yield parts.join('');
      parts = [next];
      length = next.length;
    }
    if (length > MAX_LINE_LENGTH) throw new Error('a page in it is too large to be cleaned');
  }
  const rest = parts.join('') + decoder.end();
  if (rest !== '') yield rest;
}

const MAX_LINE_LENGTH = 64 * 1024 * 1024;
