import { isRecord } from '../error-facts.ts';
import { UsageError } from '../usage-error.ts';
import { InvocationFailedError } from './invocation-failed.ts';
import { invokeRuntime, type RuntimeSession } from './invoke-runtime.ts';
import { checkSessionId, type InvokeArguments } from './options.ts';

/** The member that the runtime host reserves for itself; see docs/container.md. */
const ENVELOPE = 'novaActInvocation';
/** How long one question waits for the end; the next one follows at once. */
const WAIT_SECONDS = 20;

/** How an asynchronous invocation is going, as the runtime host says. */
interface Progress {
  readonly id: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  readonly result?: unknown;
  readonly error?: unknown;
}

/** @throws UsageError for options that contradict each other */
export function checkMode(args: InvokeArguments): void {
  if (args.async === true && args.stream === true) {
    throw new UsageError({
      what: '--stream was given together with --async.',
      allowed: '--async does not wait, so there is nothing to hear.',
      fix: 'Leave one of them out.',
    });
  }
  if (args.wait === undefined) return;
  const others = {
    '--async': args.async,
    '--stream': args.stream,
    '--payload': args.payload,
    '--payload-file': args.payloadFile,
  };
  const [option] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (option === undefined && args.sessionId === undefined) return;
  throw new UsageError({
    what: `${option ?? '--session-id'} was given together with --wait.`,
    allowed: '--wait asks for an invocation that was started earlier; its id names its session.',
    fix: `Leave one of them out.`,
  });
}

/** @returns the session in the id of an asynchronous invocation. @throws UsageError when it is no such id */
export function sessionOfInvocation(id: string): string {
  const dot = id.lastIndexOf('.');
  if (dot > 0) return checkSessionId(id.slice(0, dot));
  throw new UsageError({
    what: `--wait "${id}" is not the id of an invocation.`,
    allowed: 'It is what invoke --async printed: a session id, a dot, and a UUID.',
  });
}

/** Starts a workflow that nobody waits for. Sent once. @returns the id of the invocation */
export async function startInvocation(
  session: RuntimeSession,
  options: { readonly payload: Uint8Array; readonly signal: AbortSignal },
): Promise<string> {
  const { payload, signal } = options;
  const start = new TextEncoder().encode(`{"${ENVELOPE}":{"mode":"async"},"payload":`);
  const envelope = Buffer.concat([start, payload, new TextEncoder().encode('}')]);
  return readProgress(await invokeRuntime(session, { payload: envelope, signal })).id;
}

/**
 * Waits for the end of an invocation, also in a session that has ended meanwhile: the runtime keeps the outcome.
 *
 * @returns what the workflow returned
 * @throws InvocationFailedError when it failed
 */
export async function waitForInvocation(
  session: RuntimeSession,
  options: { readonly id: string; readonly signal: AbortSignal },
): Promise<unknown> {
  const { id, signal } = options;
  const question = { [ENVELOPE]: { mode: 'status', id, waitSeconds: WAIT_SECONDS } };
  const payload = new TextEncoder().encode(JSON.stringify(question));
  for (;;) {
    const progress = readProgress(await invokeRuntime(session, { payload, signal, repeatable: true }));
    if (progress.status === 'SUCCEEDED') return progress.result ?? null;
    if (progress.status === 'FAILED') throw new InvocationFailedError(progress.error);
  }
}

function readProgress(answer: unknown): Progress {
  const progress = isRecord(answer) ? answer[ENVELOPE] : undefined;
  if (isProgress(progress)) return progress;
  throw new UsageError({
    what: 'The runtime does not know asynchronous invocations.',
    fix: 'It was deployed with an older version of this project: deploy it again.',
  });
}

function isProgress(value: unknown): value is Progress {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    (value.status === 'RUNNING' || value.status === 'SUCCEEDED' || value.status === 'FAILED')
  );
}
