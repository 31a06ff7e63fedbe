import type { FieldState, Query } from './intents.ts';
import { parseTarget } from './parse-target.ts';
import type { MaskedPart } from './quotes.ts';

/** Reads a yes-or-no question, or the statement inside one ("whether the page has a sign-in button"). */
export function parseStatement(text: string, parts: Parts): Query | null {
  const inner =
    /^(?:whether(?: or not)?|(?:return|tell me|say|report|check|see|find out|give me|answer|verify|determine|let me know) (?:whether|if|that)(?: or not)?) (.+)$/i.exec(
      text,
    )?.[1];
  if (inner !== undefined) return statement(inner, parts);
  return question(text, parts);
}

type Parts = readonly MaskedPart[];

const PAGE = '(?:the |this )?(?:current )?(?:page|site|website|screen|form|document|web page)';
const SHOWS = '(?:has|have|contains?|shows?|displays?|says?|mentions?|includes?|lists?|features?|offers?)';
const SEEN = '(?:visible|shown|displayed|present|there|here|listed|on (?:the|this) page|on screen)';

const STATES: readonly (readonly [RegExp, FieldState])[] = [
  [/^(?:checked|ticked|selected|switched on|turned on|on)$/i, 'checked'],
  [/^(?:disabled|greyed out)$/i, 'disabled'],
  [/^(?:enabled|clickable)$/i, 'enabled'],
  [/^(?:empty|blank)$/i, 'empty'],
  [/^(?:required|mandatory)$/i, 'required'],
  [/^(?:expanded|open)$/i, 'expanded'],
];

const STATE_WORD = '(?:switched on|turned on|greyed out|[a-z]+)';

function question(text: string, parts: Parts): Query | null {
  const there = /^(?:is|are|were|was) there (no |not )?(.+)$/i.exec(text);
  if (there !== null) return exists(there[2] ?? '', there[1] !== undefined, parts);
  const has = new RegExp(`^(?:does|do|did) ${PAGE} (?:not )?${SHOWS} (.+)$`, 'i').exec(text)?.[1];
  if (has !== undefined) return exists(has, false, parts);
  const see = /^(?:can|do) you see (.+)$/i.exec(text)?.[1];
  if (see !== undefined) return exists(see, false, parts);
  const is = /^(?:is|are) (.+)$/i.exec(text)?.[1];
  if (is === undefined) return null;
  const seen = new RegExp(`^(.+?) ${SEEN}$`, 'i').exec(is)?.[1];
  if (seen !== undefined) return exists(seen, false, parts);
  const state = new RegExp(`^(.+?) (not )?(${STATE_WORD})$`, 'i').exec(is);
  return state === null ? null : stateOf(state[1] ?? '', state[3] ?? '', state[2] !== undefined, parts);
}

function statement(text: string, parts: Parts): Query | null {
  const there = /^(?:there (?:is|are)|there['’]s) (no |not )?(.+)$/i.exec(text);
  if (there !== null) return exists(there[2] ?? '', there[1] !== undefined, parts);
  const has = new RegExp(`^${PAGE} (does not |doesn't )?${SHOWS} (no )?(.+)$`, 'i').exec(text);
  if (has !== null) return exists(has[3] ?? '', has[1] !== undefined || has[2] !== undefined, parts);
  const see = /^you (?:can )?see (.+)$/i.exec(text)?.[1];
  if (see !== undefined) return exists(see, false, parts);
  const seen = new RegExp(`^(.+?) (?:is|are) (not |no longer )?${SEEN}$`, 'i').exec(text);
  if (seen !== null) return exists(seen[1] ?? '', seen[2] !== undefined, parts);
  const appears = /^(.+?) (?:exists?|appears?)$/i.exec(text)?.[1];
  if (appears !== undefined) return exists(appears, false, parts);
  const state = new RegExp(`^(.+?) (?:is|are) (not )?(${STATE_WORD})$`, 'i').exec(text);
  return state === null ? null : stateOf(state[1] ?? '', state[3] ?? '', state[2] !== undefined, parts);
}

function exists(phrase: string, negated: boolean, parts: Parts): Query | null {
  const plain = phrase
    .replace(/\s+(?:on|in|at) (?:the|this) (?:web ?)?(?:page|site|screen|form)$/i, '')
    .replace(/^(?:the |a )?(?:text|words?|phrase|message) (?=\uE000)/i, '')
    .replace(/\s+(?:shown|visible|displayed|listed|anywhere|present)$/i, '');
  const target = parseTarget(plain, parts);
  return target === null ? null : { kind: 'exists', target, negated };
}

function stateOf(phrase: string, word: string, negated: boolean, parts: Parts): Query | null {
  const state = STATES.find(([pattern]) => pattern.test(word.trim()))?.[1];
  const target = parseTarget(phrase, parts);
  return state === undefined || target === null ? null : { kind: 'state', target, state, negated };
}
