import { createHash } from 'node:crypto';
import { DEFAULT_ENDPOINT_NAME } from '../../catalog/names.ts';

/**
 * The name of the file that gets what the process of a session prints: `<runtime id>-<session>.log`, and with the endpoint
 * that it was called by before the extension, unless that is `DEFAULT`: `<runtime id>-<session>.live.log`.
 */
export function sessionLogName(log: {
  readonly runtimeId: string;
  readonly endpoint: string;
  readonly sessionId: string;
}): string {
  const { runtimeId, endpoint, sessionId } = log;
  const ending = endpoint === DEFAULT_ENDPOINT_NAME ? '' : `.${endpoint}`;
  return `${runtimeId}-${fileNameOf(sessionId)}${ending}.log`;
}

/** What the name of a log says; `undefined` when it is not one of the runtime. */
export function readSessionLogName(
  fileName: string,
  runtimeId: string,
): { readonly endpoint: string; readonly session: string } | undefined {
  if (!fileName.startsWith(`${runtimeId}-`)) return undefined;
  const [, session, endpoint = DEFAULT_ENDPOINT_NAME] =
    /^([\w-]+)(?:\.(\w+))?\.log$/.exec(fileName.slice(runtimeId.length + 1)) ?? [];
  return session === undefined ? undefined : { endpoint, session };
}

/** A session id may hold any character; a file name may not. */
function fileNameOf(sessionId: string): string {
  const safe = sessionId.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 80);
  if (safe === sessionId) return safe;
  return `${safe}-${createHash('sha256').update(sessionId).digest('hex').slice(0, 8)}`;
}
