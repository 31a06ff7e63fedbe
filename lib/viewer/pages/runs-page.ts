import { type Html, html } from '../../core/html.ts';
import { formatCount, shortId } from '../../report/format.ts';
import { badge, took, when } from '../../report/parts.ts';
import type { ViewerPaths } from '../paths.ts';
import type { DefinitionItem, RunsPage } from '../view-model.ts';
import { workOf } from './run-page.ts';

/** A page of the runs of one definition, newest first. */
export function runsPage(options: {
  readonly definition: DefinitionItem;
  readonly page: RunsPage;
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { definition, page, paths, now } = options;
  const { runs } = page;
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
<td>${workOf(run)}</td></tr>`,
      )}</tbody></table>
${renderPager({ name: definition.name, page, paths })}`
}`;
}

/** Where the page is among all runs, and the ways to its neighbours. Nothing when there is one page only. */
function renderPager(options: {
  readonly name: string;
  readonly page: RunsPage;
  readonly paths: ViewerPaths;
}): Html | undefined {
  const { name, page, paths } = options;
  const { runs, total, newerCount, newer, older } = page;
  if (newer === undefined && older === undefined) return undefined;
  const link = (label: string, href: string | undefined): Html =>
    href === undefined
      ? html`<span class="button muted">${label}</span>`
      : html`<a class="button" href="${href}">${label}</a>`;
  return html`<nav class="pager">${link('Newest', newer === undefined ? undefined : paths.definition(name))}
${link('Newer', newer === undefined ? undefined : paths.definition(name, newer))}
${link('Older', older === undefined ? undefined : paths.definition(name, older))}
<span class="muted">${newerCount !== undefined && total !== undefined && `${formatCount(newerCount + 1)} to ${formatCount(newerCount + runs.length)} of ${formatCount(total)}`}</span></nav>`;
}
