import type { HumanRequestKind } from '../../contract/progress.ts';
import { messageOf } from '../../core/errors.ts';
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

/** Why an act ends after a question to people that got no yes. */
export const humanFailure = {
  refused: (kind: HumanRequestKind, message: string): NovaActError =>
    kind === 'approve'
      ? new ApproveCanceledError(`A person did not approve what the agent asked: ${quoted(message)}`)
      : new UiTakeoverCanceledError(`A person did not do what the agent asked: ${quoted(message)}`),

  expired: (kind: HumanRequestKind, message: string, timeoutMs: number): NovaActError =>
    new HumanRequestExpiredError(
      `Nobody answered human.${kind} within ${timeoutMs} ms (${quoted(message)}). Raise human.timeoutMs, or ask somebody who is there.`,
    ),

  /** A text such as "no" would count as a yes anywhere else. */
  unclear: (kind: HumanRequestKind, answer: unknown): NovaActError =>
    new ActToolError(
      `human.${kind} returned ${show(answer)}; it must be true or false. Nothing was ${kind === 'approve' ? 'approved' : 'taken for done'}.`,
    ),

  failed: (kind: HumanRequestKind, cause: unknown): NovaActError =>
    new ActToolError(`human.${kind} failed: ${messageOf(cause)}`, { cause }),
} as const;

/** JSON has line feeds and most of what moves a terminal escaped already. */
function quoted(message: string): string {
  return visible(JSON.stringify(cut(message, MAX_QUOTED_MESSAGE)));
}

const MAX_QUOTED_MESSAGE = 200;
