import { isUtf8 } from 'node:buffer';
import { inWindows1252 } from '../../../core/windows-1252.ts';

/** What else than text in UTF-8 may stand in bytes: a letter in each of them, or in two, in both orders and wherever they begin. */
export function readings(bytes: Buffer): readonly (() => string)[] {
  const inTwo = [bytes, bytes.subarray(1)].flatMap((from) => [
    () => from.toString('utf16le'),
    () => swapped(from).toString('utf16le'),
  ]);
  if (!isUtf8(bytes)) return [() => bytes.toString('latin1'), ...inTwo];
  // Texts with one byte for each letter have no such signs.
  return bytes.some((byte) => byte < FIRST_OF_TEXTS) ? inTwo : [];
}

/** How a text is read in that way, whose letters are in UTF-8 or in Windows-1252 there. */
export function readInOne(text: string): readonly string[] {
  return [...new Set([Buffer.from(text), inWindows1252(text)].map((bytes) => bytes.toString('latin1')))];
}

const FIRST_OF_TEXTS = 0x09;

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
