import { randomUUID } from 'node:crypto';
import type { DocumentType } from '@smithy/types';
import { MAX_TEXT_LENGTH } from '../../contract/limits.ts';
import type { ProgressEvent } from '../../contract/progress.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { isInstance } from '../../core/thrown.ts';
import { createdId } from '../../service/created-id.ts';
import { AccessDeniedException, CreateActCommand, UpdateActCommand } from '../../service/index.ts';
import { type RepeatOptions, repeatCall } from '../../service/repeat-call.ts';
import { AuthError, type NovaActError } from '../errors.ts';
import { reportEnd } from '../report-end.ts';
import { CREATION_GRACE_MS } from '../run/run-record.ts';
import type { JsonSchema } from '../schema/json-schema-type.ts';
import { rethrowAsSdkError, toSdkError } from '../service-errors.ts';
import { tellRepeats } from '../tell-repeats.ts';
import type { TracePaths } from '../traces/session-traces.ts';
import { creationPatience } from './act-patience.ts';
import type { ActSession } from './act-session.ts';

/** An act as the service and the listeners know it: its ids, steps, times and end. */
export class ReportedAct {
  readonly path: ActPath;
  readonly #session: ActSession;
  readonly #task: string;
  readonly #startedAt: Date;
  readonly #stepServerTimesMs: number[] = [];
  #humanWaitMs = 0;
  /** Since when the act waits for a person; it may end meanwhile. */
  #humanSinceMs: number | undefined;
  #lastStepId: string | undefined;
  #hasEnded = false;

  private constructor(parts: {
    readonly session: ActSession;
    readonly path: ActPath;
    readonly task: string;
    readonly startedAt: Date;
  }) {
    this.path = parts.path;
    this.#session = parts.session;
    this.#task = parts.task;
    this.#startedAt = parts.startedAt;
  }

  /** Creates the act at the service. @throws NovaActError, or the reason of an abort. */
  static async create(
    session: ActSession,
    { task, timeoutMs }: { readonly task: string; readonly timeoutMs: number | undefined },
    signal: AbortSignal,
  ): Promise<ReportedAct> {
    const { sessionId, workflow } = session;
    const { client, definitionName: workflowDefinitionName, runId: workflowRunId } = workflow;
    const parent = { workflowDefinitionName, workflowRunId, sessionId };
    const toolSpecs = [...session.tools.values()].map(({ name, description, input }) => ({
      name,
      description,
      inputSchema: { json: asDocument(input.jsonSchema) },
    }));
    const startedAt = new Date();
    const command = new CreateActCommand({
      ...parent,
      task,
      toolSpecs: toolSpecs.length === 0 ? undefined : toolSpecs,
      // By its token a request that is sent again makes no second act.
      clientToken: randomUUID(),
    });
    const actId = await repeatCall(client, command, {
      patience: creationPatience(timeoutMs),
      signal,
      graceMs: CREATION_GRACE_MS,
      onRepeat: tellRepeats('CreateAct', (event) => workflow.publish(event)),
    })
      .then((answer) => createdId(answer, 'actId', 'CreateAct'))
      .catch(rethrowAsSdkError);
    const reported = new ReportedAct({ session, path: { ...parent, actId }, task, startedAt });
    reported.#publish({ phase: 'started', status: 'RUNNING' });
    return reported;
  }

  /** Replies of the service so far. */
  get stepCount(): number {
    return this.#stepServerTimesMs.length;
  }

  /** The id of the last of them, if it had one. */
  get lastStepId(): string | undefined {
    return this.#lastStepId;
  }

  /** Notes a reply of the service. */
  stepDone(step: {
    readonly stepId: string | undefined;
    readonly serverTimeMs: number;
    readonly calls: readonly string[];
  }): void {
    const { stepId, serverTimeMs, calls } = step;
    this.#lastStepId = stepId;
    this.#stepServerTimesMs.push(serverTimeMs);
    const stepNumber = this.stepCount;
    this.#session.workflow.publish({ type: 'step', ...this.#ids, stepNumber, calls, serverTimeMs });
  }

  /** Notes that the act waits for a person until what this gives is disposed of. */
  waitForHuman(): Disposable {
    this.#humanSinceMs = performance.now();
    return {
      [Symbol.dispose]: () => {
        this.#humanWaitMs = this.#humanWaitedMs;
        this.#humanSinceMs = undefined;
      },
    };
  }

  /** Says that the act stands still until its program lets it go on. */
  paused(): void {
    this.#publish({ phase: 'paused', status: 'RUNNING' });
  }

  /** Says that it goes on. */
  resumed(): void {
    this.#publish({ phase: 'resumed', status: 'RUNNING' });
  }

  /** What is known as of now. */
  metadata(): ActMetadata {
    const endedAt = new Date();
    return {
      ...this.#ids,
      prompt: this.#task,
      stepCount: this.stepCount,
      startedAt: this.#startedAt,
      endedAt,
      ...this.#times(endedAt.getTime() - this.#startedAt.getTime()),
    };
  }

