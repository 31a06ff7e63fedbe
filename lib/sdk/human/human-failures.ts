import type { HumanRequestKind } from '../../contract/progress.ts';
import { messageOf, reasonOf } from '../../core/errors.ts';
import { show } from '../../core/problems.ts';
import { cut } from '../../core/thrown.ts';
import { visible } from '../../core/visible.ts';
import {
  ActToolError,
  ApproveCanceledError,
  HumanRequestExpiredError,
  type NovaActError,
  UiTakeoverCanceledError,
} from '../errors.ts';
import type { LateNews } from './asking-run.ts';

/** Why an act ends after a question to people that got no yes. */
export const humanFailure = {
  refused: (kind: HumanRequestKind, message: string): NovaActError =>
    kind === 'approve'
      ? new ApproveCanceledError(`A person did not approve what the agent asked: ${quoted(message)}`)
      : new UiTakeoverCanceledError(`A person did not do what the agent asked: ${quoted(message)}`),

  /** @param news what is known of an answer */
  expired: (kind: HumanRequestKind, message: string, timeoutMs: number, news: LateNews): NovaActError => {
    const [of, asked] = [`human.${kind} within ${timeoutMs} ms`, `(${quoted(message)})`];
    if (news === undefined)
      return new HumanRequestExpiredError(
        `Nobody answered ${of} ${asked}. Raise human.timeoutMs, or ask somebody who is there.`,
      );
    if ('late' in news)
      return new HumanRequestExpiredError(
        `No answer to ${of} was heard ${asked}: somebody has answered "${news.late.answer ? 'yes' : 'no'}", which was heard too late to count. ${nothing(kind)} Raise human.timeoutMs, or make sure that the desk can be reached.`,
      );
    return new HumanRequestExpiredError(
      `Whether anybody answered ${of} is not known ${asked}: ${news.unheard.words}. ${nothing(kind)} Make sure that the desk can be reached, then ask again.`,
    );
  },

  /** A text such as "no" would count as a yes anywhere else. */
  unclear: (kind: HumanRequestKind, answer: unknown): NovaActError =>
    new ActToolError(`human.${kind} returned ${show(answer)}; it must be true or false. ${nothing(kind)}`),

  unreadable: (kind: HumanRequestKind, cause: unknown): NovaActError =>
    new ActToolError(
      `human.${kind} returned what cannot be taken for an answer: ${reasonOf(cause)}. ${nothing(kind)}`,
      { cause },
    ),

  failed: (kind: HumanRequestKind, cause: unknown): NovaActError =>
    new ActToolError(`human.${kind} failed: ${messageOf(cause)}`, { cause }),
} as const;

function nothing(kind: HumanRequestKind): string {
  return `Nothing was ${kind === 'approve' ? 'approved' : 'taken for done'}.`;
}

/** JSON has line feeds and most of what moves a terminal escaped already. */
function quoted(message: string): string {
  return visible(JSON.stringify(cut(message, MAX_QUOTED_MESSAGE)));
}

const MAX_QUOTED_MESSAGE = 200;
