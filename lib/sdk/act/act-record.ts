import type { DocumentType } from '@smithy/types';
import { CreateActCommand, UpdateActCommand } from '../../service/index.ts';
import type { NovaActError } from '../errors.ts';
import type { JsonSchema } from '../schema/json-schema-type.ts';
import { rethrowAsSdkError, toSdkError } from '../service-errors.ts';
import { withPatience } from '../with-patience.ts';
import type { ActMetadata } from './act-result.ts';
import type { ActScope } from './act-scope.ts';

/** How long the report of an act's end may take, whatever became of the act. */
const REPORT_TIMEOUT_MS = 10_000;
const MAX_ERROR_MESSAGE_LENGTH = 10_000;

/** Which act it is, in the names of the service. */
interface ActPath {
  readonly workflowDefinitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actId: string;
}

/** An act as the service and the listeners know it: its ids, steps, times and end. */
export class ActRecord {
  readonly path: ActPath;
  readonly #scope: ActScope;
  readonly #task: string;
  readonly #startedAt: Date;
  readonly #stepServerTimesMs: number[] = [];

  private constructor(parts: {
    readonly scope: ActScope;
    readonly path: ActPath;
    readonly task: string;
    readonly startedAt: Date;
  }) {
    this.path = parts.path;
    this.#scope = parts.scope;
    this.#task = parts.task;
    this.#startedAt = parts.startedAt;
  }

  /** Creates the act at the service. @throws NovaActError, or the reason of an abort. */
  static async create(scope: ActScope, task: string, signal: AbortSignal): Promise<ActRecord> {
    const { definitionName, workflowRunId, sessionId } = scope;
    const parent = { workflowDefinitionName: definitionName, workflowRunId, sessionId };
    const toolSpecs = [...scope.tools.values()].map(({ name, description, input }) => ({
      name,
      description,
      inputSchema: { json: asDocument(input.jsonSchema) },
    }));
    const startedAt = new Date();
    const command = new CreateActCommand({
      ...parent,
      task,
      ...(toolSpecs.length === 0 ? {} : { toolSpecs }),
    });
    const { actId } = await withPatience(signal, (abortSignal) =>
      scope.client.send(command, { abortSignal }).catch(rethrowAsSdkError),
    );
    const record = new ActRecord({ scope, path: { ...parent, actId }, task, startedAt });
    record.#publish({ phase: 'started', status: 'RUNNING' });
    return record;
  }

  /** Notes a reply of the service. */
  stepDone(step: { readonly serverTimeMs: number; readonly calls: readonly string[] }): void {
    this.#stepServerTimesMs.push(step.serverTimeMs);
    const stepNumber = this.#stepServerTimesMs.length;
    this.#scope.publish({ type: 'step', ...this.#ids, stepNumber, ...step });
  }

  /** What is known as of now. */
  metadata(): ActMetadata {
    const endedAt = new Date();
    return {
      ...this.#ids,
      prompt: this.#task,
      stepCount: this.#stepServerTimesMs.length,
      startedAt: this.#startedAt,
      endedAt,
      durationMs: endedAt.getTime() - this.#startedAt.getTime(),
      stepServerTimesMs: [...this.#stepServerTimesMs],
    };
  }

  /** Reports the end to the service: SUCCEEDED, or FAILED with its reason. Never throws: that would hide what became of the act. */
  async end(failure?: NovaActError): Promise<void> {
    const status = failure === undefined ? 'SUCCEEDED' : 'FAILED';
    const error = failure === undefined ? {} : { error: describe(failure) };
    const command = new UpdateActCommand({ ...this.path, status, ...error });
    try {
      await this.#scope.client.send(command, { abortSignal: AbortSignal.timeout(REPORT_TIMEOUT_MS) });
    } catch (cause) {
      const message = `The act ${this.path.actId} could not be reported ${status}: ${toSdkError(cause).message}`;
      this.#scope.publish({ type: 'log', level: 'warn', message });
    }
    this.#publish({ phase: 'ended', status, ...(failure === undefined ? {} : { errorName: failure.name }) });
  }

  get #ids(): { readonly workflowRunId: string; readonly sessionId: string; readonly actId: string } {
    const { workflowRunId, sessionId, actId } = this.path;
    return { workflowRunId, sessionId, actId };
  }

  #publish(event: {
    readonly phase: 'started' | 'ended';
    readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
    readonly errorName?: string;
  }): void {
    this.#scope.publish({ type: 'act', ...this.#ids, stepCount: this.#stepServerTimesMs.length, ...event });
  }
}

function describe({ name, message }: NovaActError): { readonly type: string; readonly message: string } {
  return { type: name, message: (message || name).slice(0, MAX_ERROR_MESSAGE_LENGTH) };
}

/** A schema as the plain JSON that goes on the wire. */
function asDocument(schema: JsonSchema): DocumentType {
  return JSON.parse(JSON.stringify(schema));
}
