import { readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { LOCAL_HEADER } from '../contract/headers.ts';
import { ExplainedError, hasCode, reasonOf } from '../core/errors.ts';
import { replaceFile } from '../core/files.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { isLoopbackUrl } from '../core/loopback.ts';
import { isProcessThere, lockHolder } from './state-lock.ts';

/**
 * The local AWS that runs on a state folder, in whatever process; `undefined` when none does. What a killed one has left is
 * not believed: what answers there must be the one that has the folder now.
 *
 * @throws RunningLocalAwsError when that cannot be told: its note cannot be read, or it does not answer in time
 */
export async function runningLocalAws(
  stateDir: string,
  options: { readonly timeoutMs?: number | undefined } = {},
): Promise<RunningLocalAws | undefined> {
  const { timeoutMs = ANSWER_TIMEOUT_MS } = options;
  const [noted, holder] = asFound(stateDir);
  if (noted === undefined || holder === undefined) return undefined;
  const { id, version } = await serverAt(noted.url, timeoutMs).catch((cause: unknown) => {
    // Nobody listens there any more, or something else in the place of one that was killed.
    if (hasCode(cause, 'ECONNREFUSED') || !isProcessThere(holder.pid)) return NOBODY;
    throw new RunningLocalAwsError({
      what: `The local AWS of this project (process ${holder.pid}, ${noted.url}) does not answer: ${reasonOf(cause)}.`,
      fix: `Stop it with Ctrl-C, or end its process, and start it again. If process ${holder.pid} is something else, remove ${fileIn(stateDir)}.`,
      cause,
    });
  });
  return id === holder.id ? { ...noted, pid: holder.pid, version } : undefined;
}

/** A local AWS that runs, as commands find it. */
export interface RunningLocalAws {
  readonly pid: number;
  /** Endpoint of all services. */
  readonly url: string;
  /** The region of what is deployed there. */
  readonly region: string;
  /** The version of the package that it is of; `undefined` when it does not say. */
  readonly version: string | undefined;
}

/** Whether a local AWS runs cannot be told. */
export class RunningLocalAwsError extends ExplainedError {
  override readonly name = 'RunningLocalAwsError';
}

/** Notes in its state folder where the local AWS of this process is. @returns takes it back */
export function noteRunning(stateDir: string, running: NotedLocalAws): () => void {
  const file = fileIn(stateDir);
  const content = `${JSON.stringify(running)}\n`;
  replaceFile(file, content);
  return () => {
    // Another may have the folder by now.
    if (lockHolder(stateDir)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** Where a local AWS is, as it has noted itself. */
export type NotedLocalAws = Pick<RunningLocalAws, 'url' | 'region'>;

/** It answers at once, unless it is stopped in a debugger or gone in a way that closes no connections. */
const ANSWER_TIMEOUT_MS = 5000;

const NOBODY = { id: undefined, version: undefined };

function fileIn(stateDir: string): string {
  return path.join(stateDir, 'local-aws.json');
}

/** What is noted in a state folder, whether it still runs or not; `undefined` when nothing can be read there. */
export function notedLocalAws(stateDir: string): NotedLocalAws | undefined {
  try {
    return readNoted(fileIn(stateDir));
  } catch {
    return undefined;
  }
}

function asFound(stateDir: string): readonly [NotedLocalAws | undefined, ReturnType<typeof lockHolder>] {
  try {
    return [readNoted(fileIn(stateDir)), lockHolder(stateDir)];
  } catch (cause) {
    throw new RunningLocalAwsError({
      what: `Whether a local AWS runs on ${stateDir} cannot be read: ${reasonOf(cause)}.`,
      fix: 'Mend the permissions of the folder, or name another with --state-dir.',
      cause,
    });
  }
}

function readNoted(file: string): NotedLocalAws | undefined {
  try {
    const value = parseJson(readFileSync(file, 'utf8'));
    return isNoted(value) ? { url: value.url, region: value.region } : undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Only an address of this machine: whoever can write there must not lead commands elsewhere. */
function isNoted(value: unknown): value is NotedLocalAws {
  return (
    isRecord(value) &&
    typeof value.url === 'string' &&
    isLoopbackUrl(value.url) &&
    typeof value.region === 'string'
  );
}

/** Which local AWS answers at an address. By the plain client of Node, which is loaded sooner than `fetch`. */
async function serverAt(
  url: string,
  timeoutMs: number,
): Promise<{ readonly id: string | undefined; readonly version: string | undefined }> {
  return await new Promise((resolve, reject) => {
    const request = get(url, { agent: false, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      const { [LOCAL_HEADER.server]: id, [LOCAL_HEADER.version]: version } = response.headers;
      response.destroy();
      resolve({ id: textOf(id), version: textOf(version) });
    });
    request.once('error', (error) =>
      reject(error.name === 'AbortError' ? new Error(`no answer within ${timeoutMs / 1000} s`) : error),
    );
  });
}

function textOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
