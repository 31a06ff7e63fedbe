import type { Intent } from './intents.ts';
import { literalValue } from './literal-value.ts';
import { singlePart, TOKEN } from './quotes.ts';
import { type Parts, single } from './rule.ts';
import { similarity } from './words.ts';

/** Reads "type X into Y" in its many forms. */
export function parseTyping(text: string, parts: Parts): readonly Intent[] | null {
  const cleared = /^(?:clear|empty|erase)(?: out)? (.+)$/i.exec(text)?.[1];
  if (cleared !== undefined)
    return fill(cleared.replace(/^the (?:text|value|contents?) (?:of|in|from) /i, ''), '', parts);
  const several = parsePairs(text, parts);
  if (several !== null) return several;
  for (const [pattern, valueGroup, fieldGroup] of PATTERNS) {
    const match = pattern.exec(text);
    const value = match?.[valueGroup];
    const field = match?.[fieldGroup];
    if (value === undefined || field === undefined) continue;
    if (/^(?:the )?(?:whole )?form$/i.test(field.trim())) continue;
    return fill(field, value, parts);
  }
  return null;
}

const VERB = '(?:type(?: in)?|enter|write|input|put|insert|key in|paste)';
const INTO = '(?:into|in to|inside|in|on|to|onto|as|for)';
/** "the text 'X'", "the value 'X'": words that only introduce the value. */
const LEAD = '(?:the )?(?:(?:text|value|words?|phrase|string|number|code|name|email(?: address)?) )?';

/** Each pattern and which groups hold value and field. */
const PATTERNS: readonly (readonly [RegExp, number, number])[] = [
  [new RegExp(`^${VERB} ${LEAD}(${TOKEN}) ${INTO} (.+)$`, 'i'), 1, 2],
  [new RegExp(`^(?:in|into) (.+?),? ${VERB} (.+)$`, 'i'), 2, 1],
  [new RegExp(`^fill (?:in )?(${TOKEN}) (?:into|in|for|as) (.+)$`, 'i'), 1, 2],
  [/^(?:fill|complete)(?: in| out)? (.+?) (?:with|using|as|=|:) (.+)$/i, 2, 1],
  [/^fill(?: in| out)? (.+)(?::|=) ?(.+)$/i, 2, 1],
  [/^(?:set|change|update|switch|adjust) (.+) (?:to|=) (.+)$/i, 2, 1],
  [new RegExp(`^${VERB} (.+) (?:into|in to|inside) (.+)$`, 'i'), 1, 2],
  [new RegExp(`^${VERB} (.+) in (.+)$`, 'i'), 1, 2],
  [/^(?:enter|put|input|use) (.+) (?:as|for) (.+)$/i, 1, 2],
];

const VALUE = `(?:${TOKEN}|[\\w@.+-]+)`;
const PAIR = new RegExp(
  `^(${VALUE}) ${INTO} (.+?)(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+)(?=${VALUE} ${INTO} )`,
  'i',
);

/** "type 'Ada' into the name and 42 into the age field" */
function parsePairs(text: string, parts: Parts): readonly Intent[] | null {
  const list = new RegExp(`^${VERB} (.+)$`, 'i').exec(text)?.[1];
  if (list === undefined) return null;
  const intents: Intent[] = [];
  let rest = list;
  for (let match = PAIR.exec(rest); match !== null; match = PAIR.exec(rest)) {
    const next = fill(match[2] ?? '', match[1] ?? '', parts);
    if (next === null) return null;
    intents.push(...next);
    rest = rest.slice(match[0].length);
  }
  const last = new RegExp(`^(${VALUE}) ${INTO} (.+)$`, 'i').exec(rest);
  if (intents.length === 0 || last === null) return null;
  const end = fill(last[2] ?? '', last[1] ?? '', parts);
  return end === null ? null : [...intents, ...end];
}

function fill(field: string, given: string, parts: Parts): readonly Intent[] | null {
  const target = single(field, parts);
  const value = literalValue(given, parts);
  if (target === null || value === null) return null;
  // "the password into the password field": which one is not said.
  const isNamed = singlePart(given, parts) === null && value !== '' && similarity(value, target.text) >= 0.95;
  return isNamed ? null : [{ kind: 'fill', target, value, pressEnter: false }];
}

/** Reads "fill in the form with name 'Ada', email 'ada@example.com' and …": one intent for each field. */
export function parseFormFill(text: string, parts: Parts): readonly Intent[] | null {
  const list =
    /^(?:fill|complete)(?: in| out)? (?:the|this) (?:[\w ]+ )?form (?:with|using|as follows)[: ]\s*(.+)$/i.exec(
      text,
    )?.[1];
  if (list === undefined) return null;
  const pair = new RegExp(
    `^(?:the |a |an |my )?([^,:=\\uE000]+?)\\s*(?:[:=]|\\bas\\b|\\bto\\b|\\bis\\b)?\\s*(${TOKEN})(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+|$)|^(?:the )?([^,:=\\uE000]+?)\\s*[:=]\\s*([^,]+?)(?:\\s*,\\s*(?:and\\s+)?|\\s+and\\s+|$)`,
    'i',
  );
  const intents: Intent[] = [];
  let rest = list.trim();
  while (rest !== '') {
    const match = pair.exec(rest);
    if (match === null || match[0] === '') return null;
    const next = fill(match[1] ?? match[3] ?? '', match[2] ?? match[4] ?? '', parts);
    if (next === null) return null;
    intents.push(...next);
    rest = rest.slice(match[0].length).trim();
  }
  return intents.length > 0 ? intents : null;
}
