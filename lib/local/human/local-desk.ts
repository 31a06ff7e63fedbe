import { LOCAL_HEADER } from '../../contract/headers.ts';
import { LOCAL_REGION } from '../../contract/local-account.ts';
import { makeLocalCredentials } from '../../contract/local-credentials.ts';
import type { QuestionKey } from '../../contract/question.ts';
import { Desk, DeskError, LIMITS, type Question } from '../../desk/index.ts';
import { sessionSocketUrl } from '../../service/session-socket-url.ts';
import type { LiveSession, RuntimeSessions } from '../runtime-sessions.ts';
import type { QuestionFiles } from './question-files.ts';
import type { AskedQuestionNews } from './tell-questions.ts';

/**
 * The desk of local AWS. Its questions survive a restart; sessions do not, and are found by whom a question was signed by: what a
 * workflow says of its session could be another's.
 */
export class LocalDesk {
  readonly questions: QuestionFiles;
  readonly #runtimeSessions: Pick<RuntimeSessions, 'of'>;
  readonly #askers = new Map<string, string>();

  constructor(parts: {
    readonly questions: QuestionFiles;
    readonly runtimeSessions: Pick<RuntimeSessions, 'of'>;
  }) {
    this.questions = parts.questions;
    this.#runtimeSessions = parts.runtimeSessions;
  }

  /** The desk for somebody who calls this server by this name, such as `127.0.0.1:8737`: connections lead there, too. */
  at(host: string): Desk {
    return new Desk({
      store: this.questions,
      whyUnreachable: (question) => this.#whyUnreachable(question),
      connect: (question) => this.#connect(question, host),
    });
  }

  /** Makes a further link to a question that waits. @returns its token */
  async mint(key: QuestionKey): Promise<string> {
    return await this.at(ANY_HOST).mint(key);
  }

  /** For a workflow that cannot say so itself. */
  async withdraw(key: QuestionKey, reason: string): Promise<void> {
    await this.at(ANY_HOST).withdraw(key, reason.slice(0, LIMITS.maxReasonLength));
  }

  /** Notes which session has asked. @param identity of its credentials */
  wasAskedBy({ questionId }: QuestionKey, identity: string | undefined): void {
    if (identity === undefined || this.#askers.has(questionId)) return;
    if (this.#runtimeSessions.of(identity) !== undefined) this.#askers.set(questionId, identity);
  }

  #whyUnreachable({ channel, questionId }: Question): string | undefined {
    // Of those on loopback, the desk has taken none that leads elsewhere.
    if (channel === undefined || channel.kind === 'loopback') return undefined;
    const session = this.#sessionOf(questionId);
    if (session?.id !== channel.runtimeSessionId || session.runtime === undefined)
      return 'The session of the workflow has ended, or is none of this local AWS: there is no browser to take over.';
    return session.runtime.authorizer === undefined
      ? undefined
      : 'The runtime of the workflow takes tokens only (its authorizer), and take-overs have addresses that are signed.';
  }

  async #connect(question: Question, host: string): Promise<string> {
    const unreachable = this.#whyUnreachable(question);
    if (unreachable !== undefined) throw new DeskError('Unreachable', unreachable);
    const { channel, questionId } = question;
    if (channel?.kind === 'loopback') return channel.url;
    const session = this.#sessionOf(questionId);
    if (session?.runtime === undefined) throw new DeskError('Unreachable', 'The session has ended.');
    const { arn, endpointName } = session.runtime;
    return await sessionSocketUrl({
      runtimeArn: arn,
      qualifier: endpointName,
      runtimeSessionId: session.id,
      region: arn.split(':')[3] ?? LOCAL_REGION,
      endpoint: `http://${host}`,
      // Whoever reads that address in a log knows nothing of others.
      given: makeLocalCredentials(),
      more: { [LOCAL_HEADER.takeOversOnly]: '1' },
    });
  }

  #sessionOf(questionId: string): LiveSession | undefined {
    return this.#runtimeSessions.of(this.#askers.get(questionId));
  }
}

/** What is told of a question when it is asked, and when it has ended: nothing that it says, and no way to answer it. */
export interface AskedHere extends AskedQuestionNews {
  /** The page of its run, from which a person on this machine can answer. */
  readonly viewerUrl: string;
}

/** Where nobody is connected. */
const ANY_HOST = '127.0.0.1';
