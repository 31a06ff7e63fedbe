import type { ActTrace, TraceStep } from '../contract/act-trace.ts';
import { splitTask } from '../contract/task.ts';
import { type Html, html } from '../core/html.ts';
import { actOutcome, errorOfAct } from './act-outcome.ts';
import { countOf, shorten } from './format.ts';
import { DID_NOT_END, isFinal, printed, printedLine, renderText } from './parts.ts';
import type { StepPicture } from './step-picture.ts';
import { renderStep } from './step-view.ts';

/** What an act was asked for and what it ended with; then its steps in order. */
export function renderAct(options: {
  readonly act: ActTrace;
  /** What it is when its run is over. @default - what was noted of it */
  readonly status?: string | undefined;
  /** Ids and times, as far as they are not shown elsewhere. */
  readonly facts: Html;
  readonly imageOf: (step: TraceStep) => StepPicture | { readonly lack: string } | undefined;
  /** The ids of its steps in the page. @default as of a page with one act */
  readonly anchorOf?: ((step: TraceStep) => string) | undefined;
}): Html {
  const { act, status, facts } = options;
  return html`<blockquote>${renderTask(act.prompt)}</blockquote>
${renderActOutcome(act, status)}
${facts}
${renderSteps(options)}`;
}

function renderSteps({ act, status = act.status, imageOf, anchorOf }: Parameters<typeof renderAct>[0]): Html {
  const { steps } = act;
  const saidElsewhere = errorOfAct(act)?.message;
  if (steps.length === 0)
    return html`<div class="empty"><p>No steps${isFinal(status) ? '.' : ' yet.'}</p></div>`;
  return html`<h2>${countOf(steps.length, 'step')}</h2>
<ol class="steps">${steps.map((step) => renderStep({ step, image: imageOf(step), anchor: anchorOf?.(step), saidElsewhere }))}</ol>`;
}

/** The prompt of an act as its author wrote it, with the schema of the answer apart. */
export function renderTask(task: string): Html {
  const { prompt, schema } = splitTask(task);
  if (schema === undefined) return html`${task}`;
  return html`${prompt}<span class="schema mono">answers ${printedLine(schema)}</span>`;
}

/** What an act ended with: its result, its error, or that it is still going on, or was when its run was over. */
export function renderActOutcome(act: ActTrace, status: string = act.status): Html {
  const outcome = actOutcome(act);
  const error = errorOfAct(act);
  if (error !== undefined) {
    return html`<div class="outcome bad"><h3>${error.name || 'Error'}</h3>${renderText(error.message)}</div>${outcome?.kind === 'returned' && renderAnswer(outcome.value, 'The agent had returned')}`;
  }
  if (status === DID_NOT_END)
    return html`<div class="outcome"><p class="muted">It was going on when the run was over.</p></div>${outcome && !isNothing(outcome.value) && renderAnswer(outcome.value, 'The agent had returned')}`;
  if (outcome?.kind === 'returned') {
    return isNothing(outcome.value)
      ? html`<div class="outcome"><h3>Done</h3><p class="muted">Returned nothing.</p></div>`
      : renderAnswer(outcome.value, 'Result', 'good');
  }
  return isFinal(status)
    ? html`<div class="outcome"><h3>No result</h3><p class="muted">The act ended without an answer of the agent.</p></div>`
    : html`<div class="outcome"><p class="muted">Still working: ${countOf(act.steps.length, 'step')} so far.</p></div>`;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function renderAnswer(value: unknown, title: string, look = ''): Html {
  return html`<div class="outcome ${look}"><h3>${title}</h3>${renderText(printed(value))}</div>`;
}

/** The same in one line, for lists. */
export function outcomeLine(act: ActTrace): Html | undefined {
  const outcome = actOutcome(act);
  const error = errorOfAct(act);
  if (error !== undefined) return html`<span class="bad">${shorten(error.message, 160)}</span>`;
  if (outcome === undefined || isNothing(outcome.value)) return undefined;
  return html`<span class="mono">${shorten(printedLine(outcome.value), 160)}</span>`;
}
