import { knownSecrets } from '../../../contract/known-secrets.ts';
import { SECRET, secretsIn } from '../../../contract/secrets.ts';
import { type HiddenValue, hider, seeker } from '../../../core/hide.ts';
import { withoutCredentials } from '../../../core/without-credentials.ts';
import { readInOne, readings } from './readings.ts';

/**
 * Looks for the secrets of now, in texts and in bytes: those that the program has fetched, and those of its environment; and for what
 * lets somebody in, as it is. Large texts are looked through first, and only those with something in them are read letter by letter.
 */
export class SecretSearch {
  /** As they are written, each once. */
  readonly texts: readonly string[];
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #whole: Search;
  readonly #begun: Search;
  readonly #seekInBytes: (text: string) => boolean;
  readonly #letters: RegExp;

  constructor(
    environment: Readonly<Record<string, string | undefined>> = process.env,
    signIns: readonly string[] = [],
  ) {
    const values: readonly HiddenValue[] = [
      ...secretsIn(environment).map((text) => ({ text })),
      ...knownSecrets.values,
    ];
    const others = signIns.map((text): HiddenValue => ({ text, isPlain: true }));
    this.#environment = environment;
    this.#whole = searchOf([...values, ...others]);
    this.#begun = searchOf([...values.map((value) => ({ ...value, isTyped: true })), ...others]);
    const long = values.flatMap(({ text }) =>
      text.length < MIN_BYTES_LENGTH ? [] : [text, ...readInOne(text)],
    );
    const inBytes = [...[...new Set(long)].map((text) => ({ text })), ...others];
    this.#seekInBytes = seeker(inBytes);
    this.#letters = lettersOf(inBytes);
    this.texts = [...new Set(values.map(({ text }) => text))];
  }

  /** That looks for these, too. */
  with(signIns: readonly string[]): SecretSearch {
    return new SecretSearch(this.#environment, signIns);
  }

  /**
   * The text without them, and without user names and passwords in addresses.
   *
   * @param isBegun - whether their beginnings go, too, as pages have them while they are typed
   */
  clean(text: string, isBegun: boolean): string {
    const isLong = text.length > MAX_CLEANED;
    const { seek, hide } = isBegun && !isLong ? this.#begun : this.#whole;
    if (!seek(text) && !hasAccess(text)) return text;
    if (isLong) return TOO_LONG;
    const clean = (from: string): string => withoutAccess(hide(from));
    const cleaned = clean(text);
    // What it leaves is not stored.
    return clean(cleaned) === cleaned ? cleaned : SECRET;
  }

  /** Whether there may be something to clean; where it says no, there is nothing. */
  mayBeIn(text: string): boolean {
    return this.#begun.seek(text) || hasAccess(text);
  }

  /** Whether bytes have one in them otherwise than as text in UTF-8. Short ones would be found anywhere, and are not looked for. */
  isInBytes(bytes: Buffer): boolean {
    return readings(bytes).some((read) => {
      // Of a picture next to nothing is left.
      const words = read().match(this.#letters);
      return words !== null && this.#seekInBytes(words.join('\0'));
    });
  }
}

interface Search {
  readonly seek: (text: string) => boolean;
  readonly hide: (text: string) => string;
}

function searchOf(values: readonly HiddenValue[]): Search {
  return { seek: seeker(values), hide: hider(values, SECRET) };
}

/** What may be a word of these, or its escapes, or base64. */
function lettersOf(values: readonly HiddenValue[]): RegExp {
  const texts = values.map(({ text }) => text + text.toLowerCase() + text.toUpperCase()).join('');
  const units = [...new Set(texts.split(''))].map(
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return new RegExp(`[\\w+/=%&#;\\\\\\s\\-${units.join('')}]{${MIN_BYTES_LENGTH},}`, 'g');
}

/** Whether there may be user names and passwords in addresses, or what programs write into a header to sign in. */
function hasAccess(text: string): boolean {
  return (
    (text.includes('@') && /[\\/]{2}[^\s\\/?#"<>]*@/.test(text)) ||
    (text.includes('earer ') && text.search(BEARER) >= 0)
  );
}

function withoutAccess(text: string): string {
  return withoutCredentials(text).replace(BEARER, `$1${SECRET}`);
}

/** Words that may follow it have no digits. */
const BEARER = /\b([Bb]earer )(?=[^\d\s]*\d)[\w.~+/-]{8,}=*/g;

/** Stands for a text that has a secret in it, and is too long to be read letter by letter. */
const TOO_LONG = `${SECRET} (this text was left out: it has a secret in it, and is long)`;
const MAX_CLEANED = 512 * 1024;
const MIN_BYTES_LENGTH = 8;
