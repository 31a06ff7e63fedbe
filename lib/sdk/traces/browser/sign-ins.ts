import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';

/**
 * Finds what lets somebody in, in the lines of a trace: values of cookies, and of headers that have them or a token. They are left
 * out where they are found; a page may have them in other places, too.
 */
export class SignIns {
  readonly #values = new Set<string>();

  /** Those that can be told from other words. */
  get values(): readonly string[] {
    return [...this.#values];
  }

  /** Takes the next line of a trace. */
  read(line: string): void {
    for (const [, value = ''] of line.matchAll(SET_IN_CODE)) this.#add(value);
    if (TOLD.test(line)) this.#look(parseJson(line));
  }

  #look(value: unknown): void {
    if (Array.isArray(value)) for (const item of value) this.#look(item);
    if (!isRecord(value)) return;
    for (const [key, member] of Object.entries(value)) {
      const pairs = Array.isArray(member) ? member.filter(isPair) : [];
      if (key === 'cookies') for (const pair of pairs) this.#add(pair.value);
      if (key === 'headers') for (const pair of pairs) this.#addHeader(pair);
      this.#look(member);
    }
  }

  #addHeader({ name, value }: Pair): void {
    if (/^set-cookie$/i.test(name)) for (const line of value.split('\n')) this.#addCookie(line.split(';')[0]);
    else if (/^cookie$/i.test(name)) for (const cookie of value.split(';')) this.#addCookie(cookie);
    else if (/^(?:proxy-)?authorization$/i.test(name)) this.#add(value.replace(/^\w+ /, ''));
  }

  #addCookie(cookie = ''): void {
    this.#add(cookie.slice(cookie.indexOf('=') + 1));
  }

  #add(value: string): void {
    const bare = value.trim().replace(/^"|"$/g, '');
    if (this.#values.size < MAX_VALUES && bare.length >= MIN_SIGN_IN_LENGTH && /\d|.{16}/.test(bare))
      this.#values.add(bare);
  }
}

/** Whether a header of this name signs in, or may. */
export function isSignInHeader(name: string): boolean {
  return /session|csrf|xsrf|token|auth(?!or)|key|secret|cookie|passw|signature|credential/i.test(
    name.replace(/authori[sz]/i, 'auth'),
  );
}

interface Pair {
  readonly name: string;
  readonly value: string;
}

function isPair(item: unknown): item is Pair {
  return isRecord(item) && typeof item.name === 'string' && typeof item.value === 'string';
}

const TOLD = /"(?:headers|cookies)":\[/;
const SET_IN_CODE = /document\.cookie\s*=\s*\\?["'`][^=;"'`\\]*=([^;"'`\\]+)/g;

/** As many as can be looked for everywhere in the time that there is. */
const MAX_VALUES = 50;
const MIN_SIGN_IN_LENGTH = 8;
