import { answerWords } from '../../contract/answer-words.ts';
import type { HumanRequestKind } from '../../contract/progress.ts';
import { isAskedNow, type RecordedQuestion } from '../../contract/recorded-question.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { questionAnchor, viewerUrlOf } from '../../viewer/paths.ts';
import type { RunInvocation } from '../run-records/open-invocations.ts';
import { timeText } from './run-text.ts';

/** What people were asked by a run and what became of it, in lines; the second of one that waits says where it is answered. Pure. */
export function questionLines(
  question: RecordedQuestion,
  known: {
    /** Whether a person is asked now. */
    readonly isOpen: boolean;
    /** Of local AWS. */
    readonly url: string | undefined;
    readonly definitionName: string;
    readonly nowMs: number;
  },
): readonly string[] {
  const { kind, actId, askedAt, expiresAt } = question;
  const { isOpen, url, definitionName, nowMs } = known;
  const act = `act ${actId.slice(0, 8)}`;
  if (!isOpen) return [`${act} ${ASKED[kind]} at ${time(askedAt)}: ${endText(question)}`];
  const until = expiresAt === undefined ? '' : `, until ${time(expiresAt)} at the latest`;
  const since = `since ${time(askedAt)} (${formatDuration(Math.max(0, nowMs - Date.parse(askedAt)))})`;
  const runId = question.workflowRunId;
  return [
    `${act} waits for a person, who is asked ${TO[kind]}, ${since}${until}`,
    url === undefined
      ? '  it is answered behind the link that people were sent'
      : `  answer at ${viewerUrlOf(url, { definitionName, runId })}#${questionAnchor(question.requestId)}, unless it is asked on a terminal`,
  ];
}

/** The questions of a run, as the record of its invocation has them; `undefined` when that is not known. Pure. */
export function questionsOf(
  invocation: RunInvocation | undefined,
  workflowRunId: string,
  nowMs: number,
): readonly KnownQuestion[] | undefined {
  const { record } = invocation ?? {};
  if (record === undefined) return undefined;
  const own = (record.questions ?? []).filter((question) => question.workflowRunId === workflowRunId);
  return own.map((question) => ({ ...question, isOpen: isAskedNow(question, record.status, nowMs) }));
}

/** A question of a run. */
export interface KnownQuestion extends RecordedQuestion {
  /** Whether a person is asked now. */
  readonly isOpen: boolean;
}

/** Of a run in a list. Pure. */
export function waitsText(questions: readonly KnownQuestion[]): string | undefined {
  const open = questions.find(({ isOpen }) => isOpen);
  return open && `waits for a person (${TO[open.kind]})`;
}

function endText(question: RecordedQuestion): string {
  const { phase, askedAt, endedAt, comment } = question;
  const after =
    endedAt === undefined ? '' : ` after ${formatDuration(Date.parse(endedAt) - Date.parse(askedAt))}`;
  switch (phase) {
    case 'answered':
      return `${answerWords(question)}${after}${comment === undefined ? '' : `: ${JSON.stringify(comment)}`}`;
    case 'expired':
      return `nobody answered${after}`;
    case 'withdrawn':
      return `taken back${after}, because the act ended for another reason`;
    case 'asked':
      return 'what became of it is not known';
  }
}

function time(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : timeText(date);
}

const TO: Readonly<Record<HumanRequestKind, string>> = { approve: 'to approve', takeOver: 'to take over' };
const ASKED: Readonly<Record<HumanRequestKind, string>> = {
  approve: 'asked for an approval',
  takeOver: 'asked somebody to take over',
};
