import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import { deferred } from '../../../core/async.ts';
import { cleanEntry, isStoredAsItIs } from './clean-entry.ts';
import type { SecretSearch } from './secret-search.ts';
import { streamedLines } from './streamed-lines.ts';
import { TraceLines } from './trace-lines.ts';
import { TypedSecrets } from './typed-secrets.ts';

/**
 * Copies a Playwright trace without secrets: entry by entry, lines by lines, so that only one of them is in memory. What cannot be
 * cleaned, such as a picture with a secret among its bytes, becomes empty; names stay.
 *
 * @param to - is made, for its owner only
 * @throws Error when the trace cannot be read, is too large, or cannot be written; then nothing of `to` may be kept
 */
export async function cleanZip(from: string, to: string, search: SecretSearch): Promise<void> {
  // Only those who record need them.
  const [{ openPromise }, { ZipFile: NewZip }] = await Promise.all([import('yauzl'), import('yazl')]);
  const source = await openPromise(from, { autoClose: false });
  let open: Readable | undefined;
  try {
    const entries = await entriesOf(source);
    const target = new NewZip();
    const { promise: failing, reject: fail } = deferred<never>();
    target.on('error', fail);
    for (const entry of entries) {
      const options = { compress: !isStoredAsItIs(entry.fileName) };
      target.addReadStreamLazy(entry.fileName, options, (give) => {
        // Nobody else hears of what goes wrong there: it would end the process.
        open = Readable.from(cleaned(source, entry, search)).on('error', fail);
        give(null, open);
      });
    }
    target.end();
    const stop = new AbortController();
    const writing = pipeline(target.outputStream, createWriteStream(to, { mode: 0o600 }), {
      signal: stop.signal,
    });
    try {
      await Promise.race([writing, failing]);
    } catch (error) {
      // Opens none of those that follow.
      target.emit('error', error);
      stop.abort();
      await writing.catch(() => {});
      throw error;
    }
  } finally {
    open?.destroy();
    source.close();
  }
}

/** Whoever looks at it has to load all of it, too. */
export const MAX_TRACE_BYTES = 100 * 1024 * 1024;
const MAX_UNPACKED_BYTES = 10 * MAX_TRACE_BYTES;

/** What Playwright writes line by line. */
const LINES = /(?:^|-)trace\.(?:trace|network)$/;

async function entriesOf(source: ZipFile): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  let bytes = 0;
  for await (const entry of source.eachEntry()) {
    bytes += entry.uncompressedSize;
    if (bytes > MAX_UNPACKED_BYTES) throw new Error('it is too large to be cleaned');
    entries.push(entry);
  }
  return entries;
}

async function* cleaned(source: ZipFile, entry: Entry, search: SecretSearch): AsyncGenerator<Buffer> {
  const open = (): Promise<Readable> => source.openReadStreamPromise(entry);
  if (!LINES.test(entry.fileName)) {
    yield await cleanEntry(entry, open, search);
    return;
  }
  const typed = new TypedSecrets(search.texts);
  if (search.texts.length > 0) for await (const line of streamedLines(await open())) typed.read(line);
  const lines = new TraceLines(search, typed.calls());
  for await (const line of streamedLines(await open())) yield Buffer.from(`${lines.clean(line)}\n`);
}
