import { answererWords } from '../../contract/answerer-words.ts';
import { MAX_TEXT_LENGTH } from '../../contract/limits.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { type Html, html } from '../../core/html.ts';
import { countOf, shorten, shortId } from '../../report/format.ts';
import { renderText, when } from '../../report/parts.ts';
import { TOKEN_FIELD } from '../own-form.ts';
import { questionAnchor, type ViewerPaths } from '../paths.ts';
import type { RunQuestion } from '../run-questions.ts';
import type { RunDetail } from '../view-model.ts';

/** A line above lists of runs that says how many questions wait for a person, and where. Nothing when none does. */
export function renderWaiting(questions: readonly RunQuestion[], paths: ViewerPaths): Html | undefined {
  if (questions.length === 0) return undefined;
  const verb = questions.length === 1 ? 'waits' : 'wait';
  const more = questions.length - MAX_LISTED;
  return html`<p class="asks" id="waiting" role="status"><strong>${countOf(questions.length, 'question')} ${verb} for a person</strong> ${questions
    .slice(0, MAX_LISTED)
    .map(
      (question) =>
        html`<a href="${paths.run(question)}#${questionAnchor(question.questionId)}">${question.definitionName}, run ${shortId(question.runId)}</a> `,
    )}${more > 0 && html`<span>and ${countOf(more, 'other')}</span>`}</p>`;
}

/** What people are asked by a run, and how each question stands. */
export function renderRunQuestions(options: {
  readonly questions: readonly RunQuestion[];
  /** Number of its act in the filmstrip, and where that is shown. */
  readonly actOf: (question: RunQuestion) => { readonly number: number; readonly href: string } | undefined;
  readonly now: Date;
  /** The form that leads to where a question is answered. @default - what is shown is kept, and nobody answers there */
  readonly formOf?: ((question: RunQuestion) => Html) | undefined;
}): Html | undefined {
  const { questions, actOf, now, formOf } = options;
  if (questions.length === 0) return undefined;
  const render = (question: RunQuestion): Html => {
    const isOpen = question.status === 'open';
    const act = actOf(question);
    return html`<li id="${questionAnchor(question.questionId)}"${isOpen && html` class="open"`}><h3>${(isOpen ? OPEN_WORDS : ENDED_WORDS)[question.kind]}${
      act !== undefined && html` <a class="small" href="${act.href}">act ${act.number}</a>`
    }</h3>${renderText(shorten(question.message, MAX_TEXT_LENGTH))}
${isOpen ? html`${renderOpen(question, now)}${formOf?.(question)}` : renderEnd(question)}</li>`;
  };
  return html`<section class="questions" aria-label="Questions to people"><h2>${
    questions.some(({ status }) => status === 'open') ? 'Waits for a person' : 'What people were asked'
  }</h2><ul>${questions.map(render)}</ul></section>`;
}

/** What is at the top of a run of which it is only known that it waits for a person, as an act of it says; else nothing. */
export function renderUnknownQuestion({ sessions }: Pick<RunDetail, 'sessions'>): Html | undefined {
  const waits = sessions.some(({ acts }) => acts.some(({ status }) => status === 'PENDING_HUMAN_ACTION'));
  if (!waits) return undefined;
  return html`<p class="asks" role="status"><strong>An act waits for a person</strong> <span>What is asked is not known here: it is behind the link that people were sent.</span></p>`;
}

const OPEN_WORDS = { approve: 'Asks for an approval', takeOver: 'Asks somebody to take over the browser' };
const ENDED_WORDS = {
  approve: 'Asked for an approval',
  takeOver: 'Asked somebody to take over the browser',
};
const ANSWER_WORDS = {
  approve: { yes: 'approved', no: 'refused' },
  takeOver: { yes: 'took over and gave back: done', no: 'said: not possible' },
};

/** The button that leads to where a question is answered. @param token - of the form */
export function renderAnswerForm(question: RunQuestion, paths: ViewerPaths, token: string): Html {
  return html`
<form method="post" action="${paths.answerQuestion(question)}"><input type="hidden" name="${TOKEN_FIELD}" value="${token}" autocomplete="off">
<p class="buttons"><button class="button main" type="submit">${question.kind === 'approve' ? 'Answer' : 'Take over or answer'}</button></p></form>`;
}

function renderOpen({ askedAt, expiresAt, heardAt, heldBy }: RunQuestion, now: Date): Html {
  const silentMs = now.getTime() - heardAt.getTime();
  return html`<p class="muted">Asked ${when(askedAt)}, waits until ${when(expiresAt)}.${heldBy && html` ${answererWords(heldBy) ?? 'Somebody'} has taken over.`}</p>
${silentMs > SILENT_MS && html`<p class="bad">Its workflow has not been heard of for ${formatDuration(silentMs)}: it may have ended.</p>`}`;
}

function renderEnd({ kind, status, answer, isFetched, withdrawnBecause, expiresAt }: RunQuestion): Html {
  if (status === 'answered' && answer !== undefined) {
    const { value, at, by, comment } = answer;
    return html`<p>${answererWords(by) ?? 'Somebody'} <strong>${ANSWER_WORDS[kind][value]}</strong>, ${when(new Date(at))}.${comment !== undefined && comment !== '' && html` “${comment}”`}</p>${
      !isFetched &&
      html`<p class="muted">Its workflow has not got the answer${withdrawnBecause === undefined ? ' yet.' : `: ${withdrawnBecause}`}</p>`
    }`;
  }
  if (status === 'withdrawn')
    return html`<p class="muted">Nobody waits for the answer any more${withdrawnBecause === undefined ? '.' : `: ${withdrawnBecause}`}</p>`;
  return html`<p class="muted">Nobody answered until ${when(expiresAt)}.</p>`;
}

/** A workflow asks every few seconds whether there is an answer, and the desk notes it every 10 s. */
const SILENT_MS = 45_000;
const MAX_LISTED = 5;
