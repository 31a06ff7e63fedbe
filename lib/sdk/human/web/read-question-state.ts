import type {
  Answerer,
  GivenAnswer,
  QuestionHolder,
  QuestionState,
  QuestionStatus,
} from '../../../contract/question.ts';
import { isEpochMs } from '../../../core/is-epoch-ms.ts';
import { isRecord } from '../../../core/is-record.ts';

/** What a desk says of a question; `undefined` for what is nothing of the kind: it must not be taken for an answer. */
export function readQuestionState(said: unknown): QuestionState | undefined {
  if (!isRecord(said) || !isEpochMs(said.expiresAt)) return undefined;
  const { expiresAt } = said;
  const status = STATUSES.find((known) => known === said.status);
  const answer = answerIn(said.answer);
  if (status === undefined || (status === 'answered') !== (answer !== undefined)) return undefined;
  return { status, expiresAt, answer, holder: holderIn(said.holder) };
}

const STATUSES: readonly QuestionStatus[] = ['open', 'answered', 'expired', 'withdrawn'];

function answerIn(said: unknown): GivenAnswer | undefined {
  if (!isRecord(said) || !isEpochMs(said.at)) return undefined;
  const { value, at, comment } = said;
  if (value !== 'yes' && value !== 'no') return undefined;
  return { value, at, by: answererIn(said.by), ...(typeof comment === 'string' && { comment }) };
}

function holderIn(said: unknown): QuestionHolder | undefined {
  if (!isRecord(said) || !isEpochMs(said.at) || typeof said.claimHash !== 'string') return undefined;
  return { at: said.at, by: answererIn(said.by), claimHash: said.claimHash };
}

function answererIn(said: unknown): Answerer {
  const { name, subject } = isRecord(said) ? said : {};
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof subject === 'string' && { subject }),
  };
}
