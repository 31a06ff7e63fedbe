import { splitTask } from '../../contract/task.ts';
import { type Html, html } from '../../core/html.ts';
import { countOf, shortId } from '../../report/format.ts';
import { isFinal } from '../../report/parts.ts';
import {
  type ComparedAct,
  type ComparedFact,
  type ComparedSession,
  compareRuns,
  type NumberedAct,
} from '../compare-runs.ts';
import { compareTotals } from '../compare-totals.ts';
import type { ViewerPaths } from '../paths.ts';
import type { RunDetail } from '../view-model.ts';

/** Two runs beside each other, act by act. */
export function comparePage(options: {
  readonly left: RunDetail;
  readonly right: RunDetail;
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { left, right, paths, now } = options;
  const unread = [left, right].filter((run) => (run.unread ?? []).length > 0);
  const sessions = unread.length > 0 ? [] : compareRuns(left, right, now);
  const facts = compareTotals(left, right, now);
  const names = [left, right].map(({ id }) => html`<span class="mono">${shortId(id)}</span>`);
  const links = [left, right].map((run) => {
    const { definitionName, id: runId } = run;
    return html`<a class="mono" href="${paths.run({ definitionName, runId })}">${shortId(runId)}</a>`;
  });
  const different = sessions.flatMap(({ acts }) => acts).filter(isDifferent).length;
  const unknown = [...new Set([...left.unknown, ...right.unknown])];
  const verdict =
    unread.length > 0
      ? `Acts cannot be compared: what was done in ${[...new Set(unread.map(({ id }) => shortId(id)))].join(' and ')} could not be read.`
      : sessions.length === 0
        ? 'Neither has a session.'
        : different === 0
          ? NOTHING_DIFFERS
          : `${countOf(different, 'act')} differ${different === 1 ? 's' : ''}.`;
  return html`<header class="page-head"><h1>Runs ${shortId(left.id)} and ${shortId(right.id)}</h1>
<a class="button" href="${paths.compare(right.id, left.id)}">Swap sides</a></header>
<p class="muted">${verdict}</p>
${unknown.map((text) => html`<p class="muted">${text}</p>`)}
${renderFacts(facts, links, 'Totals')}
${sessions.map((session, index) => renderSession({ session, number: index + 1, names, isOnly: sessions.length === 1, left, right, paths }))}`;
}

function renderSession(given: {
  readonly session: ComparedSession;
  readonly number: number;
  readonly names: readonly Html[];
  readonly isOnly: boolean;
  readonly left: RunDetail;
  readonly right: RunDetail;
  readonly paths: ViewerPaths;
}): Html {
  const { session, number, names, isOnly, left, right, paths } = given;
  const missing = session.left === undefined ? names[0] : session.right === undefined ? names[1] : undefined;
  const hrefOf = (run: RunDetail, sessionId: string | undefined, numbered: NumberedAct | undefined) =>
    numbered && sessionId !== undefined
      ? paths.act({ definitionName: run.definitionName, runId: run.id, sessionId, actId: numbered.act.id })
      : undefined;
  return html`<section id="session-${number}"><h2>${isOnly ? 'Acts' : `Session ${number}`}</h2>
${missing && html`<p class="muted">${missing} has no such session.</p>`}
${session.acts.length === 0 && html`<p class="empty small">No acts.</p>`}
<ol class="compared">${session.acts.map((act) =>
    renderAct({
      act,
      names,
      hrefs: [hrefOf(left, session.left?.id, act.left), hrefOf(right, session.right?.id, act.right)],
    }),
  )}</ol></section>`;
}

function renderAct(given: {
  readonly act: ComparedAct;
  readonly names: readonly Html[];
  readonly hrefs: readonly (string | undefined)[];
}): Html {
  const { act, names, hrefs } = given;
  const { left, right, facts } = act;
  const { trace } = (right ?? left)?.act ?? {};
  const title = trace === undefined ? 'What it was asked for is not known' : splitTask(trace.prompt).prompt;
  const links = [left, right].map((numbered, index) =>
    numbered === undefined
      ? html`<span class="muted">not in ${names[index]}</span>`
      : html`<a href="${hrefs[index] ?? ''}">act ${numbered.number}</a>`,
  );
  const only = left === undefined || right === undefined;
  const promptDiffers = !only && facts.some(({ name, differs }) => name === 'Prompt' && differs);
  const verdict = only
    ? html`<span class="brief">${brief(facts)}</span><span class="mark">only in ${left === undefined ? names[1] : names[0]}</span>`
    : isDifferent(act)
      ? html`<span class="mark">differs</span>`
      : isKnown(act)
        ? html`<span class="brief">the same, ${brief(facts)}</span>`
        : html`<span class="brief">what they did is not known, ${brief(facts)}</span>`;
  // What is in both is the title.
  const shown = facts.filter(({ name }) => name !== 'Prompt' || promptDiffers);
  const table = renderFacts(only ? shown.map((fact) => ({ ...fact, differs: false })) : shown, links);
  const head = html`<summary><p class="prompt">${title}</p>${verdict}</summary>`;
  return html`<li class="card" id="pair-${(left ?? right)?.act.id}">${
    isDifferent(act) && !only
      ? html`<details open>${head}${table}</details>`
      : html`<details>${head}${table}</details>`
  }</li>`;
}

/** What is the same, and times, which never are; or what there is of one. */
function brief(facts: readonly ComparedFact[]): string {
  const of = (name: string): readonly string[] =>
    facts.filter((fact) => fact.name === name).flatMap(({ left, right }) => [left ?? [], right ?? []].flat());
  const [steps] = of('Steps');
  const times = of('Time').join(' and ');
  return [...(steps === undefined ? [] : [countOf(Number(steps), 'step')]), times].join(', ');
}

/** A table with a row for each fact; what differs is marked by a sign and a word, not by colour alone. */
function renderFacts(facts: readonly ComparedFact[], heads: readonly Html[], caption?: string): Html {
  return html`<table class="facts-of-two">${caption && html`<caption class="unseen">${caption}</caption>`}
<thead><tr><td></td>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${facts.map(
    ({ name, left, right, differs, note }) => html`<tr class="${differs ? 'differs' : ''}">
<th scope="row">${differs && html`<span class="sign" aria-hidden="true">≠</span> `}${name}${differs && html`<span class="unseen"> differs</span>`}</th>
${left !== undefined && left === right ? html`<td colspan="2">${left}</td>` : html`<td>${left ?? DASH}</td><td>${right ?? DASH}${note && html` <span class="note">${note}</span>`}</td>`}</tr>`,
  )}</tbody></table>`;
}

const NOTHING_DIFFERS = 'No act differs in what is known of it.';
const DASH = html`<span class="muted" aria-hidden="true">–</span><span class="unseen">nothing</span>`;

/** Whether more is known of both than how they ended. */
function isKnown({ left, right }: ComparedAct): boolean {
  return left?.act.trace !== undefined && right?.act.trace !== undefined;
}

function isDifferent({ left, right, facts }: ComparedAct): boolean {
  return left === undefined || right === undefined || facts.some(({ differs }) => differs);
}

/** Of which of two runs a page need hear, when it shows both. */
export function openOf(left: RunDetail, right: RunDetail): RunDetail | undefined {
  const open = [left, right].filter(({ status }) => !isFinal(status));
  return open.length === 2 ? undefined : (open[0] ?? left);
}
