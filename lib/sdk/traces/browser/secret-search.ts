import { knownSecrets } from '../../../contract/known-secrets.ts';
import { SECRET, secretsIn } from '../../../contract/secrets.ts';
import { type HiddenValue, seeker } from '../../../core/hide.ts';
import { type TextCleaner, textCleaner } from '../clean-trace.ts';

/**
 * Looks for the secrets of now, in texts and in bytes: those that the program has fetched, and those of its environment. Large
 * texts are looked through first, and only those with something in them are read letter by letter.
 */
export class SecretSearch {
  /** As they are written, each once. */
  readonly texts: readonly string[];
  readonly #seek: (text: string) => boolean;
  readonly #clean: TextCleaner;
  readonly #wide: readonly Buffer[];
  readonly #needles: readonly Buffer[];

  constructor(environment: Readonly<Record<string, string | undefined>> = process.env) {
    const values: readonly HiddenValue[] = [
      ...secretsIn(environment).map((text) => ({ text })),
      ...knownSecrets.values,
    ];
    this.#clean = textCleaner(environment);
    this.#seek = seeker(values);
    this.texts = [...new Set(values.map(({ text }) => text))];
    const long = this.texts.filter(({ length }) => length >= MIN_BYTES_LENGTH);
    this.#wide = long.flatMap(inTwoBytes);
    this.#needles = [...this.#wide, ...long.flatMap(inBytes)];
  }

  /** The text without them, and without user names and passwords in addresses. */
  clean(text: string): string {
    if (!this.mayBeIn(text)) return text;
    if (text.length > MAX_CLEANED) return TOO_LONG;
    const cleaned = this.#clean(text);
    // What it leaves is not stored.
    return this.#clean(cleaned) === cleaned ? cleaned : SECRET;
  }

  /** Whether there may be something to clean; where it says no, there is nothing. */
  mayBeIn(text: string): boolean {
    return this.#seek(text) || (text.includes('@') && /[\\/]{2}[^\s\\/?#"<>]*@/.test(text));
  }

  /** Whether bytes that are no text, or not only that, have one in them. Short ones would be found anywhere, and are not looked for. */
  isInBytes(bytes: Buffer): boolean {
    return this.#needles.some((needle) => bytes.includes(needle));
  }

  /** The same of text with two bytes for each character, which looks like text with one. */
  isInWideText(bytes: Buffer): boolean {
    return this.#wide.some((needle) => bytes.includes(needle));
  }

  /** Whether a text is the beginning of one, as fields have it while that is typed. */
  isBegun(text: string): boolean {
    return text.length >= MIN_BEGINNING && this.texts.some((secret) => secret.startsWith(text));
  }
}

/** Stands for a text that has a secret in it, and is too long to be read letter by letter. */
const TOO_LONG = `${SECRET} (this text was left out: it has a secret in it, and is long)`;
const MAX_CLEANED = 512 * 1024;
const MIN_BYTES_LENGTH = 8;
const MIN_BEGINNING = 3;

function inTwoBytes(text: string): readonly Buffer[] {
  const little = Buffer.from(text, 'utf16le');
  return [little, Buffer.from(little).swap16()];
}

/** As programs write it that know no escapes, and in base64, whatever is before it. */
function inBytes(text: string): readonly Buffer[] {
  const bytes = Buffer.from(text);
  return [bytes, ...[0, 1, 2].map((shift) => base64Within(bytes, shift))];
}

function base64Within(bytes: Buffer, shift: number): Buffer {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return Buffer.from(whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6)));
}
