import {
  type QuestionAnswer,
  questionNewsIn,
  type TerminalRequest,
} from '../../contract/terminal-question.ts';
import { messageOf } from '../../core/errors.ts';
import { askAtTerminal } from '../../sdk/human/terminal-human.ts';

/** What a workflow's process wants asked on the terminal of this command. Disposed, nothing is asked any more. */
export class WorkflowQuestions implements Disposable {
  readonly #hideSecrets: (text: string) => string;
  readonly #open = new Map<string, AbortController>();

  /** @param hideSecrets - takes out of a text what must not be shown */
  constructor(hideSecrets: (text: string) => string) {
    this.#hideSecrets = hideSecrets;
  }

  /** Takes each message of the process. */
  heard(message: unknown, reply: (answer: QuestionAnswer) => void): void {
    const news = questionNewsIn(message);
    if (news?.type === 'nova-act-withdraw') this.#open.get(news.requestId)?.abort(new Error(news.reason));
    if (news?.type === 'nova-act-ask') void this.#ask(news.request, reply);
  }

  async #ask(request: TerminalRequest, reply: (answer: QuestionAnswer) => void): Promise<void> {
    const { requestId } = request;
    const withdrawn = new AbortController();
    this.#open.set(requestId, withdrawn);
    const message = this.#hideSecrets(request.message);
    const url = this.#hideSecrets(request.url);
    const answer = await askAtTerminal({ ...request, message, url }, withdrawn.signal).catch(messageOf);
    this.#open.delete(requestId);
    reply({ type: 'nova-act-answer', requestId, answer });
  }

  [Symbol.dispose](): void {
    for (const open of this.#open.values()) open.abort(new Error('the workflow has ended'));
  }
}
