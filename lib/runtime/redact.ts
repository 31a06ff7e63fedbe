import { isSecretName, PAYLOAD_MASK } from '../contract/secrets.ts';
import { type HiddenValue, hider, MIN_HIDDEN_LENGTH } from '../core/hide.ts';

/**
 * Notes the values of a payload, as it is before the workflow sees it: what fails because of them mostly quotes them.
 *
 * @returns takes them out of a text
 */
export function rememberPayload(payload: unknown): (text: string) => string {
  const filter = hider(valuesIn(payload), PAYLOAD_MASK);
  remembered.push(filter);
  if (remembered.length > MAX_REMEMBERED) remembered.shift();
  return filter;
}

/** Takes the values of the last payloads out of a text that belongs to no invocation, such as a rejection that nobody handles. */
export function withoutPayloads(text: string): string {
  return remembered.reduce((rest, filter) => filter(rest), text);
}

const remembered: ((text: string) => string)[] = [];

/** As many as may run at a time. */
const MAX_REMEMBERED = 100;
/** Of a longer text the beginning is looked for, and what follows it goes, too. */
const MAX_LENGTH = 1000;
const MAX_VALUES = 1000;
/** A payload may have millions of values that are none of these. */
const MAX_VISITS = 20_000;

/** Such a text may be a part of any word: "cover" is one of "covered". A secret is looked for there, too. */
const PLAIN_WORD = /^\p{L}{1,11}$/u;

/** The texts and numbers in a payload that are long enough to be told from others. */
function valuesIn(payload: unknown): readonly HiddenValue[] {
  const values = new Map<string, HiddenValue>();
  const waiting: { readonly value: unknown; readonly isSecret: boolean }[] = [
    { value: payload, isSecret: false },
  ];
  for (
    let visits = 0;
    visits < Math.min(MAX_VISITS, waiting.length) && values.size < MAX_VALUES;
    visits += 1
  ) {
    const { value, isSecret } = waiting[visits] ?? { value: undefined, isSecret: false };
    if (typeof value === 'string') {
      // Copied: a part of a text would keep the whole of it in memory.
      const text = Buffer.from(value.slice(0, MAX_LENGTH)).toString();
      if (value.trim().length >= MIN_HIDDEN_LENGTH)
        values.set(text, {
          text,
          isBeginning: value.length > MAX_LENGTH,
          isWord: !isSecret && values.get(text)?.isWord !== false && PLAIN_WORD.test(text),
        });
    } else if (typeof value === 'number') {
      const text = String(value);
      if (text.replace(/\D/g, '').length >= MIN_HIDDEN_LENGTH) values.set(text, { text, isNumber: true });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value).slice(0, MAX_VISITS))
        waiting.push({ value: member, isSecret: isSecret || isSecretName(name) });
    }
  }
  return [...values.values()];
}