  /**
   * Reports the end to the service: SUCCEEDED, or FAILED with its reason. Calling it again does nothing. A report that
   * cannot be made is told, and does not hide what became of the act.
   *
   * @throws AuthError when a success may not be reported: no act of this role ever could be.
   */
  async end(failure?: NovaActError): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const status = failure === undefined ? 'SUCCEEDED' : 'FAILED';
    const unreported = await this.#report(status, failure);
    const denial = isInstance(unreported, AuthError) ? unreported : undefined;
    const cause = failure ?? denial;
    this.#publish({
      phase: 'ended',
      status: cause === undefined ? 'SUCCEEDED' : 'FAILED',
      errorName: cause && nameOf(cause),
      reported: unreported === undefined ? undefined : false,
    });
    if (failure === undefined && denial !== undefined) throw denial;
  }

  /** @returns why it could not be done; an AuthError if it may not be done. */
  async #report(
    status: 'SUCCEEDED' | 'FAILED',
    failure: NovaActError | undefined,
  ): Promise<Error | undefined> {
    const { workflow } = this.#session;
    const { client, ending } = workflow;
    const command = new UpdateActCommand({ ...this.path, status, error: failure && describe(failure) });
    const onRepeat = tellRepeats('UpdateAct', (event) => workflow.publish(event));
    try {
      const send = (options: RepeatOptions) => repeatCall(client, command, options);
      await reportEnd({ ...REPORT_BUDGETS, ending, send, onRepeat });
      return undefined;
    } catch (cause) {
      const message = `The act ${this.path.actId} could not be reported ${status}: ${messageOf(toSdkError(cause))}`;
      workflow.publish({ type: 'log', level: 'error', message });
      return isInstance(cause, AccessDeniedException)
        ? new AuthError(message, { cause })
        : new Error(message, { cause });
    }
  }

  #times(durationMs: number): ActTimes {
    const modelTimeMs = sum(this.#stepServerTimesMs);
    const humanWaitMs = Math.min(durationMs, Math.round(this.#humanWaitedMs));
    const workedMs = durationMs - humanWaitMs;
    return {
      durationMs,
      workedMs,
      humanWaitMs,
      modelTimeMs,
      clientTimeMs: Math.max(0, workedMs - modelTimeMs),
      stepServerTimesMs: [...this.#stepServerTimesMs],
    };
  }

  get #humanWaitedMs(): number {
    const underWayMs = this.#humanSinceMs === undefined ? 0 : performance.now() - this.#humanSinceMs;
    return this.#humanWaitMs + underWayMs;
  }

  get #ids(): ActIds {
    const { workflowRunId, sessionId, actId } = this.path;
    return { workflowRunId, sessionId, actId };
  }

  #publish(event: {
    readonly phase: Extract<ProgressEvent, { readonly type: 'act' }>['phase'];
    readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
    readonly errorName?: string | undefined;
    readonly reported?: false | undefined;
  }): void {
    this.#session.workflow.publish({ type: 'act', ...this.#ids, stepCount: this.stepCount, ...event });
  }
}

/** What is known of an act, complete both on success and on error. */
export interface ActMetadata extends ActIds, ActTimes {
  /** The text sent to the service, with the schema's suffix when there was one. */
  readonly prompt: string;
  /** Replies of the service that were received. */
  readonly stepCount: number;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Where its traces are; absent without `logsDirectory`, and when they could not be written. */
  readonly traceFiles?: TracePaths | undefined;
}

/** Which act it is. */
export interface ActIds {
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
}

/** How long an act took, and for what; all in milliseconds. */
export interface ActTimes {
  /** Wall-clock time from start to end. */
  readonly durationMs: number;
  /** The same without `humanWaitMs`: what the act has worked. */
  readonly workedMs: number;
  /** For how long the act waited for people, or stood still because its program had paused it. */
  readonly humanWaitMs: number;
  /** For how long it waited for the service. */
  readonly modelTimeMs: number;
  /** What is left: the browser, tools, and this program. */
  readonly clientTimeMs: number;
  /** For how long it waited for the service, one figure a step. */
  readonly stepServerTimesMs: readonly number[];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Which act it is, in the names of the service. */
interface ActPath extends ActIds {
  readonly workflowDefinitionName: string;
}

/** How long the report of an act's end may take, whatever became of the act; the run's own comes after it. */
const REPORT_BUDGETS = { budgetMs: 10_000, endingBudgetMs: 2_500 };

function describe(error: NovaActError): { readonly type: string; readonly message: string } {
  const type = nameOf(error);
  return { type, message: (messageOf(error) || type).slice(0, MAX_TEXT_LENGTH) };
}

/** A schema as the plain JSON that goes on the wire. */
function asDocument(schema: JsonSchema): DocumentType {
  return JSON.parse(JSON.stringify(schema));
}
