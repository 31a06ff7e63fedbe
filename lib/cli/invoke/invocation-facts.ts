import { HEADER, LOCAL_HEADER } from '../../contract/headers.ts';
import type { InvocationRecord } from '../../contract/invocation-record.ts';
import type { ProgressEvent } from '../../contract/progress.ts';
import { questionsAfter, type RecordedQuestion } from '../../contract/recorded-question.ts';
import { isLoopbackUrl } from '../../core/loopback.ts';

/** What is learned of an invocation on the way, whether it succeeds or not: where it can be looked at. */
export class InvocationFacts {
  readonly #runIds = new Set<string>();
  #questions: readonly RecordedQuestion[] = [];
  #requestId: string | undefined;
  #recordedAs: string | undefined;
  #viewer: string | undefined;
  #logFile: string | undefined;

  /** An answer has begun, be it an error; its headers have lower-case names. */
  answered(headers: Readonly<Record<string, string>>): void {
    this.#requestId = this.#recordedAs ?? headers[HEADER.awsRequestId];
    const viewer = headers[LOCAL_HEADER.viewer];
    // Nobody but this machine has a say in where its user is led.
    if (viewer === undefined || !isLoopbackUrl(viewer)) return;
    this.#viewer = new URL(viewer).href;
    this.#logFile = decoded(headers[LOCAL_HEADER.logFile]);
  }

  happened(event: ProgressEvent): void {
    if (event.type === 'run') this.#began(event.workflowRunId);
    if (event.type === 'human') this.#questions = questionsAfter(this.#questions, event, new Date());
  }

  /** An asynchronous invocation, which is not the request that asks for it. */
  recorded(record: Pick<InvocationRecord, 'id' | 'workflowRunIds' | 'questions'>): void {
    const { id, workflowRunIds = [], questions } = record;
    if (questions !== undefined) this.#questions = questions;
    this.#recordedAs = id.slice(id.lastIndexOf('.') + 1);
    this.#requestId = this.#recordedAs;
    for (const runId of workflowRunIds) this.#began(runId);
  }

  /** What a person is asked now, as far as it is known by now: of several the first. */
  get question(): RecordedQuestion | undefined {
    return this.#questions.find(({ phase }) => phase === 'asked');
  }

  /** As far as it is known by now. */
  get known(): InvocationPlace {
    const runIds = [...this.#runIds];
    return {
      requestId: this.#requestId ?? null,
      workflowRunIds: runIds,
      viewerUrl: this.#viewerUrl(runIds),
      logFile: this.#logFile ?? null,
    };
  }

  #began(runId: string): void {
    // What a runtime says goes to a terminal and into an address.
    if (/^[\w-]{1,64}$/.test(runId)) this.#runIds.add(runId);
  }

  #viewerUrl([runId, ...others]: readonly string[]): string | null {
    if (this.#viewer === undefined || this.#requestId === undefined) return null;
    // Several runs are listed on the page of their invocation.
    const page =
      runId === undefined || others.length > 0 ? `invocations/${this.#requestId}` : `runs/${runId}`;
    return `${this.#viewer}${page}`;
  }
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURI(text);
  } catch {
    return undefined;
  }
}

/** Where an invocation can be looked at; `null` for what is not known, or not there. */
export interface InvocationPlace {
  /** The id that AgentCore gave the request. */
  readonly requestId: string | null;
  /** The Nova Act workflow runs that it began, in order. */
  readonly workflowRunIds: readonly string[];
  /** The page of the run, or of the invocation, in the viewer of local AWS. */
  readonly viewerUrl: string | null;
  /** The file with the log of the session; only local AWS has one. */
  readonly logFile: string | null;
}
