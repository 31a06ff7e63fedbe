import type { BrowserContext, Dialog, Page } from 'playwright-core';
import type { PageNews } from '../contract/page-news.ts';
import { withoutCredentials } from '../core/without-credentials.ts';
import { type Cleanup, listen } from './cleanup.ts';
import { type DialogPolicy, type DialogQuestion, type DialogType, decideDialog } from './dialog-policy.ts';
import type { HandOver } from './hand-over.ts';
import { OwnListeners } from './listeners.ts';
import { quotePage } from './quote-page.ts';
import { tellAnsweredDialog } from './remote/dialog-listeners.ts';

/**
 * Answers what pages ask in windows of the browser's, which would block them, and tells of it.
 *
 * @returns whether one waits for the decision of the policy
 */
export function answerDialogs(options: {
  readonly context: BrowserContext;
  /** Which tabs are answered. */
  readonly owns: (page: Page) => boolean;
  /** Which tabs nobody answers, because somebody listens: they are answered as without us. */
  readonly isFree?: ((page: Page) => boolean) | undefined;
  readonly cleanup: Cleanup | undefined;
  readonly policy: DialogPolicy;
  readonly tell: (news: PageNews) => void;
  /** Hears in one sentence of a function that was not heeded. */
  readonly onFailure: (message: string) => void;
  /** Whether a person has the browser, who answers then. */
  readonly handOver: HandOver;
}): () => boolean {
  const { context, owns, isFree, cleanup, policy, onFailure, handOver } = options;
  let undecided = 0;
  const newest = new WeakMap<Page, Dialog>();
  own.add(context);
  cleanup?.defer(() => own.remove(context));
  const onDialog = async (dialog: Dialog): Promise<void> => {
    const page = dialog.page();
    if (page !== null && !owns(page)) {
      const isAnswered = isFree?.(page) !== true || own.hasOthers(context) || own.hasOthers(page);
      if (!isAnswered)
        await (dialog.type() === 'beforeunload' ? dialog.accept() : dialog.dismiss()).catch(() => {});
      return;
    }
    const question = questionOf(dialog);
    const tell = (outcome: string): void => {
      options.tell(newsOf(question, outcome));
      tellAnsweredDialog(context, {
        page,
        isQuestionToLeave: question.type === 'beforeunload',
        message: question.message,
        outcome: withoutText(outcome),
      });
    };
    // A program that listens itself decides itself.
    if (own.hasOthers(context) || (page !== null && own.hasOthers(page))) {
      tell('it is answered by the program');
      return;
    }
    const person = page === null ? undefined : await handOver.untilEnd(page);
    if (page !== null && person !== undefined) {
      newest.set(page, dialog);
      await person.end;
      // A page shows one at a time: those before the newest have been answered, and maybe that one.
      if (newest.get(page) !== dialog) return tell(BY_PERSON);
    }
    undecided += 1;
    const { isAccepted, promptText, failure } = await decideDialog(policy, question).finally(() => {
      undecided -= 1;
    });
    const answer = promptText === undefined ? '' : ` with ${quotePage(promptText)}`;
    const outcome = isAccepted ? `it was accepted${answer}` : DISMISSED;
    const text = promptText ?? question.defaultValue;
    const answering = (): Promise<void> => (isAccepted ? dialog.accept(text) : dialog.dismiss());
    if (person !== undefined) {
      // Only one that is still open can be answered.
      await answering().then(
        () => tell(outcome),
        () => tell(BY_PERSON),
      );
      return;
    }
    tell(outcome);
    if (failure !== undefined)
      onFailure(
        `The function of the option dialogs ${failure}. The dialog (${question.type}) was dismissed.`,
      );
    // The tab has gone in the meantime.
    await answering().catch(() => {});
  };
  listen(cleanup, (verb) => context[verb]('dialog', onDialog));
  return () => undecided > 0;
}

/** Whether somebody tells what becomes of dialogs there. */
export function answersDialogs(context: BrowserContext): boolean {
  return own.has(context);
}

/** Whether news say that the page asked something and was told no. */
export function tellsOfDismissal(text: string): boolean {
  return text.includes(`(confirm); ${DISMISSED}`) || text.includes(`(prompt); ${DISMISSED}`);
}

const own = new OwnListeners('dialog');

const DISMISSED = 'it was dismissed';
const BY_PERSON = 'a person has answered it';

function questionOf(dialog: Dialog): DialogQuestion {
  return {
    type: typeOf(dialog.type()),
    message: dialog.message(),
    defaultValue: dialog.defaultValue(),
    url: withoutCredentials(dialog.page()?.url() ?? ''),
  };
}

function typeOf(type: string): DialogType {
  return type === 'confirm' || type === 'prompt' || type === 'beforeunload' ? type : 'alert';
}

function newsOf({ type, message }: DialogQuestion, outcome: string): PageNews {
  const said = type === 'beforeunload' ? 'asked whether to leave it' : `${VERBS[type]} ${quotePage(message)}`;
  return {
    kind: 'dialog',
    text: `The page ${said} (${type}); ${outcome}.`,
    summary: `The page opened a dialog (${type}); ${withoutText(outcome)}.`,
  };
}

/** What a function has answered is not for everybody. */
function withoutText(outcome: string): string {
  return outcome.replace(/ with.*$/s, '');
}

const VERBS = { alert: 'said', confirm: 'asked', prompt: 'asked' } as const;
