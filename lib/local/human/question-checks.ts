import type { Answerer, QuestionPicture, TakeOverChannel } from '../../contract/question.ts';
import { PICTURE_TYPES } from '../../core/media-types.ts';
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
  askedHash: aText,
  expiresAt: aNumber,
  heardAt: aNumber,
  tokenHashes: aListOf(aText),
  hasPicture: aFlag,
  channel: maybe(aChannel),
  answer: maybe(
    aRecord<NonNullable<Question['answer']>>({
      value: aTextOf('yes', 'no'),
      at: aNumber,
      by: anAnswerer,
      comment: maybe(aText),
    }),
  ),
  answerHash: maybe(aText),
  fetchedAt: maybe(aNumber),
  expired: maybe(aFlag),
  withdrawn: maybe(aRecord<NonNullable<Question['withdrawn']>>({ at: aNumber, reason: aText })),
  holder: maybe(
    aRecord<NonNullable<Question['holder']>>({
      at: aNumber,
      by: anAnswerer,
      claimHash: aText,
      heldUntil: aNumber,
      identityHash: maybe(aText),
    }),
  ),
};

/** What is in the file of a picture. */
export const PICTURE_CHECKS: RecordChecks<QuestionPicture> = {
  mediaType: aTextOf(...PICTURE_TYPES),
  base64: aText,
};

function anAnswerer(...[value, at]: Parameters<StateCheck>): string | undefined {
  return aRecord<Answerer>({ name: maybe(aText), subject: maybe(aText) })(value, at);
}

function aChannel(...[value, at]: Parameters<StateCheck>): string | undefined {
  const ofRuntime = aRecord<Extract<TakeOverChannel, { kind: 'runtime' }>>({
    kind: aTextOf('runtime'),
    runtimeSessionId: aText,
  });
  const ofLoopback = aRecord<Extract<TakeOverChannel, { kind: 'loopback' }>>({
    kind: aTextOf('loopback'),
    url: aText,
  });
  const problem = ofRuntime(value, at);
  return problem === undefined ? undefined : ofLoopback(value, at) && problem;
}
