import { isSecretName, SECRET } from '../../../contract/secrets.ts';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';
import type { SecretSearch } from './secret-search.ts';
import { isSignInHeader } from './sign-ins.ts';

/**
 * Cleans the lines of a Playwright trace, each of them a value of JSON. Whatever is known, cookies and headers that let somebody in
 * are left out always: their values stand for a password.
 */
export class TraceLines {
  readonly #search: SecretSearch;
  /** Calls that have typed a secret. */
  readonly #typed: ReadonlySet<string>;
  /** Calls about cookies and the like, whose results are still to come. */
  readonly #signIns = new Set<string>();
  /** Of the line that is read. */
  #mayHaveSecret = false;

  constructor(search: SecretSearch, typed: ReadonlySet<string> = new Set()) {
    this.#search = search;
    this.#typed = typed;
  }

  /** The line as it may be stored; empty when it is no JSON. */
  clean(line: string): string {
    if (line === '' || !this.#mustRead(line)) return line;
    const event = parseJson(line);
    // Playwright writes whole lines; what is broken cannot be cleaned.
    if (!isRecord(event)) return '';
    return JSON.stringify(
      this.#value(this.#withoutSignIns(event), { key: '', isGiven: false, isShown: false }),
    );
  }

  #mustRead(line: string): boolean {
    this.#mayHaveSecret = this.#search.mayBeIn(line);
    const isOfCall = (callId: string): boolean => line.includes(callId);
    return (
      this.#mayHaveSecret ||
      TOLD.test(line) ||
      [...this.#signIns].some(isOfCall) ||
      [...this.#typed].some(isOfCall)
    );
  }

  #clean(text: string, isBegun: boolean): string {
    return this.#mayHaveSecret ? this.#search.clean(text, isBegun) : text;
  }

  #withoutSignIns(event: Record<string, unknown>): Record<string, unknown> {
    const { type, callId, method, params } = event;
    if (typeof callId !== 'string') return event;
    if (type === 'before' && typeof method === 'string' && SIGN_INS.includes(method)) {
      this.#signIns.add(callId);
      return { ...event, params: {} };
    }
    if (type === 'after' && this.#signIns.delete(callId)) return { ...event, result: undefined };
    if (type !== 'before' || !this.#typed.has(callId) || !isRecord(params)) return event;
    return {
      ...event,
      params: { ...params, ...(params.text === undefined ? { key: SECRET } : { text: SECRET }) },
    };
  }

  #value(value: unknown, at: Place): unknown {
    const { key, isGiven, isShown } = at;
    if (typeof value === 'string') return this.#clean(value, isShown);
    if (typeof value === 'number') {
      return isGiven && this.#clean(String(value), true) !== String(value) ? SECRET : value;
    }
    if (Array.isArray(value)) {
      return value.map((item, index) => {
        if (key === 'cookies' && isRecord(item)) return { ...this.#members(item, at), value: SECRET };
        // The name of an element, which is what the page is drawn by.
        const isName = key === 'html' && index === 0;
        return this.#value(item, { ...at, isShown: isShown && !isName });
      });
    }
    return isRecord(value) ? this.#members(value, at) : value;
  }

  #members(value: Record<string, unknown>, at: Place): Record<string, unknown> {
    const { name } = value;
    const isHeader =
      typeof name === 'string' &&
      typeof value.value === 'string' &&
      (isSecretName(name) || (/headers$/i.test(at.key) && isSignInHeader(name)));
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        if (isHeader && key === 'value') return [key, SECRET];
        const isGiven = at.isGiven || GIVEN.includes(key);
        const place = { key, isGiven, isShown: at.isShown || isGiven || SHOWN.includes(key) };
        return [this.#clean(key, false), this.#value(member, place)];
      }),
    );
  }
}

/** Where in a line a value is. */
interface Place {
  readonly key: string;
  /** It is what a page or program has given, in which a number may be a secret. */
  readonly isGiven: boolean;
  /** Or what a page shows or sends, in which a secret may be that is being typed. */
  readonly isShown: boolean;
}

/** Requests with their headers, whoever writes them, and calls that take or give sign-ins. */
const TOLD =
  /"headers":|"cookies":|"method":"(?:storageState|setStorageState|addCookies|cookies|setHTTPCredentials|setExtraHTTPHeaders|credentials\w+)"/;

const SIGN_INS: readonly string[] = [
  'storageState',
  'setStorageState',
  'addCookies',
  'cookies',
  'setHTTPCredentials',
  'setExtraHTTPHeaders',
  'credentialsCreate',
  'credentialsGet',
];

const GIVEN: readonly string[] = ['params', 'args', 'result'];
const SHOWN: readonly string[] = ['snapshot', 'text', 'title', 'url', 'message', 'error'];
