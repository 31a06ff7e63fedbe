import http, { type IncomingHttpHeaders } from 'node:http';
import { HOST_PATH } from '../../contract/host.ts';
import { AgentCoreError } from './agent-core-error.ts';
import { explainAnswer, explainFailure, withLog } from './explain-failure.ts';
import { ForwardTimeoutError, readText } from './forward.ts';
import type { Session } from './session.ts';
import type { RawConnection } from './upgrades.ts';

/**
 * Asks the process of a session for a WebSocket.
 *
 * @returns the connection, and the headers by which the process has accepted it
 * @throws {@link AgentCoreError} when it did not
 */
export async function connectWebSocket(options: {
  readonly session: Session;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}): Promise<RawConnection & { readonly headers: IncomingHttpHeaders }> {
  const { session, headers, timeoutMs } = options;
  try {
    const answer = await ask({ port: await session.backend.port(), headers, timeoutMs });
    if ('socket' in answer) return answer;
    throw new AgentCoreError('RuntimeClientError', withLog(explainAnswer(answer), session));
  } catch (error) {
    if (error instanceof AgentCoreError) throw error;
    const { message } = (await explainFailure({ error, session })).error;
    throw new AgentCoreError('RuntimeClientError', withLog(message, session));
  }
}

type Answer =
  | (RawConnection & { readonly headers: IncomingHttpHeaders })
  | { readonly status: number; readonly text: string };

async function ask(options: {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}): Promise<Answer> {
  const { port, headers, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1',
      port,
      path: HOST_PATH.webSocket,
      agent: false,
      headers: { ...headers, connection: 'Upgrade', upgrade: 'websocket' },
    });
    const timer = setTimeout(() => {
      request.destroy(new ForwardTimeoutError(`no answer within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    request.on('error', reject);
    request.on('close', () => clearTimeout(timer));
    request.on('upgrade', (response, _socket, head) => {
      clearTimeout(timer);
      resolve({ socket: response.socket, head, headers: response.headers });
    });
    request.on('response', (response) => {
      const status = response.statusCode ?? 500;
      readText(response, 100_000).then((text) => resolve({ status, text }), reject);
    });
    request.end();
  });
}
