import { type Html, html } from '../../core/html.ts';
import { countOf } from '../../report/format.ts';
import { badge, took, when } from '../../report/parts.ts';
import type { ViewerPaths } from '../paths.ts';
import type { DefinitionItem } from '../view-model.ts';

/** All workflow definitions, with their newest runs. */
export function definitionsPage(options: {
  readonly definitions: readonly DefinitionItem[];
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { definitions, paths, now } = options;
  if (definitions.length === 0) {
    return html`<h1>Workflows</h1>
<div class="empty"><p>No workflow definitions yet.</p><p class="muted">They appear here when a workflow is deployed to local AWS, or run against it for the first time.</p></div>`;
  }
  return html`<h1>Workflows</h1>
<ul class="cards">${definitions.map(
    (definition) => html`<li><a class="card" href="${paths.definition(definition.name)}">
<h2>${definition.name}${definition.status !== 'ACTIVE' && badge(definition.status)}</h2>
<p class="muted">${definition.description ?? 'No description.'}</p>
<footer>${definition.runCount !== undefined && html`<span>${countOf(definition.runCount, 'run')}</span>`}${
      definition.lastRun &&
      html`<span>last ${when(definition.lastRun.startedAt)}</span>${badge(definition.lastRun.status)}${took({ ...definition.lastRun, now })}`
    }</footer>
</a></li>`,
  )}</ul>`;
}
