import { within } from '../core/async.ts';
import { messageOf, nameOf } from '../core/errors.ts';
import { isRecord } from '../core/is-record.ts';
import { show } from '../core/problems.ts';
import { didYouMean } from '../core/suggest.ts';

/**
 * What becomes of the windows in which pages ask something. Those that leave no choice (`alert`), and the question whether
 * to leave a page (`beforeunload`), are accepted in any case, unless a function says otherwise.
 *
 * - `dismiss`: Cancel, for `confirm` and `prompt`
 * - `accept`: OK; a `prompt` gets the text that it proposes
 * - a function: is asked about each of them, those that leave no choice included
 */
export type DialogPolicy = 'dismiss' | 'accept' | DialogHandler;

/**
 * Decides on one dialog. When it throws, answers otherwise, or takes more than 5 s, the dialog is dismissed, and a `log` event
 * of the progress says why; the agent hears only that it was dismissed.
 */
export type DialogHandler = (dialog: DialogQuestion) => DialogAnswer | Promise<DialogAnswer>;

/** What a page asks. */
export interface DialogQuestion {
  readonly type: DialogType;
  /** In the words of the page. */
  readonly message: string;
  /** What a `prompt` proposes; empty for others. */
  readonly defaultValue: string;
  /** The address of the tab, without user name and password. */
  readonly url: string;
}

/** `beforeunload` is the question whether to leave a page. */
export type DialogType = 'alert' | 'confirm' | 'prompt' | 'beforeunload';

/** Without `promptText`, a `prompt` gets the text that it proposes. */
export type DialogAnswer =
  | 'accept'
  | 'dismiss'
  | { readonly accept: true; readonly promptText?: string | undefined };

/** What is wrong with a policy that somebody gave; `undefined` when nothing is. */
export function dialogPolicyProblem(policy: unknown): string | undefined {
  if (policy === undefined || typeof policy === 'function' || isPlainAnswer(policy)) return undefined;
  const near = typeof policy === 'string' ? didYouMean(policy, PLAIN_ANSWERS) : undefined;
  const fix = near === undefined ? '' : ` Did you mean "${near}"?`;
  return `dialogs is ${show(policy)}; it must be "dismiss", "accept" or a function.${fix}`;
}

/** Decides; never throws. */
export async function decideDialog(policy: DialogPolicy, dialog: DialogQuestion): Promise<DialogDecision> {
  if (typeof policy !== 'function') {
    const hasChoice = dialog.type === 'confirm' || dialog.type === 'prompt';
    return { isAccepted: policy === 'accept' || !hasChoice };
  }
  try {
    const work = (async () => await policy(dialog))();
    const answer: unknown = await within({ work, timeoutMs: ANSWER_TIMEOUT_MS, fallback: SILENCE });
    if (isPlainAnswer(answer)) return { isAccepted: answer === 'accept' };
    if (isAcceptance(answer)) return { isAccepted: true, promptText: answer.promptText };
    return { isAccepted: false, failure: wrongAnswer(answer) };
  } catch (error) {
    return { isAccepted: false, failure: `failed with ${nameOf(error)}: ${messageOf(error)}` };
  }
}

/** What becomes of a dialog. */
export interface DialogDecision {
  readonly isAccepted: boolean;
  /** For a `prompt`. */
  readonly promptText?: string | undefined;
  /** Why a function was not heeded: for its author. It may hold what is not for the agent. */
  readonly failure?: string | undefined;
}

const PLAIN_ANSWERS = ['dismiss', 'accept'] as const;
const ANSWER_TIMEOUT_MS = 5_000;
const SILENCE = Symbol('no answer');

function isPlainAnswer(value: unknown): value is (typeof PLAIN_ANSWERS)[number] {
  return PLAIN_ANSWERS.some((answer) => answer === value);
}

function isAcceptance(value: unknown): value is Extract<DialogAnswer, object> {
  if (!isRecord(value) || value.accept !== true) return false;
  return value.promptText === undefined || typeof value.promptText === 'string';
}

function wrongAnswer(answer: unknown): string {
  if (answer === SILENCE) return `did not answer within ${ANSWER_TIMEOUT_MS / 1000} s`;
  return `returned ${show(answer)}, which is none of 'accept', 'dismiss' and { accept: true, promptText }`;
}
