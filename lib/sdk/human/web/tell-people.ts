import { knownSecrets } from '../../../contract/known-secrets.ts';
import { abortable } from '../../../core/async.ts';
import { fullMessageOf } from '../../../core/errors.ts';
import { cut, stringMember } from '../../../core/thrown.ts';
import { visibleLine } from '../../../core/visible.ts';
import type { HumanRequest } from '../human-request.ts';
import type { HumanNotice, Notifier } from './notifier.ts';
import type { WebSettings } from './web-settings.ts';

/**
 * Tells people by all notifiers at once.
 *
 * @throws NotToldError as soon as one of them fails and that ends the question
 */
export async function tellPeople(telling: {
  readonly notice: HumanNotice;
  readonly settings: WebSettings;
  readonly signal: AbortSignal;
  readonly tell: (level: 'warn', message: string) => void;
}): Promise<void> {
  const { notice, settings, signal, tell } = telling;
  const { notifiers, onNotifyFailure } = settings;
  const tellBy = async (notifier: Notifier): Promise<void> => {
    const said = await failureOf(notifier, notice, signal);
    if (said === undefined || signal.aborted) return;
    if (onNotifyFailure === 'fail') throw new NotToldError(said);
    tell(
      'warn',
      `${said}. The question waits for an answer all the same, until ${notice.expiresAt.toISOString()}.`,
    );
  };
  await Promise.all(notifiers.map(tellBy));
}

/** A notifier has failed, so that perhaps nobody knows of the question. */
export class NotToldError extends Error {
  override readonly name = 'NotToldError';
  /** What failed, and why. */
  readonly said: string;

  constructor(said: string) {
    super(
      `${said}. The question was withdrawn: perhaps nobody knew of it. Mend the notifier, or let it wait all the same by onNotifyFailure: "wait".`,
    );
    this.said = said;
  }
}

/** What people are told. */
export function noticeOf(of: {
  readonly request: HumanRequest;
  /** When the desk takes no answer any more. */
  readonly expiresAt: number;
  readonly link: string;
}): HumanNotice {
  const { request, link } = of;
  const { kind, message, definitionName, workflowRunId } = request;
  const expiresAt = new Date(of.expiresAt);
  const what = kind === 'approve' ? 'asks for your approval' : 'asks you to take over';
  return {
    ...{ kind, link, message, definitionName, workflowRunId, expiresAt },
    subject: `Workflow ${definitionName} ${what}, until ${inUtc(expiresAt)}`,
  };
}

async function failureOf(
  notifier: Notifier,
  notice: HumanNotice,
  signal: AbortSignal,
): Promise<string | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(MAX_TIME_MS)]);
  try {
    await abortable((async () => await notifier.notify(notice, { signal: limit }))(), limit);
    return undefined;
  } catch (error) {
    const reason = limit.aborted ? `it did not end within ${MAX_TIME_MS / 1000} s` : fullMessageOf(error);
    // Code of others may quote the link, and be called anything.
    const hidden = knownSecrets.hideIn(reason.replaceAll(notice.link, '[link]'));
    const name = knownSecrets.hideIn(stringMember(notifier, 'name') ?? 'A notifier');
    return `${line(name, MAX_NOTIFIER_NAME)} could not tell people: ${line(hidden, MAX_REASON_LENGTH).replace(/\.$/, '')}`;
  }
}

/** It goes into the log: nothing in it may look like lines of its own, or move a terminal. */
function line(text: string, most: number): string {
  return visibleLine(cut(text.trim(), most));
}

/** `26 Nov, 14:05 UTC`; with seconds where they matter. */
function inUtc(date: Date): string {
  const isSoon = date.getTime() - Date.now() < SOON_MS;
  // Made for the few who ask: making one takes longer than all else that importing this module does.
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
    ...(isSoon && { second: '2-digit' }),
    timeZone: 'UTC',
  });
  return `${format.format(date)} UTC`;
}

const SOON_MS = 600_000;
const MAX_TIME_MS = 40_000;
const MAX_NOTIFIER_NAME = 100;
const MAX_REASON_LENGTH = 1_000;
