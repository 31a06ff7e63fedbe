import { isUnread } from '../report/filmstrip/film.ts';
import { formatDate, shorten } from '../report/format.ts';
import { lastingMs, printed, statusWords } from '../report/parts.ts';
import { type ComparedFact, compareTexts, compareTimes } from './compare-runs.ts';
import type { RunDetail } from './view-model.ts';

/** What two runs are as a whole. Pure. */
export function compareTotals(left: RunDetail, right: RunDetail, now: Date): readonly ComparedFact[] {
  const text = (name: string, textOf: (run: RunDetail) => string | undefined): ComparedFact =>
    compareTexts(name, textOf(left), textOf(right));
  /** What its invocation was called with, or gave; of a run without one, nobody knows. */
  const value = (name: string, readValue: (run: RunDetail) => unknown): ComparedFact => {
    const [a, b] = [left, right].map((run) => {
      const given = readValue(run);
      return given === undefined ? undefined : shorten(printed(given), MAX_VALUE_LENGTH);
    });
    return { name, left: a, right: b, differs: a !== undefined && b !== undefined && a !== b };
  };
  const count = (name: string, countOf: (run: RunDetail) => number | undefined): ComparedFact => {
    const [a, b] = [countOf(left), countOf(right)];
    // What is not known differs from nothing.
    const differs = a !== undefined && b !== undefined && a !== b;
    return { name, left: String(a ?? 'not known'), right: String(b ?? 'not known'), differs };
  };
  const acts = ({ sessions }: RunDetail) => sessions.flatMap((session) => session.acts);
  const steps = (run: RunDetail): number | undefined =>
    isUnread(run, 'acts') || acts(run).some(({ trace }) => trace === undefined)
      ? undefined
      : acts(run).reduce((sum, { trace }) => sum + (trace?.steps.length ?? 0), 0);
  const facts = [
    text('Workflow', ({ definitionName }) => definitionName),
    // Never the same, which says nothing.
    { ...text('Started', ({ startedAt }) => formatDate(startedAt)), differs: false },
    text('Status', ({ status }) => statusWords(status)),
    text(
      'Error',
      ({ error }) =>
        error && shorten([error.type, error.message].filter(Boolean).join(': '), MAX_ERROR_LENGTH),
    ),
    value('Payload', ({ invocation }) => invocation?.record.payload),
    value('Result', ({ invocation }) => invocation?.record.result),
    text('Model', ({ modelId, playedBy }) =>
      playedBy === undefined ? modelId : `${modelId}, played by ${playedBy}`,
    ),
    compareTimes({
      name: 'Time',
      leftMs: lastingMs({ ...left, now }),
      rightMs: lastingMs({ ...right, now }),
    }),
    count('Sessions', (run) => (isUnread(run, 'sessions') ? undefined : run.sessions.length)),
    count('Acts', (run) => (isUnread(run, 'acts') ? undefined : acts(run).length)),
    count('Steps', steps),
  ];
  return facts.filter((fact) => fact.left !== undefined || fact.right !== undefined);
}

/** All of it is beside the act, and on the run's page. */
const MAX_ERROR_LENGTH = 300;
const MAX_VALUE_LENGTH = 1500;
