import { splitTask } from '../../contract/task.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { type Html, html } from '../html.ts';
import { countOf, formatDate, isoOf, shorten } from './format.ts';
import { type ActDetail, isFinal, outcomeOf, type Status } from './view-model.ts';

const LOOKS: Readonly<Record<Status, string>> = {
  DELETING: 'quiet',
  SUCCEEDED: 'good',
  ACTIVE: 'quiet',
  FAILED: 'bad',
  TIMED_OUT: 'late',
  RUNNING: 'busy',
  PENDING_CLIENT_ACTION: 'busy',
  PENDING_HUMAN_ACTION: 'busy',
};

/** A status as a coloured word. */
export function badge(status: Status): Html {
  const words = status.replaceAll('_', ' ').toLowerCase();
  return html`<span class="badge ${LOOKS[status]}">${words}</span>`;
}

/** When something began. */
export function when(date: Date): Html {
  return html`<time datetime="${isoOf(date)}">${formatDate(date)}</time>`;
}

/** How long something took, or has been going on. */
export function took(span: {
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  readonly now: Date;
}): Html {
  const { startedAt, endedAt, now } = span;
  const duration = formatDuration((endedAt ?? now).getTime() - startedAt.getTime());
  if (endedAt !== undefined) return html`<span class="duration">${duration}</span>`;
  return html`<span class="duration" data-since="${isoOf(startedAt)}">${duration}</span>`;
}

/** Facts in a row. */
export function facts(pairs: readonly (readonly [string, Html | string])[]): Html {
  return html`<dl class="facts">${pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** The prompt of an act as its author wrote it, with the schema of the answer apart. */
export function renderTask(task: string): Html {
  const { prompt, schema } = splitTask(task);
  if (schema === undefined) return html`${task}`;
  return html`${prompt}<span class="schema mono">answers ${JSON.stringify(schema)}</span>`;
}

/** What an act ended with: its result, its error, or that it is still going on. */
export function renderOutcome(act: ActDetail): Html {
  const outcome = outcomeOf(act);
  if (act.error !== undefined) {
    return html`<div class="outcome bad"><h3>${act.error.type || 'Error'}</h3><pre>${act.error.message}</pre></div>`;
  }
  if (outcome?.kind === 'threw') {
    return html`<div class="outcome bad"><h3>The agent gave up</h3><pre>${printed(outcome.value)}</pre></div>`;
  }
  if (outcome?.kind === 'returned') {
    const empty = outcome.value === null || outcome.value === undefined || outcome.value === '';
    return empty
      ? html`<div class="outcome"><h3>Done</h3><p class="muted">Returned nothing.</p></div>`
      : html`<div class="outcome good"><h3>Result</h3><pre>${printed(outcome.value)}</pre></div>`;
  }
  return isFinal(act.status)
    ? html`<div class="outcome"><h3>No result</h3><p class="muted">The act ended without an answer of the agent.</p></div>`
    : html`<div class="outcome"><p class="muted">Still working: ${countOf(act.steps.length, 'step')} so far.</p></div>`;
}

/** The same in one line, for lists. */
export function outcomeLine(act: ActDetail): Html | undefined {
  const outcome = outcomeOf(act);
  if (act.error !== undefined) return html`<span class="bad">${shorten(act.error.message, 160)}</span>`;
  if (outcome?.kind === 'threw')
    return html`<span class="bad">${shorten(printed(outcome.value), 160)}</span>`;
  if (outcome === undefined || outcome.value === null || outcome.value === '') return undefined;
  return html`<span class="mono">${shorten(printed(outcome.value).replace(/\s+/g, ' '), 160)}</span>`;
}

/** A value of the agent for people. Answers to a schema are JSON within text: those are laid out, too. */
export function printed(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? String(value);
  if (!/^\s*[[{"]/.test(value)) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'string' ? parsed : JSON.stringify(parsed, null, 2);
  } catch {
    return value;
  }
}
