import { type Html, html } from '../../html.ts';
import { countOf } from '../format.ts';
import { badge, facts, renderOutcome, renderTask, took, when } from '../parts.ts';
import { renderStep, type StepPicture } from '../step-view.ts';
import type { ActDetail, StepDetail } from '../view-model.ts';

/** One act: prompt, outcome and every step. */
export function actPage(options: {
  readonly act: ActDetail;
  readonly imageOf: (step: StepDetail) => StepPicture | undefined;
  readonly now: Date;
}): Html {
  const { act, imageOf, now } = options;
  return html`<h1>Act ${badge(act.status)}</h1>
<blockquote>${renderTask(act.task)}</blockquote>
${facts([
  ['Started', when(act.startedAt)],
  ['Duration', took({ ...act, now })],
  ['Steps', String(act.steps.length)],
  ['Id', html`<span class="mono">${act.id}</span>`],
])}
${renderOutcome(act)}
${renderSteps({ act, imageOf })}`;
}

/** The steps of an act in order. */
export function renderSteps(options: {
  readonly act: ActDetail;
  readonly imageOf: (step: StepDetail) => StepPicture | undefined;
}): Html {
  const { act, imageOf } = options;
  if (act.steps.length === 0) return html`<div class="empty"><p>No steps yet.</p></div>`;
  return html`<h2>${countOf(act.steps.length, 'step')}</h2>
<ol class="steps">${act.steps.map((step) => renderStep({ step, image: imageOf(step) }))}</ol>`;
}
