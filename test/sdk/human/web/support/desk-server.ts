import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnswerBody } from '../../../../../lib/contract/question.ts';
import { answerDeskRequest, Desk, MemoryStore } from '../../../../../lib/desk/index.ts';

/** A desk behind a server, as workflows and people find it. What arrives can be made to fail. */
export async function startDesk(): Promise<DeskServer> {
  const desk = new Desk({ store: new MemoryStore(), connect: async () => 'ws://127.0.0.1:9/' });
  const requests: ArrivedRequest[] = [];
  const failures: Failure[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const path = (request.url ?? '').replace(/^\/human/, '');
    const { method = '', headers } = request;
    const arrived = { method, path, body: body.toString(), authorization: headers.authorization ?? '' };
    requests.push(arrived);
    const failure = failures.find((each) => each.of === method && path.includes(each.in ?? ''));
    if (failure !== undefined && !failure.always) failures.splice(failures.indexOf(failure), 1);
    if (failure?.hangs) return;
    if (failure?.delayMs !== undefined) await sleep(failure.delayMs);
    if (failure?.status !== undefined) {
      response.writeHead(failure.status, failure.headers).end(failure.body ?? '');
      return;
    }
    const isSigned = arrived.authorization.startsWith('AWS4-HMAC-SHA256');
    const from = isSigned ? 'workflow' : 'person';
    const given = await answerDeskRequest(desk, { method, path, body, from });
    // The desk has done it, and nobody gets to know.
    if (failure !== undefined) request.socket.destroy();
    else response.writeHead(given.status, given.headers).end(given.body);
  }

  return {
    url: `http://127.0.0.1:${port}/human`,
    requests,
    failures,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface DeskServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: ArrivedRequest[];
  /** Each is for the next request of its method. */
  readonly failures: Failure[];
}

interface Failure {
  readonly of: string;
  /** Only for paths that have this in them. */
  readonly in?: string;
  /** Not for the next request only. */
  readonly always?: boolean;
  readonly hangs?: boolean;
  readonly delayMs?: number;
  /** Without one, the desk does what it is told, and its answer is lost. */
  readonly status?: number;
  readonly body?: string;
  readonly headers?: Record<string, string>;
}

interface ArrivedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly authorization: string;
}

/** What the page does with its link. */
export async function answerBy(link: string, given: Omit<AnswerBody, 'token'>): Promise<Response> {
  return await post(link, 'answer', given);
}

export async function readBy(
  link: string,
): Promise<{ readonly status: string; readonly withdrawnBecause?: string }> {
  return await (await post(link, 'read', {})).json();
}

async function post(link: string, action: string, body: object): Promise<Response> {
  const { origin, pathname, hash } = new URL(link);
  const [definitionName, questionId, token] = hash.slice(1).split('/');
  return await fetch(
    `${origin}${pathname.replace(/\/$/, '')}/workflows/${definitionName}/questions/${questionId}/${action}`,
    { method: 'POST', body: JSON.stringify({ token, ...body }) },
  );
}
