import { type Html, html } from '../../core/html.ts';
import { shorten, shortId } from '../../report/format.ts';
import { badge, took, when } from '../../report/parts.ts';
import type { ViewerPaths } from '../paths.ts';
import type { RunItem } from '../view-model.ts';
import { workOf } from './run-page.ts';

/** Runs in rows, two of which can be chosen to be compared. */
export function runsTable(options: {
  readonly runs: readonly RunItem[];
  readonly paths: ViewerPaths;
  readonly now: Date;
  /** Whether they may be of several workflows. */
  readonly withWorkflow: boolean;
}): Html {
  const { runs, paths, now, withWorkflow } = options;
  // What a source does not know of any run has no column.
  const hasPlayer = runs.some((run) => playerOf(run) !== undefined);
  const hasWork = runs.some((run) => workOf(run) !== undefined);
  return html`<form class="choose" id="choose" method="get" action="${paths.compare()}">
<table class="runs"><thead><tr><th class="pick"><span class="unseen">Compare</span></th><th>Run</th>${withWorkflow && html`<th class="flow">Workflow</th>`}<th>Status</th><th>Started</th><th>Duration</th>${hasPlayer && html`<th>Played by</th>`}${hasWork && html`<th>Work</th>`}</tr></thead>
<tbody>${runs.map(
    (run) => html`<tr id="run-${run.id}">
<td class="pick"><label><input type="checkbox" name="run" value="${run.id}"><span class="unseen">Compare run ${shortId(run.id)}</span></label></td>
<td class="about"><a class="mono" href="${paths.run({ definitionName: run.definitionName, runId: run.id })}">${shortId(run.id)}</a>${about(run)}</td>
${withWorkflow && html`<td class="flow"><a href="${paths.definition(run.definitionName)}">${run.definitionName}</a></td>`}
<td>${badge(run.status)}</td><td class="when">${when(run.startedAt)}</td><td>${took({ ...run, now })}</td>${
      hasPlayer && html`<td class="mono player">${playerOf(run)}</td>`
    }${hasWork && html`<td class="work">${workOf(run)}</td>`}</tr>`,
  )}</tbody></table>
${runs.length > 1 && html`<p class="compare"><button class="button">Compare the two chosen runs</button> <span class="count">Choose two runs to compare</span></p>`}</form>`;
}

function playerOf({ playedBy, modelId }: RunItem): string | undefined {
  return playedBy ?? modelId;
}

/** What it was to do, and why it did not. */
function about({ prompt, error }: RunItem): Html {
  const line = (text: string): string => shorten(text.replace(/\s+/g, ' '), MAX_LENGTH);
  return html`${prompt !== undefined && html` <span class="muted">${line(prompt)}</span>`}${error && html`<p class="why"><span class="bad">${line([error.type, error.message].filter(Boolean).join(': '))}</span></p>`}`;
}

const MAX_LENGTH = 140;
