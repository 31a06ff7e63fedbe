import { type Html, html } from '../../html.ts';
import { countOf, shortId } from '../format.ts';
import { badge, took, when } from '../parts.ts';
import type { ViewerPaths } from '../paths.ts';
import type { DefinitionItem, RunItem } from '../view-model.ts';

/** The runs of one definition, newest first. */
export function runsPage(options: {
  readonly definition: DefinitionItem;
  readonly runs: readonly RunItem[];
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { definition, runs, paths, now } = options;
  return html`<h1>${definition.name}</h1>
<p class="muted">${definition.description ?? 'No description.'}</p>
${
  runs.length === 0
    ? html`<div class="empty"><p>No runs yet.</p><p class="muted">Invoke the workflow, and its run appears here while it is going on.</p></div>`
    : html`<table><thead><tr><th>Run</th><th>Status</th><th>Started</th><th>Duration</th><th>Played by</th><th>Work</th></tr></thead>
<tbody>${runs.map(
        (run) => html`<tr>
<td><a class="mono" href="${paths.run({ definitionName: definition.name, runId: run.id })}">${shortId(run.id)}</a></td>
<td>${badge(run.status)}</td><td>${when(run.startedAt)}</td><td>${took({ ...run, now })}</td>
<td class="mono">${run.playedBy}</td>
<td>${countOf(run.sessionCount, 'session')}, ${countOf(run.actCount, 'act')}</td></tr>`,
      )}</tbody></table>`
}`;
}
