import { AsyncLocalStorage } from 'node:async_hooks';
import type { Browser } from '../../browser/index.ts';
import type { ProgressListener } from '../../contract/progress.ts';
import type { TakeOverDoor } from '../human/take-over/take-over-door.ts';
import type { TraceSink } from '../traces/trace-sink.ts';
import type { AwaitedCalls } from './awaited-calls.ts';

/**
 * The program that runs a workflow on someone's behalf, such as the runtime host in a container.
 * It hands the workflow a signal to stop by and a place for progress, and takes care of process signals itself.
 */
export interface WorkflowHost {
  readonly signal: AbortSignal;
  readonly publish: ProgressListener;
  /** For sessions that name none; instead of the browser that the environment asks for. */
  readonly browser?: Browser | undefined;
  /** Where traces of acts are stored, in runs that do not say it. */
  readonly artifacts?: TraceSink | undefined;
  /**
   * Gets how to end each run as FAILED without waiting for the workflow's code, for a host that has to leave.
   *
   * @returns says that the run has ended by itself
   */
  readonly ownRun?: ((end: () => Promise<unknown>) => () => void) | undefined;
  /** What the program's code calls outside of runs, such as workflows. */
  readonly calls?: AwaitedCalls | undefined;
  /** Where people take over sessions. @default a WebSocket of this process, on loopback */
  readonly takeOvers?: TakeOverDoor | undefined;
  /** Throws when the host could not pass on what a workflow returned, so that its run fails, too. */
  readonly checkResult?: ((result: unknown) => void) | undefined;
}

/** How long a workflow's code may take to come to an end by itself when it is told to. */
export const END_GRACE_MS = 3_000;

const hosts = new AsyncLocalStorage<WorkflowHost>();

/** Runs `fn` so that every workflow started inside it stops by the host's signal and reports to the host. */
export function runInHost<R>(host: WorkflowHost, fn: () => R): R {
  return hosts.run(host, fn);
}

/** The host around the running code, if there is one. */
export function currentHost(): WorkflowHost | undefined {
  return hosts.getStore();
}
