import { within } from '../../core/async.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { ForwardTimeoutError } from './forward.ts';
import type { EndReason, Session } from './session.ts';
import { SessionStartError } from './session-backend.ts';

/** The message for a request that got no answer. */
export async function explainFailure(options: {
  readonly error: unknown;
  readonly session: Session;
}): Promise<string> {
  const { error, session } = options;
  if (error instanceof SessionStartError) return error.message;
  const log = `(log: ${session.backend.logFile})`;
  if (error instanceof ForwardTimeoutError) return `The runtime gave ${error.message} ${log}`;
  const how = await endOf(session);
  const why = session.endReason === undefined ? '' : `: ${ENDED[session.endReason]}`;
  return `The runtime's process ${how} before it answered${why} ${log}`;
}

const ENDED: Readonly<Record<EndReason, string>> = {
  idle: 'the session was ended because it was idle',
  'max-lifetime': 'the session was ended because it reached its maximum lifetime',
  unhealthy: 'the session was ended because it did not answer pings',
};

/** The message for an answer that is not 2xx: what the workflow said, and where its log is. */
export function explainAnswer(options: {
  readonly status: number;
  readonly text: string;
  readonly session: Session;
}): string {
  const { status, text, session } = options;
  return `Received error (${status}) from runtime: ${messageIn(text)} (log: ${session.backend.logFile})`;
}

/** A broken connection mostly means that the process is ending: the news of it follows at once. */
function endOf(session: Session): Promise<string> {
  return within({ work: session.backend.ended, timeoutMs: 2000, fallback: 'closed the connection' });
}

function messageIn(text: string): string {
  const body = parseJson(text);
  const error = isRecord(body) ? body.error : undefined;
  const said = isRecord(error) ? error : isRecord(body) ? body : {};
  if (typeof said.message === 'string') {
    return typeof said.name === 'string' ? `${said.name}: ${said.message}` : said.message;
  }
  // Not the host's words: the text itself has to do.
  return text.trim().slice(0, 1000) || 'no message';
}
