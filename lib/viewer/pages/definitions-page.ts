import { type Html, html } from '../../core/html.ts';
import { countOf, shorten } from '../../report/format.ts';
import { badge, lookOf, took, when } from '../../report/parts.ts';
import type { ViewerPaths } from '../paths.ts';
import type { RunQuestion } from '../run-questions.ts';
import type { DefinitionItem } from '../view-model.ts';
import { renderWaiting } from './questions-view.ts';

/** All workflow definitions, with their newest runs. */
export function definitionsPage(options: {
  readonly definitions: readonly DefinitionItem[];
  /** Questions that wait for a person; absent where they are not known. */
  readonly waiting?: readonly RunQuestion[] | undefined;
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { definitions, waiting = [], paths, now } = options;
  if (definitions.length === 0) {
    return html`<h1>Workflows</h1>
<div class="empty"><p>No workflow definitions yet.</p><p class="muted">They appear here when a workflow is deployed, or on local AWS run for the first time.</p></div>`;
  }
  return html`<h1>Workflows</h1>
${renderWaiting(waiting, paths)}
<ul class="cards">${definitions.map((definition) => renderCard(definition, paths, now))}</ul>`;
}

function renderCard(definition: DefinitionItem, paths: ViewerPaths, now: Date): Html {
  const { unknown = [] } = definition;
  return html`<li id="workflow-${definition.name}"><a class="card" href="${paths.definition(definition.name)}">
<h2>${definition.name}${definition.status !== 'ACTIVE' && badge(definition.status)}</h2>
<p class="muted">${definition.description ?? (unknown.length > 0 ? '' : 'No description.')}</p>
${renderRecent(definition)}
${unknown.map((text) => html`<p class="small unread">Not known: ${shorten(text, 300)}</p>`)}
<footer>${countedRuns(definition)}${
    definition.lastRun &&
    html`<span>last ${when(definition.lastRun.startedAt)}</span>${badge(definition.lastRun.status)}${took({ ...definition.lastRun, now })}`
  }</footer>${renderFailedStart(definition)}
</a></li>`;
}

/** What happened last, when it was no run. */
function renderFailedStart({ withoutRun, lastRun }: DefinitionItem): Html | undefined {
  if (withoutRun?.status !== 'FAILED') return undefined;
  if (lastRun !== undefined && lastRun.startedAt > withoutRun.startedAt) return undefined;
  return html`<p class="why"><span class="bad">An invocation failed before a run began: ${when(withoutRun.startedAt)}</span></p>`;
}

/** How many there are, where that is known without counting: at least that there are none. */
function countedRuns({ runCount, recentRuns }: DefinitionItem): Html | undefined {
  const count = runCount ?? (recentRuns?.length === 0 ? 0 : undefined);
  return count === undefined
    ? undefined
    : html`<span>${count === 0 ? 'no runs' : countOf(count, 'run')}</span>`;
}

/** How the newest runs ended, as a row of marks that differ in form, too; in words for those who do not see it. */
function renderRecent({ recentRuns = [] }: DefinitionItem): Html | undefined {
  if (recentRuns.length === 0) return undefined;
  const counts = new Map<string, number>();
  for (const { status } of recentRuns) counts.set(status, (counts.get(status) ?? 0) + 1);
  const words = [...counts].map(([status, count]) => `${count} ${status.replaceAll('_', ' ').toLowerCase()}`);
  const title = `The last ${countOf(recentRuns.length, 'run')}, newest on the right: ${words.join(', ')}`;
  return html`<p class="recent" role="img" aria-label="${title}" title="${title}">${recentRuns.map(({ status }) => html`<span class="${lookOf(status)}"></span>`)}</p>`;
}
