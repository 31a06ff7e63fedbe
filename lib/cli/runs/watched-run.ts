import { askForRun, type FoundRun, type WorkflowRunDetails } from '../run-records/ask-for-run.ts';
import { openInvocations, type RunInvocations } from '../run-records/open-invocations.ts';
import { readRunLog } from '../run-records/run-log.ts';
import { tryInvocation } from '../run-records/try-invocation.ts';
import { lostBecause } from './lost-run.ts';
import { questionNews } from './question-news.ts';
import { questionsOf } from './question-text.ts';
import { actsOf } from './run-details.ts';
import type { RunScope } from './run-scope.ts';
import type { WatchEnd } from './watch-end.ts';
import { actNews, type WatchedAct } from './watch-news.ts';

/** A run that is looked at again and again: says what is new, and tells whether it has ended. */
export class WatchedRun {
  readonly #definitionName: string;
  readonly #scope: RunScope;
  readonly #say: (line: string) => void;
  readonly #invocations: RunInvocations;
  #run: WorkflowRunDetails;
  #acts: ReadonlyMap<string, WatchedAct> = new Map();
  #questions: ReadonlyMap<string, string> = new Map();
  /** Whether it waits for a person, as was said last. */
  #waits = false;
  #looks = 0;
  #hasSaidUnknown = false;

  constructor({ run, definitionName }: FoundRun, scope: RunScope, say: (line: string) => void) {
    this.#run = run;
    this.#definitionName = definitionName;
    this.#scope = scope;
    this.#say = say;
    this.#invocations = openInvocations(scope);
  }

  /** @returns how it has ended, or that it is lost. @throws when what the service knows cannot be read */
  async look(): Promise<WatchEnd | undefined> {
    const look = this.#looks;
    this.#looks += 1;
    const { workflowRunId } = this.#run;
    const asked = await askForRun(this.#definitionName, workflowRunId, this.#scope);
    if (asked === undefined) return this.end('gone');
    // Acts after the run: of one that has ended, all are known.
    this.#run = asked.run;
    const log = await readRunLog({ ...asked.run, definitionName: this.#definitionName }, this.#scope);
    const { lines, acts } = actNews(this.#acts, await actsOf(asked, this.#scope), log);
    this.#acts = acts;
    for (const line of lines) this.#say(line);
    const { status } = asked.run;
    if (status !== 'RUNNING') {
      if (this.#waits) await this.#lookAtRecord();
      return this.end(status === 'DELETING' ? 'gone' : 'ended');
    }
    if (look === 0 && acts.size === 0) {
      const logs = this.#scope.commandLine('logs', `--run ${workflowRunId} --follow`);
      this.#say(`It has no act yet. What its program prints: ${logs}`);
    }
    return look % RECORD_EVERY === 0 ? await this.#lookAtRecord() : undefined;
  }

  /** An end, with the last that is known. */
  end(kind: WatchEnd['kind'], because?: string): WatchEnd {
    const { status, startedAt, endedAt } = this.#run;
    return { kind, status, because, lastedMs: (endedAt?.getTime() ?? Date.now()) - startedAt.getTime() };
  }

  /** Says what is new of people. @returns that the run is lost, if it is */
  async #lookAtRecord(): Promise<WatchEnd | undefined> {
    const known = { ...this.#run, definitionName: this.#definitionName };
    const { invocation, unknown, mayBeThere } = await tryInvocation(known, this.#invocations, this.#scope);
    if (mayBeThere === true && !this.#hasSaidUnknown) {
      this.#hasSaidUnknown = true;
      this.#say(`That the run is lost, or asks a person, may not be noticed. ${unknown}`);
    }
    const nowMs = Date.now();
    const questions = questionsOf(invocation, this.#run.workflowRunId, nowMs);
    if (questions !== undefined) {
      const where = { url: this.#scope.target.url, definitionName: this.#definitionName, nowMs };
      const { lines, known: states } = questionNews(this.#questions, questions, where);
      this.#questions = states;
      this.#waits = questions.some(({ isOpen }) => isOpen);
      for (const line of lines) this.#say(line);
    }
    const because = lostBecause(this.#run, invocation, nowMs);
    return because === undefined ? undefined : this.end('lost', because);
  }
}

/** The record of an invocation is read once in so many looks. */
const RECORD_EVERY = 10;
