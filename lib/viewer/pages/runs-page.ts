import { type Html, html } from '../../core/html.ts';
import type { Problem } from '../../core/problems.ts';
import { countOf, formatCount } from '../../report/format.ts';
import { type AskedRuns, isFiltered } from '../asked-runs.ts';
import type { ViewerPaths } from '../paths.ts';
import type { RunQuestion } from '../run-questions.ts';
import type { DefinitionItem, RunsPage } from '../view-model.ts';
import { invocationsTable } from './invocations-table.ts';
import { renderWaiting } from './questions-view.ts';
import { runsFilter, runsFilterProblems } from './runs-filter.ts';
import { runsTable } from './runs-table.ts';

/** A page of runs, newest first: of one definition, or of all. */
export function runsPage(options: {
  /** Absent for all. */
  readonly definition?: DefinitionItem | undefined;
  /** The names of all workflows; absent for one. */
  readonly workflows?: readonly string[] | undefined;
  /** Questions that wait for a person; absent where they are not known. */
  readonly waiting?: readonly RunQuestion[] | undefined;
  readonly asked: AskedRuns;
  /** What the text of the filter is looked for in. */
  readonly searched: string;
  /** Absent when the address asks for what cannot be understood. */
  readonly page: RunsPage | undefined;
  readonly problems: readonly Problem[];
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { definition, workflows, waiting = [], asked, searched, page, problems, paths, now } = options;
  const linkTo = (to: AskedRuns): string =>
    definition === undefined ? paths.runs(to) : paths.definition(definition.name, to);
  return html`<h1>${definition?.name ?? 'All runs'}</h1>
${definition && html`<p class="muted">${definition.description ?? 'No description.'}</p>`}
${renderWaiting(waiting, paths)}
${runsFilter({ asked, searched, workflows, action: linkTo({}) })}
${problems.length > 0 && runsFilterProblems(problems)}
${
  page &&
  html`<div id="list">
${page.withoutRun !== undefined && page.withoutRun.length > 0 && invocationsTable({ invocations: page.withoutRun, paths, now })}
${page.isElsewhere && html`<p class="found">This place in the list is not known (any more): these are the newest.</p>`}
${renderDamaged(page.damaged ?? [])}
${renderFound({ page, asked, linkTo })}
${page.runs.length > 0 && runsTable({ runs: page.runs, paths, now, withWorkflow: definition === undefined })}
${renderPager({ page, asked, linkTo })}
</div>`
}`;
}

/** The first of them say where to look. */
function renderDamaged(damaged: readonly string[]): Html | undefined {
  if (damaged.length === 0) return undefined;
  const more = damaged.length - 3;
  return html`<ul class="notes" aria-label="What could not be looked at">${damaged.slice(0, 3).map((text) => html`<li>${text}</li>`)}${more > 0 && html`<li>So are ${countOf(more, 'other record')} of invocations.</li>`}</ul>`;
}

interface Part {
  readonly page: RunsPage;
  readonly asked: AskedRuns;
  readonly linkTo: (asked: AskedRuns) => string;
}

/** How many there are, and what was not looked at. Never that there are none, unless all were. */
function renderFound({ page, asked, linkTo }: Part): Html | undefined {
  const { runs, total, unseen, older } = page;
  const goOn =
    older !== undefined && html`<a class="button" href="${linkTo({ ...asked, at: older })}">Look further</a>`;
  if (unseen !== undefined) {
    const found =
      runs.length === 0 ? 'None of them is like that.' : `${countOf(runs.length, 'run')} found in them.`;
    return html`<p class="found" role="status">${unseen} ${found} ${goOn}</p>`;
  }
  if (runs.length > 0)
    return isFiltered(asked) && total !== undefined
      ? html`<p class="found" role="status">${countOf(total, 'run')} found</p>`
      : undefined;
  return isFiltered(asked)
    ? html`<div class="empty"><p>No run is like that.</p><p><a class="button" href="${linkTo({})}">Show all</a></p></div>`
    : noRuns(page);
}

function noRuns({ withoutRun = [] }: RunsPage): Html {
  if (withoutRun.length > 0)
    return html`<div class="empty"><p>No runs: the invocations above ended before one began.</p></div>`;
  return html`<div class="empty"><p>No runs yet.</p><p class="muted">Invoke the workflow, and its run appears here while it is going on.</p></div>`;
}

/** Where the page is among all runs, and the ways to its neighbours. Nothing when there is one page only. */
function renderPager({ page, asked, linkTo }: Part): Html | undefined {
  const { runs, total, newerCount, newer, older } = page;
  if (newer === undefined && older === undefined) return undefined;
  const { at: _, ...filter } = asked;
  const link = (label: string, at: AskedRuns | undefined): Html =>
    at === undefined
      ? html`<span class="button muted">${label}</span>`
      : html`<a class="button" href="${linkTo({ ...filter, ...at })}">${label}</a>`;
  const known = newerCount !== undefined && total !== undefined;
  return html`<nav class="pager" aria-label="Pages">${link('Newest', newer === undefined ? undefined : {})}
${link('Newer', newer === undefined ? undefined : { at: newer })}
${link('Older', older === undefined ? undefined : { at: older })}
<span class="muted">${known && `${formatCount(newerCount + 1)} to ${formatCount(newerCount + runs.length)} of ${formatCount(total)}`}</span></nav>`;
}
