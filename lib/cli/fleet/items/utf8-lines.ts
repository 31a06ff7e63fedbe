import type { Readable } from 'node:stream';
import { ExplainedError } from '../../../core/errors.ts';

/**
 * The lines of a text, each with what ends it. Only line feeds end one: other signs that programs take for an end of a line may stand
 * in texts of JSON as they are.
 *
 * @param options.fatal false for what programs have written
 * @throws NotUtf8Error at the first line that is none: a reader that mends signs would change what workflows get
 */
export async function* utf8Lines(
  input: Readable,
  { fatal = true }: { readonly fatal?: boolean | undefined } = {},
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal, ignoreBOM: true });
  let number = 0;
  const decoded = (parts: readonly Uint8Array[]): string => {
    number += 1;
    try {
      return decoder.decode(Buffer.concat(parts));
    } catch {
      throw new NotUtf8Error(number);
    }
  };
  let open: Uint8Array[] = [];
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    let start = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
      open.push(bytes.subarray(start, end + 1));
      yield decoded(open);
      open = [];
      start = end + 1;
    }
    if (start < bytes.length) open.push(bytes.subarray(start));
  }
  if (open.length > 0) yield decoded(open);
}

/** A line of a text is no UTF-8. */
export class NotUtf8Error extends ExplainedError {
  override readonly name = 'NotUtf8Error';
  /** From 1. */
  readonly line: number;

  constructor(line: number) {
    super(`Line ${line} ${NotUtf8Error.problem}.`);
    this.line = line;
  }

  /** For the end of a sentence. */
  static readonly problem = 'is not UTF-8: save the list as UTF-8';
}

const LF = 0x0a;
