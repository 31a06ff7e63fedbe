import { asyncEnvelope, ENVELOPE_KEY, statusEnvelope } from '../../contract/envelope.ts';
import { type InvocationRecord, isInvocationRecord, sessionInId } from '../../contract/invocation-record.ts';
import { WAIT_SECONDS } from '../../contract/limits.ts';
import { isRecord } from '../../core/is-record.ts';
import type { CommandLine } from '../command-line.ts';
import { UsageError } from '../usage-error.ts';
import type { InvocationFacts } from './invocation-facts.ts';
import { InvocationFailedError } from './invocation-failed.ts';
import { invokeRuntime } from './invoke-runtime.ts';
import { checkSessionId, type InvokeArguments } from './options.ts';
import type { RuntimeSession } from './runtime-session.ts';

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
  const session = sessionInId(id);
  if (session !== undefined) return checkSessionId(session);
  throw new UsageError({
    what: `--wait "${id}" is not the id of an invocation.`,
    allowed: 'It is what invoke --async printed: a session id, a dot, and a UUID.',
  });
}

/** Starts a workflow that nobody waits for. Sent once. @returns the id of the invocation */
export async function startInvocation(
  session: RuntimeSession,
  options: {
    readonly payload: Uint8Array;
    readonly signal: AbortSignal;
    readonly facts: InvocationFacts;
  },
): Promise<string> {
  const { payload, ...rest } = options;
  const record = await askForRecord(session, { payload: asyncEnvelope(payload), ...rest });
  options.facts.recorded(record);
  return record.id;
}

/**
 * Waits for the end of an invocation, also in a session that has ended meanwhile: the runtime keeps the outcome.
 *
 * @returns its record, which has what the workflow returned
 * @throws InvocationFailedError when it failed
 */
export async function waitForInvocation(
  session: RuntimeSession,
  options: { readonly id: string; readonly signal: AbortSignal; readonly facts: InvocationFacts },
): Promise<InvocationRecord> {
  const { id, signal, facts } = options;
  facts.recorded({ id });
  const payload = statusEnvelope({ id, waitSeconds: WAIT_SECONDS });
  for (;;) {
    const record = await askForRecord(session, { payload, signal, facts, repeatable: true });
    facts.recorded(record);
    if (record.status === 'SUCCEEDED') return record;
    if (record.status === 'FAILED') throw new InvocationFailedError(record.error);
  }
}

/** What a user types to wait for an invocation that was started with these arguments. */
export function waitCommand(args: InvokeArguments, id: string, commandLine: CommandLine): string {
  const { outputsFile, stack, stateDir, region, profile, qualifier, protocol, bearerTokenEnv } = args;
  const options = {
    ...{ 'outputs-file': outputsFile, stack, 'state-dir': stateDir, region, profile, qualifier },
    protocol,
    'bearer-token-env': bearerTokenEnv,
  };
  const more = Object.entries(options).flatMap(([name, value]) => (value ? [` --${name} ${value}`] : []));
  const local = args.local === true ? ' --local' : '';
  return commandLine('invoke', `${args.workflow}${local}${more.join('')} --wait ${id}`);
}

/** Sends an envelope, and reads the record of the invocation that it is about. @throws as {@link invokeRuntime} does */
export async function askForRecord(...args: Parameters<typeof invokeRuntime>): Promise<InvocationRecord> {
  const answer = await invokeRuntime(...args);
  const record = isRecord(answer) ? answer[ENVELOPE_KEY] : undefined;
  if (isInvocationRecord(record)) return record;
  throw new UsageError({
    what: 'The runtime does not know asynchronous invocations.',
    fix: 'It was deployed with an older version of this project: deploy it again.',
  });
}
