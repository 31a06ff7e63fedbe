import type { TraceQuestion } from '../../contract/act-trace.ts';
import type { Question } from '../../desk/index.ts';
import { questionStatus } from '../../desk/rules/question-status.ts';

/**
 * What became of a question, as its act has it on record; `undefined` while that may change. An answer counts once its workflow has got it:
 * one that comes when nobody waits any more changes nothing, whatever the person was told. Pure.
 *
 * @param actHasEnded whether nobody can get an answer any more
 */
export function traceQuestionOf(
  question: Question,
  { nowMs, actHasEnded }: { readonly nowMs: number; readonly actHasEnded: boolean },
): TraceQuestion | undefined {
  const { questionId: request_id, askedAt, expiresAt, answer, fetchedAt, withdrawn } = question;
  const over = (phase: TraceQuestion['phase'], atMs: number) => ({
    request_id,
    phase,
    wait_s: Math.max(0, atMs - askedAt) / 1000,
  });
  if (answer !== undefined && fetchedAt !== undefined) {
    const { value, by, at, comment } = answer;
    const answered_at = new Date(at).toISOString();
    return {
      ...over('answered', fetchedAt),
      answer: value,
      by,
      answered_at,
      ...(comment !== undefined && { comment }),
    };
  }
  if (withdrawn !== undefined) return over('withdrawn', withdrawn.at);
  if (answer !== undefined) return actHasEnded ? over('withdrawn', answer.at) : undefined;
  return questionStatus(question, nowMs) === 'expired' ? over('expired', expiresAt) : undefined;
}
