import type { ActTrace } from '../contract/act-trace.ts';
import { boundedValue } from '../contract/recorded-value.ts';
import { formatDuration } from '../core/format-duration.ts';
import { type Html, html } from '../core/html.ts';
import { parseJson } from '../core/json.ts';
import { formatDate, isoOf } from './format.ts';

/** Of an act that was going on when its run was over. The service has no word for it. */
export const DID_NOT_END = 'DID_NOT_END';

const LOOKS: Readonly<Record<string, string>> = {
  SUCCEEDED: 'good',
  FAILED: 'bad',
  [DID_NOT_END]: 'bad',
  TIMED_OUT: 'late',
  RUNNING: 'busy',
  PENDING_CLIENT_ACTION: 'busy',
  PENDING_HUMAN_ACTION: 'busy',
};

/** A status, in the words of the service, as a coloured word. */
export function badge(status: string): Html {
  return html`<span class="badge ${lookOf(status)}">${statusWords(status)}</span>`;
}

/** A status for people. */
export function statusWords(status: string): string {
  return status.replaceAll('_', ' ').toLowerCase();
}

/** The class of elements that have the colour of a status. */
export function lookOf(status: string): string {
  return LOOKS[status] ?? 'quiet';
}

/** True for what will not change any more. */
export function isFinal(status: string): boolean {
  return ['SUCCEEDED', 'FAILED', 'TIMED_OUT', DID_NOT_END].includes(status);
}

/** When something began. */
export function when(date: Date): Html {
  return html`<time datetime="${isoOf(date)}">${formatDate(date)}</time>`;
}

/** How long something took, or has been going on. */
export function took(span: Lasting): Html {
  const milliseconds = lastingMs(span);
  const isOpen = span.endedAt === undefined && !Number.isNaN(milliseconds);
  return html`<span class="duration"${isOpen && html` data-since="${isoOf(span.startedAt)}"`}>${formatDuration(milliseconds)}</span>`;
}

/** The same as a number, which is `NaN` when it is not known. */
export function lastingMs({ startedAt, endedAt, now, status }: Lasting): number {
  if (endedAt === undefined && isFinal(status)) return Number.NaN;
  // The clock may have gone back.
  return Math.max(0, (endedAt ?? now).getTime() - startedAt.getTime());
}

export interface Lasting {
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  readonly now: Date;
  /** What has ended without a time on record is not counted to now. */
  readonly status: string;
}

/** From when to when an act went on. */
export function spanOf({ metadata }: ActTrace): {
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
} {
  const { start_time: start, end_time: end } = metadata;
  return { startedAt: new Date(start * 1000), endedAt: end === null ? undefined : new Date(end * 1000) };
}

/** Facts in a row; those without a value are left out. */
export function facts(pairs: readonly (readonly [string, Html | string | undefined])[]): Html {
  return html`<dl class="facts">${pairs.map(
    ([name, value]) => value !== undefined && html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}

/** A text as it is. One that is long enough to scroll can be reached by keyboard. */
export function renderText(text: string): Html {
  const mayScroll = text.length > 400 || text.split('\n').length > 8;
  return html`<pre${mayScroll && html` tabindex="0"`}>${text}</pre>`;
}

/**
 * A value of the agent for people. Answers to a schema are JSON within text: those are laid out, too. What is very large, or nested
 * very deep, has marks where it was cut.
 */
export function printed(value: unknown): string {
  const parsed = typeof value === 'string' && /^\s*[[{"]/.test(value) ? parseJson(value) : undefined;
  const kept = boundedValue(parsed ?? value);
  return typeof kept === 'string' ? kept : (JSON.stringify(kept, null, 2) ?? String(kept));
}

/** The same in one line. */
export function printedLine(value: unknown): string {
  const text = typeof value === 'string' ? printed(value) : (JSON.stringify(boundedValue(value)) ?? '');
  return text.replace(/\s+/g, ' ').trim();
}
