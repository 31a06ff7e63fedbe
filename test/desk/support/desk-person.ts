import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AnswerBody,
  QuestionAction,
  QuestionKey,
  ShownQuestion,
  TakenQuestion,
} from '../../../lib/contract/question.ts';
import { questionPath } from '../../../lib/contract/question.ts';
import { newSecret } from '../../../lib/contract/secret-hash.ts';
import type { TakeOverHello } from '../../../lib/contract/take-over.ts';
import type { LocalAws } from '../../../lib/local/index.ts';
import { VIEWER_PATH, viewerPaths } from '../../../lib/viewer/index.ts';

/** A person without a browser: says to the desk of local AWS what its page says. */
export class DeskPerson {
  readonly key: QuestionKey;
  /** The run that asks. */
  readonly runId: string;
  readonly #token: string;
  readonly #deskUrl: string;
  readonly #claim = newSecret();

  constructor(
    link: Pick<DeskPerson, 'key' | 'runId'> & { readonly deskUrl: string; readonly token: string },
  ) {
    this.key = link.key;
    this.runId = link.runId;
    this.#deskUrl = link.deskUrl;
    this.#token = link.token;
  }

  /**
   * Waits until the newest run of a workflow asks, and presses the button in the viewer.
   *
   * @param before - the run that is not meant: that which was the newest before
   * @throws Error when it does not ask within 30 s
   */
  static async askedBy(
    { url, store }: LocalAws,
    definitionName: string,
    before?: string | undefined,
  ): Promise<DeskPerson> {
    for (const beganAtMs = Date.now(); Date.now() - beganAtMs < 30_000; await sleep(20)) {
      const [run] = store.runsPage(definitionName, { order: 'Descending', limit: 1 });
      if (run === undefined || run.runId === before) continue;
      const page = await fetch(new URL(viewerPaths(VIEWER_PATH).run(run), url));
      const form = /<form method="post" action="([^"]+\/answer)"><input [^>]*value="([^"]+)"/.exec(
        await page.text(),
      );
      if (form === null) continue;
      const [, action = '', token = ''] = form;
      const pressed = await fetch(new URL(action, url), {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: url, 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ token }),
      });
      const location = pressed.headers.get('location');
      if (location === null) throw new Error(`The button was refused: ${await pressed.text()}`);
      const link = new URL(location, url);
      const [asker = '', questionId = '', secret = ''] = link.hash.slice(1).split('/');
      const deskUrl = new URL('.', link).href.replace(/\/$/, '');
      const key = { definitionName: asker, questionId };
      return new DeskPerson({ ...{ deskUrl, key }, runId: run.runId, token: secret });
    }
    throw new Error(`No run of ${definitionName} has asked anybody within 30 s.`);
  }

  /** @param given - what else is said @throws Error when the desk refuses it */
  async answer(
    answer: AnswerBody['answer'],
    given: Pick<AnswerBody, 'name' | 'comment'> = {},
  ): Promise<void> {
    await this.#say('answer', { answer, ...given });
  }

  /** @returns where to connect, and what to say first @throws Error when the desk refuses it */
  async takeOver(name: string): Promise<{ readonly url: string; readonly hello: TakeOverHello }> {
    const { url }: TakenQuestion = await this.#say('take', { name });
    return { url, hello: { questionId: this.key.questionId, claim: this.#claim } };
  }

  async read(): Promise<ShownQuestion> {
    return await this.#say('read', {});
  }

  async #say<Answer>(action: QuestionAction, said: object): Promise<Answer> {
    const response = await fetch(`${this.#deskUrl}${questionPath(this.key, action)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: this.#token, claim: this.#claim, ...said }),
    });
    if (!response.ok) throw new Error(`${action} was refused: ${response.status} ${await response.text()}`);
    return JSON.parse(await response.text());
  }
}
