import type { TraceQuestion } from '../contract/act-trace.ts';
import { answererWords } from '../contract/answerer-words.ts';
import { HUMAN_TOOL } from '../contract/protocol.ts';
import { formatDuration } from '../core/format-duration.ts';
import { type Html, html } from '../core/html.ts';
import { formatDate, isoOf } from './format.ts';

/** What became of a question to people: what was answered by whom and when, after how long, and what the person added. */
export function questionWords(toolName: string, question: TraceQuestion): Html {
  const { phase, answer, by, answered_at: at, comment, wait_s: waitedS, unheard_since: since } = question;
  const after = `after ${formatDuration(waitedS * 1000)}`;
  if (since !== undefined)
    return html`whether anybody answered is not known, ${after}: the desk was not heard since ${since}`;
  const isLate = phase === 'expired' && answer !== undefined;
  if (phase === 'expired' && !isLate) return html`nobody answered, ${after}`;
  if (phase === 'withdrawn') return html`nobody waited for the answer any more, ${after}`;
  const [yes, no] = toolName === HUMAN_TOOL.approve ? ['approved', 'not approved'] : ['done', 'not done'];
  const who = answererWords(by);
  const when = at === undefined ? undefined : new Date(at);
  return html`${isLate && 'too late to count: '}${answer === 'yes' ? yes : no}${who !== undefined && html` by <b>${who}</b>`}${
    when !== undefined && html` at <time datetime="${isoOf(when)}">${formatDate(when)}</time>`
  }, ${after}${comment !== undefined && html`: “${comment}”`}`;
}
