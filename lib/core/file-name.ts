import path from 'node:path';

/**
 * A name that others have chosen, made one that a file may have on any system: no folders, no control characters and none
 * that Windows forbids, no dots at its beginning, no device of Windows, at most 150 bytes with its extension.
 */
export function safeFileName(given: string): string {
  const last = given.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const name = last
    .replace(FORBIDDEN, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .replace(/\s+/g, ' ');
  if (name === '') return 'download';
  const { stem, extension } = partsOf(isDeviceName(name) ? `_${name}` : name);
  return cutToBytes(stem, MAX_BYTES - Buffer.byteLength(extension)) + extension;
}

/** Whether Windows takes a name for one of its devices. */
export function isDeviceName(name: string): boolean {
  return DEVICE.test(name);
}

/** The name, and then the same with numbers: `report.pdf`, `report (1).pdf`, … */
export function* numberedNames(name: string): Generator<string> {
  const { stem, extension } = partsOf(name);
  yield name;
  for (let count = 1; count < MAX_COUNT; count += 1) yield `${stem} (${count})${extension}`;
}

const MAX_BYTES = 150;
const MAX_COUNT = 10_000;
const MAX_EXTENSION = 20;

/** What Windows forbids, control characters, halves of characters, and what changes the direction of text. */
const FORBIDDEN = /[<>:"|?*\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * Names that Windows gives to devices, whatever their extension.
 * @see https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file
 */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/i;

function partsOf(name: string): { readonly stem: string; readonly extension: string } {
  const extension = path.extname(name);
  const isOne = extension.length > 1 && Buffer.byteLength(extension) <= MAX_EXTENSION;
  return isOne ? { stem: name.slice(0, -extension.length), extension } : { stem: name, extension: '' };
}

function cutToBytes(text: string, maxBytes: number): string {
  let cut = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) return cut.trimEnd();
    cut += character;
  }
  return cut;
}
