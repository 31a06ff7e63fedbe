import type { Intent } from './intents.ts';
import { unmask } from './quotes.ts';
import type { Parts } from './rule.ts';

/**
 * Reads a clause as a question to a person: "Ask for approval", "Ask a person to approve the order", "Ask me to solve the
 * captcha". With "before you …" the deed is read as well, since whoever writes so wants it done.
 *
 * @param parseDeed reads that
 */
export function parseAsk(
  text: string,
  parts: Parts,
  parseDeed: (text: string) => readonly Intent[] | null,
): readonly Intent[] | null {
  const before = /^(.+?),? before (?:you )?(.+)$/i.exec(text);
  const question = questionIn(before?.[1] ?? text, parts);
  if (question === null || before === null) return question && [question];
  const deed = before[2] ?? '';
  const deeds = parseDeed(deed);
  if (deeds === null) return null;
  return [asksNothing(question) ? ask('approve', `May I ${unmask(deed, parts)}?`) : question, ...deeds];
}

type Ask = Extract<Intent, { kind: 'ask' }>;

const ask = (of: Ask['of'], message: string): Ask => ({ kind: 'ask', of, message });

const WHO = '(?:me|us|somebody|someone|(?:a|the|some) (?:person|human|user|colleague|manager))';
const APPROVAL = new RegExp(
  `^(?:ask|wait) (?:${WHO} )?for (?:my |our |an? |the |${WHO}'s )?(?:human )?(?:approval|permission|consent|confirmation)(?: (to|for|of) (.+))?$`,
  'i',
);
const DEED = new RegExp(`^ask ${WHO} to (.+)$`, 'i');
const MAY_I_GO_ON = 'May I go on?';

const asksNothing = ({ message }: Ask): boolean => message === MAY_I_GO_ON;

function questionIn(text: string, parts: Parts): Ask | null {
  const approval = APPROVAL.exec(text);
  if (approval !== null) {
    const [, word = '', what] = approval;
    if (what === undefined) return ask('approve', MAY_I_GO_ON);
    const words = unmask(what, parts);
    return ask('approve', word.toLowerCase() === 'to' ? `May I ${words}?` : `Do you approve of ${words}?`);
  }
  const deed = DEED.exec(text)?.[1];
  if (deed === undefined) return null;
  const approved = /^(?:approve|confirm|allow|permit)(?: (.+))?$/i.exec(deed);
  if (approved === null) return ask('takeOver', `Please ${unmask(deed, parts)}.`);
  const [, what] = approved;
  return ask(
    'approve',
    what === undefined || /^(?:it|that|this)$/i.test(what)
      ? MAY_I_GO_ON
      : `Do you approve of ${unmask(what, parts)}?`,
  );
}
