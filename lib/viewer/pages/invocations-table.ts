import { type Html, html } from '../../core/html.ts';
import { shorten, shortId } from '../../report/format.ts';
import { badge, took, when } from '../../report/parts.ts';
import type { ViewerPaths } from '../paths.ts';
import type { InvocationItem } from '../view-model.ts';

/** Invocations that began no run, above the runs: nobody would look for them there. */
export function invocationsTable(options: {
  readonly invocations: readonly InvocationItem[];
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { invocations, paths, now } = options;
  return html`<section class="starts" id="starts"><h2>Invocations that began no run</h2>
<ul>${invocations.map(
    ({ requestId, definitionName, status, startedAt, endedAt, error }) =>
      html`<li id="start-${requestId}"><a class="mono" href="${paths.invocation(requestId)}">${shortId(requestId)}</a> ${badge(status)} <span class="muted">${definitionName}, ${when(startedAt)}, ${took({ startedAt, endedAt, status, now })}</span>${
        error &&
        html`<p class="why"><span class="bad">${shorten([error.type, error.message].filter(Boolean).join(': '), MAX_LENGTH)}</span></p>`
      }</li>`,
  )}</ul></section>`;
}

const MAX_LENGTH = 200;
