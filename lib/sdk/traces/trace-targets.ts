import { accessSync, constants } from 'node:fs';
import { normalPath } from '../../browser/path-rules.ts';
import type { TraceWord } from '../../contract/browser-trace.ts';
import { messageOf } from '../../core/errors.ts';
import { makeFolder } from '../../core/files.ts';
import { isRecord } from '../../core/is-record.ts';
import { show } from '../../core/problems.ts';
import { ValidationFailed } from '../errors.ts';
import type { TraceSink } from './trace-sink.ts';

/**
 * Where the traces of a session go, as it says itself, or as its run does; `undefined` when nothing is to be recorded.
 *
 * @throws ValidationFailed when a place cannot be used
 */
export function traceTargets(session: TraceOptions, run: TraceOptions): TraceTargets | undefined {
  // What is null was given, and is refused.
  const { logsDirectory = run.logsDirectory, artifacts = run.artifacts } = session;
  const directory = logsFolder(logsDirectory);
  if (artifacts !== undefined) checkSink(artifacts);
  const sink = artifacts === false ? undefined : artifacts;
  if (directory === undefined && sink === undefined) return undefined;
  return { directory, sink };
}

/** What sessions and runs say of it. */
export interface TraceOptions {
  readonly logsDirectory?: string | undefined;
  readonly artifacts?: TraceSink | false | undefined;
  readonly trace?: TraceWord | undefined;
}

export interface TraceTargets {
  /** Absolute; it is there. */
  readonly directory: string | undefined;
  readonly sink: TraceSink | undefined;
}

/** Prompts and pages are for whoever runs the workflow. */
export const TRACE_MODES = { mode: 0o600, dirMode: 0o700 } as const;

function logsFolder(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || given.trim() === '')
    throw new ValidationFailed(`logsDirectory is ${show(given)}; it must be the path of a folder.`);
  const folder = normalPath(given);
  try {
    makeFolder(folder, TRACE_MODES.dirMode);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new ValidationFailed(
      `logsDirectory cannot be used: ${messageOf(error)}. Give a folder that can be written to.`,
      { cause: error },
    );
  }
  return folder;
}

function checkSink(artifacts: unknown): void {
  if (artifacts === false) return;
  if (isRecord(artifacts) && typeof artifacts.put === 'function' && typeof artifacts.name === 'string')
    return;
  throw new ValidationFailed(
    `artifacts is ${show(artifacts)}; it must be what s3Artifacts(…) gives, another sink with a name and put(), or false for none.`,
  );
}
