import { type Html, html } from '../../core/html.ts';
import { renderTimeAxis } from '../../report/filmstrip/axis-view.ts';
import { type Choice, choiceOf } from '../../report/filmstrip/choice.ts';
import { type FilmLinks, filmFailure, isUnread, scenesOf } from '../../report/filmstrip/film.ts';
import { renderPanel } from '../../report/filmstrip/panel-view.ts';
import { renderFilmstrip } from '../../report/filmstrip/strip-view.ts';
import { countOf, shortId } from '../../report/format.ts';
import { badge, facts, isFinal, took, when } from '../../report/parts.ts';
import { itemFacts, renderRunOutcome } from '../invocation-view.ts';
import type { ViewerPaths } from '../paths.ts';
import type { RunQuestion } from '../run-questions.ts';
import { renderRunSurroundings } from '../run-surroundings.ts';
import { type TraceLinks, traceLinks } from '../trace-links.ts';
import type { RunDetail, RunItem } from '../view-model.ts';
import { renderAnswerForm, renderRunQuestions, renderUnknownQuestion } from './questions-view.ts';

/** One run as a filmstrip: how it ended, what happened when, and what is chosen of it large. */
export function runPage(options: {
  readonly run: RunDetail;
  /** What it asks people; `undefined` where that is not known. */
  readonly questions: readonly RunQuestion[] | undefined;
  /** For forms. */
  readonly nextToken: () => string;
  readonly paths: ViewerPaths;
  readonly now: Date;
  /** What the address chooses. */
  readonly asked: RunChoice;
}): Html {
  const { run, questions, nextToken, paths, now, asked } = options;
  const place = { definitionName: run.definitionName, runId: run.id };
  const links = runLinks(run, paths);
  const traces = traceLinks(run, paths);
  const chosen = choiceOf(run, asked);
  return html`<div class="wide"><header class="page-head"><div><p class="muted">${run.definitionName}</p>
<h1>Run ${shortId(run.id)} ${badge(run.status)}</h1></div>
<p>${run.isFirst !== true && html`<a class="button" href="${paths.compareWithBefore(place)}">Compare with the run before</a>`}
<a class="button" href="${paths.report(place)}" download>Save as one file</a></p></header>
${renderRunOutcome(run, { hrefOf: links.hrefOf, more: traces.ofFailure() })}
${
  questions === undefined
    ? renderUnknownQuestion(run)
    : renderRunQuestions({
        ...{ questions, now },
        actOf: ({ actId }) => {
          const number = numberOfAct(run, actId);
          return number === undefined ? undefined : { number, href: paths.run(place, { actId }) };
        },
        formOf: (question) => renderAnswerForm(question, paths, nextToken()),
      })
}
${runFacts(run, now)}
${run.unknown.length > 0 && html`<ul class="notes" aria-label="What is not known">${run.unknown.map((note) => html`<li>${note}</li>`)}</ul>`}
<div class="film">${renderTimeAxis({ film: run, now, links, chosen: chosen?.scene })}
${
  run.sessions.length === 0
    ? html`<div class="empty"><p>${isUnread(run, 'sessions') ? 'Sessions not known: they could not be read.' : `No sessions${isFinal(run.status) ? '.' : ' yet.'}`}</p></div>`
    : html`<div class="reel">${renderFilmstrip({ film: run, now, links, chosen, besideSession: (id) => html`${traces.ofSession(id)}` })}${chosen && renderChosen({ run, chosen, links, traces, paths, now })}</div>`
}</div>
${renderRunSurroundings(run, paths)}</div>`;
}

/** A choice, as an address has it. */
export interface RunChoice {
  readonly actId: string | undefined;
  readonly step: string | undefined;
}

/** How much was done, as far as it is known. */
export function workOf({ sessionCount, actCount }: RunItem): string | undefined {
  if (sessionCount === undefined && actCount === undefined) return undefined;
  const part = (count: number | undefined, noun: string): string =>
    count === undefined ? `${noun}s not known` : countOf(count, noun);
  return `${part(sessionCount, 'session')}, ${part(actCount, 'act')}`;
}

/** What there is to know of a run at a glance. */
export function runFacts(run: RunDetail, now: Date): Html {
  return facts([
    ['Started', when(run.startedAt)],
    ['Duration', took({ ...run, now })],
    ['Model', run.playedBy === undefined ? run.modelId : `${run.modelId}, played by ${run.playedBy}`],
    ['Work', workOf(run) ?? 'not known'],
    ...itemFacts(run.invocation?.record.item),
    ...(run.logGroupName === undefined ? [] : [['Log group', run.logGroupName] as const]),
    ['Id', html`<span class="mono">${run.id}</span>`],
  ]);
}

function runLinks(run: RunDetail, paths: ViewerPaths): FilmLinks {
  const place = { definitionName: run.definitionName, runId: run.id };
  return {
    hrefOf: ({ act }, step) => paths.run(place, { actId: act.id, step: step?.number }),
    imageOf: ({ sessionId, act }, { number, image }) =>
      image === '' ? undefined : paths.screenshot({ ...place, sessionId, actId: act.id, index: number }),
  };
}

function renderChosen(given: {
  readonly run: RunDetail;
  readonly chosen: Choice;
  readonly links: FilmLinks;
  readonly traces: TraceLinks;
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { run, chosen, links, traces, paths, now } = given;
  const { sessionId, act } = chosen.scene;
  const place = { definitionName: run.definitionName, runId: run.id };
  return renderPanel({
    ...{ film: run, choice: chosen, links, now },
    closeHref: paths.run(place, { actId: NOTHING }),
    runErrorHref: '#outcome',
    isUrgent: filmFailure(run) !== undefined,
    more: html`<a href="${paths.act({ ...place, sessionId, actId: act.id })}">All steps of this act</a>${traces.ofAct(chosen.scene, 'Playwright trace: console, network')}`,
  });
}

function numberOfAct(run: RunDetail, actId: string): number | undefined {
  return scenesOf(run).find(({ act }) => act.id === actId)?.number;
}

/** No id of an act: the panel is closed. */
const NOTHING = 'none';
