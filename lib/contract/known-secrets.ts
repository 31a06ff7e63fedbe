import { type HiddenValue, hider, MIN_HIDDEN_LENGTH } from '../core/hide.ts';
import { SECRET } from './secrets.ts';
import { withoutSecrets } from './without-secrets.ts';

/**
 * The values of secrets that this process has fetched. From then on they are taken out of whatever leaves it: lines of logs,
 * events, errors, records and traces. There are no others to begin with. What was fetched is never forgotten: what has an old value
 * in it may still be on its way.
 */
export class KnownSecrets {
  readonly #values = new Map<string, { readonly name: string; readonly hidden: readonly HiddenValue[] }>();
  /** Takes out all of them at once: to look at a text takes its time. */
  #filter: Filter = hider([], SECRET);

  /**
   * Notes a value.
   *
   * @param name - what it is called in messages, such as `SHOP_LOGIN_ARN`
   * @returns whether it is long enough to be told from other texts; otherwise it is not hidden
   */
  add(text: string, name: string): boolean {
    if (text.trim().length < MIN_HIDDEN_LENGTH) return false;
    if (!this.#values.has(text)) {
      this.#values.set(text, { name, hidden: valuesOf(text) });
      this.#filter = hider(this.values, SECRET);
    }
    return true;
  }

  /** Does so no longer: for what opens nothing any more, of which there would be ever more. */
  forget(text: string): void {
    if (this.#values.delete(text)) this.#filter = hider(this.values, SECRET);
  }

  get texts(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** What is looked for: each value, and its lines. */
  get values(): readonly HiddenValue[] {
    return [...this.#values.values()].flatMap(({ hidden }) => hidden);
  }

  /** What the secret is called that a text has in it, however it is written there. */
  nameIn(text: string): string | undefined {
    if (this.hideIn(text) === text) return undefined;
    return [...this.#values.values()].find(({ hidden }) => hider(hidden, SECRET)(text) !== text)?.name;
  }

  /** The text, with a mark in the place of each. */
  hideIn(text: string): string {
    return this.#filter(text);
  }

  /** The same for a value of JSON: in its texts, names of members and numbers. A value without secrets is returned as it is. */
  hideInValue(value: unknown): unknown {
    if (this.#values.size === 0) return value;
    if (typeof value === 'string') return this.hideIn(value);
    if (typeof value === 'number') return this.#values.has(String(value)) ? SECRET : value;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => this.hideInValue(item));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    const members = Object.entries(value).map(
      ([name, member]) => [this.hideIn(name), this.hideInValue(member), name, member] as const,
    );
    const isHidden = members.some(([to, now, from, before]) => to !== from || now !== before);
    return isHidden ? Object.fromEntries(members) : value;
  }

  /**
   * Takes them out of whatever was thrown, and of what it has below it: errors stay the same objects, unless they are frozen.
   * Never throws itself.
   *
   * @returns what to throw: a text and a frozen error are copied when they have one in them
   */
  hideInError(error: unknown): unknown {
    if (this.#values.size === 0) return error;
    return withoutSecrets(error, (text) => this.hideIn(text));
  }
}

/** Those of this process. */
export const knownSecrets = new KnownSecrets();

type Filter = (text: string) => string;

/** Shorter ones would hit parts of other words and numbers, and are looked for as whole ones. */
const MIN_PART_LENGTH = 8;

/** A secret of several lines, such as a key, may be written line by line. */
function valuesOf(text: string): readonly HiddenValue[] {
  const lines = text.split('\n').map((line) => line.trim());
  const parts = lines.length === 1 ? [] : lines.filter((line) => line.length >= MIN_PART_LENGTH);
  return [text, ...parts].map((part) => ({
    text: part,
    isWord: part.length < MIN_PART_LENGTH,
    isNumber: part.length < MIN_PART_LENGTH && /^\d+$/.test(part),
  }));
}
