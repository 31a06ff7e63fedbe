import type { InvocationRecord } from '../../contract/invocation-record.ts';
import { itemWords } from '../../contract/item-words.ts';
import { formatDuration } from '../../core/format-duration.ts';
import type { WorkflowRunDetails } from '../run-records/ask-for-run.ts';
import { type KnownQuestion, questionLines, waitsText } from './question-text.ts';
import type { RunActDetails, RunSessionDetails } from './run-details.ts';
import { counted, factLines, lastedText, timeText } from './run-text.ts';

/** A run for people. Pure. @param url - of local AWS */
export function shownText(run: ShownRun, nowMs: number, url?: string): string {
  const { endedAt, sessions, invocation, invocationUnknown, error, lost } = run;
  const lasted = lastedText({ startedAt: run.startedAt, endedAt: endedAt ?? undefined }, nowMs);
  const facts = factLines([
    ['Run', run.workflowRunId],
    ['Definition', run.definitionName],
    ['Status', [`${run.status} (${lasted})`, waitsText(run.questions ?? [])].filter(Boolean).join(', ')],
    ['Lost', lost === null ? undefined : `probably: ${lost}`],
    ['Error', error ?? undefined],
    ['Model', run.modelId],
    ['Fleet', invocation?.item === undefined ? undefined : itemWords(invocation.item)],
    ['Started', timeText(run.startedAt)],
    ['Ended', endedAt === null ? undefined : timeText(endedAt)],
    ['Log group', run.logGroupName ?? undefined],
    ['Viewer', run.viewerUrl ?? undefined],
  ]);
  const acts = sessions.length === 0 ? ['  none\n'] : sessions.map(sessionText);
  return [
    facts,
    `\nSessions\n${acts.join('')}`,
    ...questionsText(run, nowMs, url),
    `\nInvocation\n`,
    ...(invocation === null ? [] : [invocationText(invocation)]),
    ...(invocationUnknown === null ? [] : [`  ${invocationUnknown}\n`]),
  ].join('');
}

/** What is known of a run; `null` for what is not, or not there. */
export interface ShownRun
  extends Pick<WorkflowRunDetails, 'workflowRunId' | 'workflowRunArn' | 'status' | 'modelId' | 'startedAt'> {
  readonly definitionName: string;
  readonly endedAt: Date | null;
  /** Why it failed, as the log says; on local AWS only. */
  readonly error: string | null;
  readonly logGroupName: string | null;
  readonly viewerUrl: string | null;
  readonly sessions: readonly RunSessionDetails[];
  /** What people were asked, and are; `null` when it is not known. */
  readonly questions: readonly KnownQuestion[] | null;
  readonly invocation: ShownInvocation | null;
  /** Why nothing, or not all, is known of the invocation. */
  readonly invocationUnknown: string | null;
  /** Why nobody is there any more who could end it, as it seems. */
  readonly lost: string | null;
}

/** The record of an invocation, as far as it is there. */
export interface ShownInvocation extends Partial<Omit<InvocationRecord, 'id' | 'sessionId' | 'questions'>> {
  readonly id: string;
  readonly sessionId: string | null;
  readonly lastedMs: number | null;
}

function questionsText(run: ShownRun, nowMs: number, url: string | undefined): readonly string[] {
  const { questions, definitionName, sessions } = run;
  if (questions === null) {
    const waits = sessions.some(({ acts }) => acts.some(({ status }) => status === 'PENDING_HUMAN_ACTION'));
    return waits
      ? [
          '\nQuestions to people\n  An act waits for a person. What is asked is not known without the record of the invocation.\n',
        ]
      : [];
  }
  if (questions.length === 0) return [];
  const where = { url, definitionName, nowMs };
  const lines = questions.flatMap((question) =>
    questionLines(question, { ...where, isOpen: question.isOpen }),
  );
  return ['\nQuestions to people\n', ...lines.map((line) => `  ${line}\n`)];
}

function sessionText({ sessionId, acts }: RunSessionDetails): string {
  return `  session ${sessionId}, ${counted(acts.length, 'act')}\n${acts.map(actText).join('')}`;
}

function actText({ actId, status, startedAt, endedAt, prompt, steps, error, trace }: RunActDetails): string {
  const lasted = endedAt === null ? '' : ` after ${formatDuration(endedAt.getTime() - startedAt.getTime())}`;
  const took = steps === null ? '' : `, ${counted(steps.length, 'step')}`;
  const lines = [
    `act ${actId} ${status}${lasted}${took}`,
    ...(prompt === null ? [] : [`  ${JSON.stringify(prompt)}`]),
    ...(steps ?? []).map(({ url, calls }, index) => `  step ${index + 1} on ${url}: ${calls.join(', ')}`),
    ...(error === null ? [] : [`  error: ${error}`]),
    ...(trace === null ? [] : [`  trace: ${trace}`]),
  ];
  return lines.map((line) => `    ${line}\n`).join('');
}

function invocationText(invocation: ShownInvocation): string {
  const { id, sessionId, requestId, status, payload, result, error, exit, log, lastedMs } = invocation;
  const lasted = lastedMs === null ? '' : ` (${formatDuration(lastedMs)})`;
  const facts = factLines([
    ['Id', id],
    [
      'Session',
      sessionId ?? 'none: it was begun outside AgentCore, as by "act run" or a host started by hand',
    ],
    ['Request', requestId],
    ['Status', status === undefined ? undefined : `${status}${lasted}`],
    ['Payload', inLine(payload)],
    ['Result', status === 'SUCCEEDED' ? inLine(result ?? null) : undefined],
    ['Error', error === undefined ? undefined : `${error.name}: ${error.message}`],
    ['Process', exit],
    ['Log', log],
  ]);
  return facts.replace(/^(?=.)/gm, '  ');
}

/** Whole in `--json`. */
function inLine(value: unknown): string | undefined {
  const text = value === undefined ? undefined : JSON.stringify(value);
  return text === undefined || text.length <= MAX_LENGTH
    ? text
    : `${text.slice(0, MAX_LENGTH)}… (all of it with --json)`;
}

const MAX_LENGTH = 2000;
