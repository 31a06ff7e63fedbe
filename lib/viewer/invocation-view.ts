import type { InvocationRecord } from '../contract/invocation-record.ts';
import { itemWords } from '../contract/item-words.ts';
import { PAYLOAD_MASK } from '../contract/secrets.ts';
import { type Html, html } from '../core/html.ts';
import { visible } from '../core/visible.ts';
import { type FilmFailure, filmError, filmFailure, type Scene } from '../report/filmstrip/film.ts';
import { shorten } from '../report/format.ts';
import { facts, printed, renderText } from '../report/parts.ts';
import type { InvocationDetail, RunDetail } from './view-model.ts';

/** How an invocation ended: what the workflow returned, or why it failed. */
export function renderInvocationOutcome({ record }: InvocationDetail): Html {
  const { status, error } = record;
  if (error !== undefined) return renderError(error.name, error.message);
  if (status === 'RUNNING') return html`<div class="outcome"><p class="muted">Still running.</p></div>`;
  return record.result === undefined || record.result === null
    ? html`<div class="outcome"><h3>Done</h3><p class="muted">Returned nothing.</p></div>`
    : html`<div class="outcome good"><h3>Result</h3>${renderText(shorten(printed(record.result), MAX_LENGTH))}</div>`;
}

/**
 * Why a run failed, at the top of its page; what its invocation returned, when it did not.
 *
 * @param links absent in a file, which shows the act below anyway
 */
export function renderRunOutcome(
  run: RunDetail,
  links?: {
    /** Where the act is that it failed in. */
    readonly hrefOf: (scene: Scene) => string;
    /** What shows how it failed, such as Playwright's traces. */
    readonly more: readonly Html[];
  },
): Html | undefined {
  const { invocation, status } = run;
  const failure = filmFailure(run);
  if (failure === undefined) return invocation && renderInvocationOutcome(invocation);
  const scene = 'scene' in failure ? failure.scene : undefined;
  const error = filmError(run);
  const parts = [
    ...(scene === undefined ? [] : [renderPlace(scene, failure.kind, links?.hrefOf)]),
    ...(links?.more ?? []),
  ];
  const place =
    parts.length > 0 && html`<p class="places">${parts.map((part) => html`<span>${part}</span>`)}</p>`;
  if (error !== undefined) return renderError(error.type, error.message, place);
  if (status === 'TIMED_OUT') return renderError('Timed out', 'It was not ended in time.', place);
  if (run.unknown.length > 0)
    return renderError(
      'No reason known',
      'Nothing that was read says why it failed; what was not read is said below. What was thrown is also where it ran: in its terminal, or in its log.',
      place,
    );
  return renderError(
    'No reason on record',
    'The program that made this run reported that it failed, and not why. What was thrown is where it ran: in its terminal, or in its log.',
    place,
  );
}

function renderPlace(
  scene: Scene,
  kind: FilmFailure['kind'],
  hrefOf: ((scene: Scene) => string) | undefined,
): Html {
  const name = `act ${scene.number}`;
  return html`${kind === 'during-act' ? 'While it was in' : 'In'} ${hrefOf === undefined ? name : html`<a href="${hrefOf(scene)}" data-pick="act">${name}</a>`}`;
}

/** What an invocation was called with, and where it ran. */
export function renderInvocation(options: {
  readonly invocation: InvocationDetail;
  /** Where more of it is; absent in a file, which leads nowhere. */
  readonly href?: string | undefined;
  /** Where it can be started again. */
  readonly againHref?: string | undefined;
}): Html {
  const { invocation, href, againHref } = options;
  const { record, logFile } = invocation;
  const { sessionId, requestId, payload, exit } = record;
  const log = logFile ?? record.log;
  const mono = (text: string): Html => html`<span class="mono">${text}</span>`;
  return html`${facts([
    ...(sessionId === undefined ? [] : [['Runtime session', mono(sessionId)] as const]),
    ...(requestId === undefined
      ? []
      : [
          [
            'Request',
            href === undefined ? mono(requestId) : html`<a class="mono" href="${href}">${requestId}</a>`,
          ] as const,
        ]),
    ...(exit === undefined ? [] : [['Process', exit] as const]),
    ...(log === undefined ? [] : [['Log', mono(log)] as const]),
  ])}
${payload !== undefined && html`<div class="outcome"><h3>Payload</h3>${renderText(shorten(printed(payload), MAX_LENGTH))}</div>`}${
  againHref !== undefined &&
  html`<p class="buttons"><a class="button" href="${againHref}">Start again</a></p>`
}`;
}

/** Which item of a fleet it is, where it is one. */
export function itemFacts(
  item: InvocationRecord['item'],
): readonly (readonly [name: string, words: string])[] {
  return item === undefined ? [] : [['Fleet', visible(itemWords(item))]];
}

/** The end of the log, below everything else: it is long, and mostly the answer is above. Its last line is in sight. */
export function renderLogLines(lines: readonly string[]): Html | undefined {
  if (lines.length === 0) return undefined;
  return html`<h2>Last lines of the log</h2><div class="log" tabindex="0" role="group" aria-label="Last lines of the log"><pre>${lines.join('\n')}</pre></div>${
    lines.some((line) => line.includes(PAYLOAD_MASK)) &&
    html`<p class="muted"><code>${PAYLOAD_MASK}</code> stands for values of the payload, which logs do not have.</p>`
  }`;
}

/** More is in the record itself. */
const MAX_LENGTH = 20_000;

function renderError(name: string, message: string, place?: Html | false): Html {
  return html`<div class="outcome bad" id="outcome"><h3>${name || 'Error'}</h3>${renderText(message)}${place}</div>`;
}
