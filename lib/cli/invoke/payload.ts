import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { MAX_PAYLOAD_BYTES } from '../../contract/limits.ts';
import { reasonOf } from '../../core/errors.ts';
import { UsageError } from '../usage-error.ts';

/** Where the payload of an invocation comes from. @default - an empty object */
export interface PayloadSource {
  /** JSON text. */
  readonly payload?: string | undefined;
  /** Path of a file with JSON text. */
  readonly payloadFile?: string | undefined;
}

/**
 * The bytes to send: the JSON of the source as it is, checked.
 *
 * @param directory where a relative path starts
 * @throws UsageError when there are two sources, the file cannot be read, or the text is not JSON or too long
 */
export async function readPayload(source: PayloadSource, directory: string): Promise<Uint8Array> {
  const { payload, payloadFile } = source;
  if (payload !== undefined && payloadFile !== undefined) {
    throw new UsageError({
      what: 'Both --payload and --payload-file were given.',
      allowed: 'One of them is allowed.',
      fix: 'Leave one out.',
    });
  }
  if (payloadFile !== undefined) {
    const text = await readText(path.resolve(directory, payloadFile), payloadFile);
    return checkPayload({
      text,
      origin: `The payload file "${payloadFile}"`,
      fix: 'Mend the file: what is in it must be one JSON value, as in {"url":"https://example.com"}.',
    });
  }
  return checkPayload({ text: payload ?? '{}', origin: 'The payload' });
}

/** The pure part of {@link readPayload}. */
export function checkPayload(options: {
  readonly text: string;
  readonly origin: string;
  /** What to do about what is no JSON. @default - what to do on a command line */
  readonly fix?: string | undefined;
}): Uint8Array {
  const { text, origin, fix = QUOTE_IT } = options;
  try {
    JSON.parse(text);
  } catch (error) {
    throw new UsageError({
      what: `${origin} is not JSON: ${reasonOf(error)}.`,
      allowed: `It begins with: ${excerpt(text)}`,
      fix,
    });
  }
  const bytes = new TextEncoder().encode(text);
  if (bytes.byteLength <= MAX_PAYLOAD_BYTES) return bytes;
  throw new UsageError({
    what: `${origin} has ${bytes.byteLength} bytes.`,
    allowed: `AgentCore Runtime takes at most ${MAX_PAYLOAD_BYTES}.`,
    fix: 'Put large data into S3 and send its address.',
  });
}

const QUOTE_IT = `Quote it for your shell, as in --payload '{"url":"https://example.com"}', or put it into a file and use --payload-file.`;

async function readText(file: string, given: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new UsageError({
      what: `Cannot read the payload file "${given}": ${reasonOf(error)}.`,
      fix: 'Check the path, or use --payload.',
      cause: error,
    });
  }
  try {
    // Without the mark that some editors put at the beginning.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError({
      what: `The payload file "${given}" is not text in UTF-8.`,
      fix: 'Save it in UTF-8, as JSON is.',
      cause: error,
    });
  }
}

function excerpt(text: string): string {
  return text.trim() === '' ? '(nothing)' : JSON.stringify(text.slice(0, 40));
}
