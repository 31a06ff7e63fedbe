import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type InvocationRequest, readEnvelope } from '../../../../lib/contract/envelope.ts';
import { itemInvocationId } from '../../../../lib/contract/fleet-item.ts';

/** What becomes of a call of the runtime. */
export type ItemFate =
  /** The host has the item. */
  | 'accepted'
  /** Something else with status 200. */
  | { readonly answer: string }
  /** AgentCore refuses, or has heard so of the container. */
  | { readonly error: string; readonly status: number; readonly message?: string }
  /** The connection is lost before the answer. */
  | 'lost'
  /** The connection is lost in the middle of the answer. */
  | 'cut'
  /** Nothing comes. */
  | 'silence';

/** A data plane of AgentCore with one runtime whose hosts know items, as far as the function that starts items asks. */
export interface ItemPlane extends AsyncDisposable {
  readonly url: string;
  readonly calls: readonly ItemCall[];
}

/** What came in. */
export interface ItemCall {
  readonly path: string;
  readonly sessionId: string;
  readonly request: Extract<InvocationRequest, { mode: 'async' }>;
}

/** @param fates of the calls, in order; the last one stays */
export async function startItemPlane(...fates: readonly [ItemFate, ...ItemFate[]]): Promise<ItemPlane> {
  const calls: ItemCall[] = [];
  const server = createServer(async (request, response) => {
    const body = readEnvelope(JSON.parse(await text(request)));
    if (body.mode !== 'async') throw new Error(`Nobody asks for mode ${body.mode} here.`);
    const sessionId = String(request.headers['x-amzn-bedrock-agentcore-runtime-session-id']);
    calls.push({ path: decodeURIComponent(request.url ?? ''), sessionId, request: body });
    const fate = fates[Math.min(calls.length, fates.length) - 1];
    if (fate === 'silence') return;
    if (fate === 'lost' || fate === undefined) {
      request.socket.destroy();
      return;
    }
    if (typeof fate === 'object' && 'error' in fate) {
      response.writeHead(fate.status, {
        'content-type': 'application/json',
        'x-amzn-errortype': fate.error,
      });
      response.end(JSON.stringify({ message: fate.message ?? fate.error }));
      return;
    }
    const answer =
      typeof fate === 'object'
        ? fate.answer
        : JSON.stringify({
            novaActInvocation: {
              id: itemInvocationId(body.item?.key ?? ''),
              status: 'RUNNING',
              startedAt: new Date().toISOString(),
            },
          });
    response.writeHead(typeof fate === 'object' ? 200 : 202, { 'content-type': 'application/json' });
    if (fate !== 'cut') {
      response.end(answer);
      return;
    }
    response.write(answer.slice(0, 20), () => request.socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
