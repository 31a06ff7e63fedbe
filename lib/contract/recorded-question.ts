import { isRecord } from '../core/is-record.ts';
import type { HumanRequestKind, ProgressEvent } from './progress.ts';
import type { Answerer } from './question.ts';

/** A question to a person, as the record of an invocation has it: nothing that it says, and no way to answer it. */
export interface RecordedQuestion {
  readonly requestId: string;
  readonly kind: HumanRequestKind;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
  /** `asked` until it has ended; in a record of an invocation that has ended: nobody could note what became of it. */
  readonly phase: 'asked' | 'answered' | 'expired' | 'withdrawn';
  /** ISO 8601, as all times here. */
  readonly askedAt: string;
  /** When its workflow waits no longer, at the latest. */
  readonly expiresAt?: string | undefined;
  readonly endedAt?: string | undefined;
  readonly answer?: 'yes' | 'no' | undefined;
  /** Who has answered, as far as it is known. */
  readonly by?: Answerer | undefined;
  readonly answeredAt?: string | undefined;
  /** What the person adds. */
  readonly comment?: string | undefined;
}

/** The questions of an invocation once another event is known: the newest {@link MAX_QUESTIONS}, in the order in which they were asked. Pure. */
export function questionsAfter(
  questions: readonly RecordedQuestion[],
  event: HumanEvent,
  at: Date,
): readonly RecordedQuestion[] {
  const { requestId, kind, workflowRunId, sessionId, actId, phase, waitMs } = event;
  const { answer, by, answeredAt, comment } = event;
  const known = questions.find((question) => question.requestId === requestId);
  // Whoever began to listen in the middle has not heard of it.
  const askedAt = known?.askedAt ?? new Date(at.getTime() - (Number(waitMs) || 0)).toISOString();
  const next: RecordedQuestion = {
    ...{ requestId, kind, workflowRunId, sessionId, actId, phase, askedAt },
    expiresAt: known?.expiresAt ?? event.expiresAt,
    ...(phase !== 'asked' && { endedAt: at.toISOString(), answer, by, answeredAt, comment }),
  };
  // A workflow may publish what it likes.
  if (!isRecordedQuestion(next)) return questions;
  return known === undefined
    ? [...questions, next].slice(-MAX_QUESTIONS)
    : questions.map((question) => (question === known ? next : question));
}

/** Whether a value, read from a record, is a question: all that it says of itself can be relied on. */
export function isRecordedQuestion(value: unknown): value is RecordedQuestion {
  if (!isRecord(value)) return false;
  const { kind, phase, answer, by } = value;
  return (
    TEXTS.every((key) => typeof value[key] === 'string') &&
    OPTIONAL_TEXTS.every((key) => value[key] === undefined || typeof value[key] === 'string') &&
    KINDS.some((known) => known === kind) &&
    PHASES.some((known) => known === phase) &&
    (answer === undefined || answer === 'yes' || answer === 'no') &&
    (by === undefined || isAnswerer(by))
  );
}

/**
 * Whether a person is asked now. Who wrote the record may be gone without having said so: after the time of the question nobody waits.
 * Pure.
 *
 * @param status - of the invocation
 */
export function isAskedNow(question: RecordedQuestion, status: string, nowMs: number): boolean {
  const { phase, expiresAt } = question;
  if (phase !== 'asked' || status !== 'RUNNING') return false;
  return expiresAt === undefined || nowMs < Date.parse(expiresAt) + CLOCK_MARGIN_MS;
}

type HumanEvent = Extract<ProgressEvent, { readonly type: 'human' }>;

const MAX_QUESTIONS = 50;
/** Clocks differ. */
const CLOCK_MARGIN_MS = 60_000;
const KINDS: readonly HumanRequestKind[] = ['approve', 'takeOver'];
const PHASES: readonly HumanEvent['phase'][] = ['asked', 'answered', 'expired', 'withdrawn'];
const TEXTS = ['requestId', 'workflowRunId', 'sessionId', 'actId', 'askedAt'] as const;
const OPTIONAL_TEXTS = ['expiresAt', 'endedAt', 'answeredAt', 'comment'] as const;

function isAnswerer(value: unknown): value is Answerer {
  return (
    isRecord(value) &&
    [value.name, value.subject].every((part) => part === undefined || typeof part === 'string')
  );
}
