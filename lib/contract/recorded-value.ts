import { MAX_JSON_DEPTH } from './limits.ts';
import { isSecretName, SECRET, secretFilter } from './secrets.ts';

/**
 * A value of JSON as a record keeps it: members with names of secrets and the values of secrets are replaced by
 * `[secret]`, and what is more than {@link MAX_RECORDED_BYTES} by texts that say what was cut. It stays JSON.
 *
 * @param secrets values that nobody should read
 */
export function recordedValue(value: unknown, secrets: readonly string[]): RecordedValue {
  const found = new Set(secrets);
  collectNamed(value, found, 0);
  const all = [...found];
  return { value: keeper(all, isSecretName)(value, 0), secrets: all };
}

/** A value of JSON that is not larger nor deeper than a record keeps, with the same marks of what was cut, but with its secrets. */
export function boundedValue(value: unknown): unknown {
  return keeper([], () => false)(value, 0);
}

/** Whether lists and objects are nested in more than so many levels. */
export function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isNestedDeeper(member, levels - 1));
}

/** Roughly how many bytes of a payload, and of a result, a record keeps. */
export const MAX_RECORDED_BYTES = 256_000;

/** What stands in a record in place of a value that is too large to be read at all. */
export function cutValue(bytes: number): string {
  return `[cut: ${bytes} bytes]`;
}

/** What stands in a record in place of a body that is not JSON. */
export const NOT_JSON = '(not JSON)';

/**
 * What a recorded value may lack of the one that was recorded, in words with its place; empty when it is whole. Whoever has
 * written such a mark into a value themselves is not believed either: it cannot be told.
 */
export function lossesIn(value: unknown, place = '', depth = 0): readonly string[] {
  if (typeof value === 'string') {
    const loss = LOSSES.find(({ mark }) => mark.test(value))?.loss;
    return loss === undefined ? [] : [`${place || 'all of it'} ${loss}`];
  }
  if (typeof value !== 'object' || value === null) return [];
  // No host takes it.
  if (depth >= MAX_JSON_DEPTH) return ['a part of it is nested too deep'];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([name, member]) => {
    const at = isList ? `${place}[${name}]` : place === '' ? name : `${place}.${name}`;
    const losses = lossesIn(member, at, depth + 1);
    return isList ? losses : [...lossesIn(name, `the name of ${at}`), ...losses];
  });
}

/** What is kept, and the secrets that are now known: those given, and those that the value names so itself. */
export interface RecordedValue {
  readonly value: unknown;
  readonly secrets: readonly string[];
}

/** The name of the member that stands for those that were cut. */
const CUT_MEMBERS = '[cut]';

const LOSSES: readonly { readonly mark: RegExp; readonly loss: string }[] = [
  { mark: /\[secret\]/, loss: 'is secret' },
  { mark: /^\[cut\]$|\[cut: [^\]]*\]$/, loss: 'was cut' },
  { mark: /^\(not JSON\)$/, loss: 'is not JSON' },
];

const MAX_DEPTH = 50;
/** Shorter values would hit ordinary words. */
const MIN_SECRET_LENGTH = 6;
/** The longest way to write a character of a secret, such as `\\u0041`. */
const MAX_SPELLING = 6;
/** About what a number, a bracket or a comma takes. */
const SMALL_BYTES = 8;

type Keep = (value: unknown, depth: number) => unknown;

/** Keeps values until all that it has kept is too much. */
function keeper(secrets: readonly string[], isSecretMember: (name: string) => boolean): Keep {
  const withoutSecrets = secretFilter(secrets);
  const longest = MAX_SPELLING * Math.max(0, ...secrets.map((secret) => secret.length));
  let left = MAX_RECORDED_BYTES;
  const text = (value: string): string => {
    // Most of 100 MB need not be searched; but a secret across the cut must not leave its beginning.
    const clean = withoutSecrets(value.slice(0, left + longest));
    const start = clean.slice(0, Math.max(0, left));
    const isWhole = value.length <= left + longest && start.length === clean.length;
    left -= Buffer.byteLength(start) + SMALL_BYTES;
    return isWhole ? start : `${start} [cut: ${value.length} characters]`;
  };
  const keep: Keep = (value, depth) => {
    if (typeof value === 'string') return text(value);
    left -= SMALL_BYTES;
    if (typeof value === 'number') return secrets.includes(String(value)) ? SECRET : value;
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= MAX_DEPTH) return '[cut: too deep]';
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      for (const item of value) {
        if (left <= 0) return [...items, `[cut: ${value.length - items.length} more items]`];
        items.push(keep(item, depth + 1));
      }
      return items;
    }
    const all = Object.entries(value);
    const members: [string, unknown][] = [];
    for (const [name, member] of all) {
      if (left <= 0) {
        members.push([CUT_MEMBERS, `${all.length - members.length} more members`]);
        break;
      }
      const isSecret = isSecretMember(name) && member !== null;
      members.push([text(name), isSecret ? SECRET : keep(member, depth + 1)]);
    }
    return Object.fromEntries(members);
  };
  return keep;
}

/** The values of members whose names say that they are secret: they may stand in other places, too. */
function collectNamed(value: unknown, found: Set<string>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(value) && isSecretName(name)) collectTexts(member, found, 0);
    else collectNamed(member, found, depth + 1);
  }
}

function collectTexts(value: unknown, found: Set<string>, depth: number): void {
  if (found.size >= 100 || depth > MAX_DEPTH) return;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && text.length >= MIN_SECRET_LENGTH) found.add(text);
  if (typeof value !== 'object' || value === null) return;
  for (const member of Object.values(value)) collectTexts(member, found, depth + 1);
}
