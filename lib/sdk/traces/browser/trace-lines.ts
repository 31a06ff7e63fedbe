import { isSecretName, SECRET } from '../../../contract/secrets.ts';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json.ts';
import type { SecretSearch } from './secret-search.ts';

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
    return JSON.stringify(this.#value(this.#withoutSignIns(event), { key: '', isOurs: false }));
  }

  #mustRead(line: string): boolean {
    this.#mayHaveSecret = this.#search.mayBeIn(line);
    const isOfCall = (callId: string): boolean => line.includes(callId);
    return (
      this.#mayHaveSecret ||
      TOLD.test(line) ||
      [...this.#signIns].some(isOfCall) ||
      [...this.#typed].some(isOfCall) ||
      this.#hasBegun(line)
    );
  }

  /** Whether a field has the beginning of a secret in it. */
  #hasBegun(line: string): boolean {
    if (this.#search.texts.length === 0) return false;
    for (const [, value = ''] of line.matchAll(FIELD_IN_LINE)) {
      const text = parseJson(`"${value}"`);
      if (typeof text === 'string' && this.#search.isBegun(text)) return true;
    }
    return false;
  }

  #clean(text: string): string {
    return this.#mayHaveSecret ? this.#search.clean(text) : text;
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

  /** @param at.isOurs - whether it is what a page or program has given, in which a number may be a secret */
  #value(value: unknown, at: { readonly key: string; readonly isOurs: boolean }): unknown {
    const { key, isOurs } = at;
    if (typeof value === 'string') {
      if (key === FIELD && this.#search.isBegun(value)) return SECRET;
      return this.#clean(value);
    }
    if (typeof value === 'number') {
      return isOurs && this.#clean(String(value)) !== String(value) ? SECRET : value;
    }
    if (Array.isArray(value)) {
      return value.map((item) =>
        key === 'cookies' && isRecord(item)
          ? { ...this.#members(item, isOurs), value: SECRET }
          : this.#value(item, at),
      );
    }
    return isRecord(value) ? this.#members(value, isOurs) : value;
  }

  #members(value: Record<string, unknown>, isOurs: boolean): Record<string, unknown> {
    const { name } = value;
    const isHeader = typeof name === 'string' && isSecretName(name) && typeof value.value === 'string';
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        this.#clean(key),
        isHeader && key === 'value'
          ? SECRET
          : this.#value(member, { key, isOurs: isOurs || GIVEN.includes(key) }),
      ]),
    );
  }
}

/** What fields have in them, as an attribute of the page's copy. */
const FIELD = '__playwright_value_';
const FIELD_IN_LINE = /"__playwright_value_":"((?:[^"\\]|\\.)*)"/g;

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
