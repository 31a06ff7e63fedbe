import { SESSION_ENDED } from '../../contract/error.ts';
import { within } from '../../core/async.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { InvocationEnd } from './completed-record.ts';
import { ForwardTimeoutError } from './forward.ts';
import type { EndReason, Session } from './session.ts';
import { SessionStartError } from './session-backend.ts';

/** Why a request got no answer, or only a part of one. */
export async function explainFailure(options: {
  readonly error: unknown;
  readonly session: Session;
}): Promise<FailedEnd> {
  const { error, session } = options;
  if (error instanceof SessionStartError) return failed(error.name, error.message);
  if (error instanceof ForwardTimeoutError) return failed(error.name, `The runtime gave ${error.message}`);
  // A broken connection mostly means that the process is ending: the news of it follows at once.
  const how = await within({ work: session.backend.ended, timeoutMs: 2000, fallback: undefined });
  return how === undefined
    ? failed(SESSION_ENDED, `The runtime's process closed the connection before ${AN_ANSWER}`)
    : endedBefore(AN_ANSWER, { session, how });
}

const AN_ANSWER = 'it answered';

/** Whether a message says that a process was gone in the middle of a request, so that it may have begun with it. */
export function endedBeforeItAnswered(message: string): boolean {
  return message.startsWith("The runtime's process ") && message.includes(` before ${AN_ANSWER}`);
}

/** What the end of a session's process means for what it has not yet done, such as `it answered`. */
export function endedBefore(
  what: string,
  ended: { readonly session: Session; readonly how: string },
): FailedEnd {
  const { endReason } = ended.session;
  const because = endReason === undefined ? '' : `: ${ENDED[endReason]}`;
  return {
    ...failed(SESSION_ENDED, `The runtime's process ${ended.how} before ${what}${because}`),
    exit: `${ended.how}${because}`,
  };
}

/** The message for an answer that is not 2xx. */
export function explainAnswer(answer: { readonly status: number; readonly text: string }): string {
  const { name, message } = saidIn(answer.text);
  return `Received error (${answer.status}) from runtime: ${name === undefined ? '' : `${name}: `}${message}`;
}

/** The end of an invocation whose answer is not 2xx. */
export function refusedBy(answer: { readonly status: number; readonly text: string }): FailedEnd {
  const { name = `HTTP ${answer.status}`, message } = saidIn(answer.text);
  return failed(name, message);
}

/** A message that says, too, where to look. */
export function withLog(message: string, { backend }: Session): string {
  return message.includes(backend.logFile) ? message : `${message} (log: ${backend.logFile})`;
}

/** An end that is a failure. */
export type FailedEnd = Extract<InvocationEnd, { readonly status: 'FAILED' }>;

const ENDED: Readonly<Record<EndReason, string>> = {
  idle: 'the session was ended because it was idle',
  'max-lifetime': 'the session was ended because it reached its maximum lifetime',
  unhealthy: 'the session was ended because it did not answer pings',
  stopped: 'the session was stopped',
  closing: 'local AWS was ended',
};

function failed(name: string, message: string): FailedEnd {
  return { status: 'FAILED', error: { name, message } };
}

function saidIn(text: string): { readonly name?: string; readonly message: string } {
  const body = parseJson(text);
  const error = isRecord(body) ? body.error : undefined;
  const said = isRecord(error) ? error : isRecord(body) ? body : {};
  const isMcp = isRecord(body) && body.jsonrpc === '2.0';
  if (typeof said.message === 'string' && !isMcp) {
    return { message: said.message, ...(typeof said.name === 'string' && { name: said.name }) };
  }
  // Not the words of a host that speaks HTTP: the text itself has to do.
  return { message: text.trim().slice(0, 1000) || 'no message' };
}
