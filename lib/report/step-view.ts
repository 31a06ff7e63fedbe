import type { TraceStep } from '../contract/act-trace.ts';
import { formatDuration } from '../core/format-duration.ts';
import { type Html, html } from '../core/html.ts';
import { formatTime, isoOf } from './format.ts';
import { renderLink } from './link.ts';
import { renderProgram } from './program.ts';
import { renderStepPicture, type StepPicture } from './step-picture.ts';

/** One step: what the model saw, with the boxes that it pointed at, and what it did. */
export function renderStep(options: {
  readonly step: TraceStep;
  readonly image: StepPicture | { readonly lack: string } | undefined;
  /** Its id in the page. @default `step-` and its number */
  readonly anchor?: string | undefined;
  /** An error that the page shows at its place. */
  readonly saidElsewhere?: string | undefined;
}): Html {
  const { step, image, saidElsewhere, anchor = `step-${step.number}` } = options;
  const { server_time_ms: waitedMs } = step;
  const at = new Date(step.at);
  return html`<li class="step" id="${anchor}">
<header><span class="number">${step.number}</span>${renderLink(step.active_url)}<span class="aside">${
    waitedMs !== undefined &&
    html`<span title="What the service took to answer">${formatDuration(waitedMs)}</span>`
  }<time datetime="${isoOf(at)}">${formatTime(at)}</time></span></header>
<div class="columns">
<div class="picture">${renderStepPicture(step, image)}</div>
<div class="actions">${renderCalls(step, saidElsewhere)}</div>
</div>
</li>`;
}

/** What it did, in words; or that it was never answered. */
export function renderCalls(step: TraceStep, saidElsewhere?: string): Html {
  const { program, step_id, server_time_ms } = step;
  if (program.calls.length > 0) return renderProgram(step, saidElsewhere);
  const isAnswered = step_id !== undefined || server_time_ms !== undefined;
  return html`<p class="muted">${isAnswered ? 'No calls.' : 'The service did not answer.'}</p>`;
}
