import { HUMAN_TOOL } from '../../contract/protocol.ts';
import type { ActionCall, AgentCall, AgentInput, AgentStep } from '../agent.ts';
import { finish } from './act/finish.ts';
import { newsOf, refusedByDialog } from './act/news.ts';
import type { Outcome } from './act/outcome.ts';
import { MAX_WAITS } from './act/outcome.ts';
import { plan } from './act/plan.ts';
import { readProgress, thoughtFor } from './act/progress.ts';
import { failureText, unknownText } from './act/report.ts';
import type { Clause } from './language/intents.ts';
import { understand } from './language/understand.ts';
import { OpenQuestion } from './open-question.ts';
import { type Page, readPage } from './page/page.ts';
import type { Json, Schema } from './types.ts';

/**
 * The offline agent: the next calls for a task. Pure and deterministic, so a restarted server goes on where it was.
 *
 * A program either acts, and then ends with `waitForPageToSettle` and `takeObservation`, or it is one call of
 * `return` (the result; JSON text when there is a schema) or `throw` (what was understood and what was missed).
 * A task with one clause that is not understood is refused as a whole, before anything is done.
 */
export function decide(input: DecideInput): AgentCall[] {
  const { prompt, schema = null, schemaProblem, steps, observation, tools = [] } = input;
  const understanding = understand(prompt);
  const { clauses } = understanding;
  if (!understanding.understood) return throwing(unknownText(clauses, understanding.unknown));
  const asked = clauses.map(({ intent }) => (intent.kind === 'ask' ? intent.of : undefined));
  const unasked = asked.find((of) => of && !tools.some(({ name }) => name === HUMAN_TOOL[of]));
  if (unasked !== undefined)
    return throwing(failureText(clauses, `ask a person: the workflow has no human.${unasked}`, null));
  if (schemaProblem !== undefined)
    return throwing(failureText(clauses, `use the schema: ${schemaProblem}`, null));
  if (observation.simplifiedDOM === '') {
    const missed = 'see the page: the observation has no simplifiedDOM (turn on "replayable" in the client)';
    return throwing(failureText(clauses, missed, null));
  }
  const page = readPage(observation);
  try {
    return work({ clauses, schema, steps, page });
  } catch (error) {
    if (!(error instanceof OpenQuestion)) throw error;
    return throwing(failureText(clauses, error.message, page));
  }
}

/** More programs than this for one task mean that it goes in circles. */
const MAX_PROGRAMS = 250;

/** What the agent goes by. Programs given so far are all that it remembers; `simplifiedDOM` must be captured. */
export type DecideInput = Pick<AgentInput, 'prompt' | 'schema' | 'schemaProblem' | 'steps' | 'observation'> &
  Partial<Pick<AgentInput, 'tools'>>;

type Work = {
  readonly clauses: readonly Clause[];
  readonly schema: Schema | null;
  readonly steps: readonly AgentStep[];
  readonly page: Page;
};

function work({ clauses, schema, steps, page }: Work): AgentCall[] {
  const progress = readProgress(steps);
  if (progress.programs >= MAX_PROGRAMS)
    return throwing(failureText(clauses, `finish in ${MAX_PROGRAMS} steps`, page));
  const news = newsOf(steps);
  const refused = refusedByDialog(news);
  if (refused !== undefined)
    return throwing(failureText(clauses, `do it: ${refused} The option dialogs decides about that`, page));
  const notes: Record<string, Json> = { ...progress.notes };
  for (let index = progress.clause; index < clauses.length; index += 1) {
    const clause = clauses[index];
    if (clause === undefined) break;
    const attempts = index === progress.clause ? progress.attempts : [];
    const isResult = clause.intent.kind === 'query' && index === clauses.length - 1;
    const outcome =
      isResult && onlyQuestion(clauses)
        ? resultOf({
            clauses,
            schema,
            page,
            notes,
            news,
            waits: attempts.filter(({ phase }) => phase === 'wait').length,
          })
        : plan(clause.intent, { page, attempts, visited: progress.visited });
    if (outcome.kind === 'fail')
      return throwing(failureText(clauses, `${outcome.missed} (clause ${index + 1}: ${clause.words})`, page));
    if (outcome.kind === 'run') {
      const mark = { clause: index, phase: outcome.phase, url: page.url, view: page.fingerprint, notes };
      return [
        { name: 'think', input: [thoughtFor(clause.words, clauses.length, mark)] },
        ...outcome.calls,
        ...LOOK,
      ];
    }
    if (outcome.value !== undefined) notes[index] = outcome.value;
  }
  const result = finish({ clauses, notes, news, page, schema });
  if (!result.found) return throwing(failureText(clauses, `find ${result.missing}`, page));
  return [{ name: 'return', input: [result.value] }];
}

const LOOK: readonly ActionCall[] = [
  { name: 'waitForPageToSettle', input: [] },
  { name: 'takeObservation', input: [] },
];

const onlyQuestion = (clauses: readonly Clause[]): boolean =>
  clauses.filter(({ intent }) => intent.kind === 'query').length === 1;

/** The question at the end decides whether the page has come far enough; until then it is waited for, a little. */
function resultOf({ waits, ...rest }: Parameters<typeof finish>[0] & { readonly waits: number }): Outcome {
  const result = finish(rest);
  if (result.found) return { kind: 'done' };
  if (waits >= MAX_WAITS) return { kind: 'fail', missed: `find ${result.missing}` };
  return { kind: 'run', phase: 'wait', calls: [{ name: 'wait', input: [1] }] };
}

const throwing = (text: string): ActionCall[] => [{ name: 'throw', input: [text] }];
