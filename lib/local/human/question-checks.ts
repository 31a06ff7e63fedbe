import type { Answerer, QuestionPicture, TakeOverChannel } from '../../contract/question.ts';
import type { Question } from '../../desk/question.ts';
import {
  aFlag,
  aListOf,
  aNumber,
  aRecord,
  aText,
  aTextOf,
  aWholeNumber,
  maybe,
  type RecordChecks,
  type StateCheck,
} from '../state-check.ts';

const BY = aRecord<Answerer>({ name: maybe(aText), subject: maybe(aText) });

/** Where a person is connected to. */
const CHANNEL: StateCheck = (value, at) => {
  const ofRuntime: RecordChecks<Extract<TakeOverChannel, { kind: 'runtime' }>> = {
    kind: aTextOf('runtime'),
    runtimeSessionId: aText,
  };
  const ofLoopback: RecordChecks<Extract<TakeOverChannel, { kind: 'loopback' }>> = {
    kind: aTextOf('loopback'),
    url: aText,
  };
  const problem = aRecord(ofRuntime)(value, at);
  return problem === undefined ? undefined : aRecord(ofLoopback)(value, at) && problem;
};

/** What is in the file of a question. */
export const QUESTION_CHECKS: RecordChecks<Question> = {
  definitionName: aText,
  questionId: aText,
  version: aWholeNumber,
  kind: aTextOf('approve', 'takeOver'),
  message: aText,
  pageUrl: aText,
  workflowRunId: aText,
  sessionId: aText,
  actId: aText,
  askedAt: aNumber,
  expiresAt: aNumber,
  heardAt: aNumber,
  tokenHashes: aListOf(aText),
  hasPicture: aFlag,
  channel: maybe(CHANNEL),
  answer: maybe(
    aRecord<NonNullable<Question['answer']>>({
      value: aTextOf('yes', 'no'),
      at: aNumber,
      by: BY,
      comment: maybe(aText),
    }),
  ),
  fetchedAt: maybe(aNumber),
  withdrawn: maybe(aRecord<NonNullable<Question['withdrawn']>>({ at: aNumber, reason: aText })),
  holder: maybe(
    aRecord<NonNullable<Question['holder']>>({ at: aNumber, by: BY, claimHash: aText, heldUntil: aNumber }),
  ),
};

/** What is in the file of a picture. */
export const PICTURE_CHECKS: RecordChecks<QuestionPicture> = {
  mediaType: aTextOf('image/jpeg', 'image/png', 'image/webp'),
  base64: aText,
};
