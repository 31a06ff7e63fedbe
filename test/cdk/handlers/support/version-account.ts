import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ReceivedAnswer } from './answer-bucket.ts';

export const RUNTIME = 'shop-a1b2c3d4e5';
export const RUNTIME_ARN = `arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/${RUNTIME}`;
export const STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/Shop/1';

/** How a call of the runtime ends. */
export type Fate =
  /** Events of a host, one after the other. */
  | { readonly events: readonly (Readonly<Record<string, unknown>> & { readonly type: string })[] }
  /** Something else, of that type. */
  | { readonly answer: string; readonly type: string }
  /** AgentCore refuses, or has heard so of the container. */
  | { readonly error: string; readonly status: number; readonly message?: string }
  /** The connection is lost. */
  | 'lost'
  /** Nothing comes. */
  | 'silence';

/** One runtime, the stack that it is in and the place of answers to CloudFormation, as far as the function asks. */
export interface VersionAccount extends AsyncDisposable {
  readonly url: string;
  /** What was asked of AgentCore and CloudFormation, in order: an operation and what matters of its input. */
  readonly calls: readonly string[];
  /** The payloads that the runtime was called with. */
  readonly payloads: readonly string[];
  /** What CloudFormation was answered. */
  readonly answers: readonly ReceivedAnswer[];
}

/**
 * @param options.status of the stack
 * @param options.live versions of the endpoint DEFAULT, one for each look; the last one stays. `*` after one: it is UPDATING
 * @param options.fates of the calls, in order
 * @param options.denials how many requests are denied at first
 */
export async function startVersionAccount(options: {
  readonly status?: string;
  readonly live?: readonly string[];
  readonly fates?: readonly Fate[];
  readonly denials?: number;
}): Promise<VersionAccount> {
  const { status = 'UPDATE_IN_PROGRESS' } = options;
  const live = [...(options.live ?? ['2'])];
  const fates = [...(options.fates ?? [])];
  let denials = options.denials ?? 0;
  const calls: string[] = [];
  const payloads: string[] = [];
  const answers: ReceivedAnswer[] = [];

  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    const refuse = (error: string, code: number, message = error): void => {
      response.writeHead(code, { 'content-type': 'application/json', 'x-amzn-errortype': error });
      response.end(JSON.stringify({ message }));
    };
    if (request.method === 'PUT') {
      answers.push(JSON.parse(body));
      response.end();
      return;
    }
    if (denials > 0) {
      denials -= 1;
      if (pathname !== '/') return refuse('AccessDeniedException', 403, 'not authorized');
      response.writeHead(403, { 'content-type': 'text/xml' });
      response.end(
        '<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>',
      );
      return;
    }
    if (pathname === '/') {
      const name = new URLSearchParams(body).get('StackName');
      calls.push(`DescribeStacks ${name}`);
      response.setHeader('content-type', 'text/xml');
      response.end(stackAnswer(name === STACK ? status : 'GONE'));
      return;
    }
    if (/^\/runtimes\/[\w-]+\/runtime-endpoints\/DEFAULT\/$/.test(pathname)) {
      const [version = '', ...later] = live;
      if (later.length > 0) live.shift();
      calls.push(`GetAgentRuntimeEndpoint ${version}`);
      response.setHeader('content-type', 'application/json');
      const updating = version.endsWith('*');
      response.end(
        JSON.stringify({ liveVersion: version.replace('*', ''), status: updating ? 'UPDATING' : 'READY' }),
      );
      return;
    }
    const session = String(request.headers['x-amzn-bedrock-agentcore-runtime-session-id'] ?? '');
    const isMeant =
      decodeURIComponent(pathname).startsWith(`/runtimes/${RUNTIME_ARN}/`) &&
      searchParams.get('qualifier') === 'DEFAULT';
    if (!isMeant) return refuse('ResourceNotFoundException', 404, `No endpoint: ${request.url}`);
    if (session.length < 33) return refuse('ValidationException', 400, 'The session id is too short.');
    if (pathname.endsWith('/stopruntimesession')) {
      calls.push('StopRuntimeSession');
      response.end('{}');
      return;
    }
    calls.push('InvokeAgentRuntime');
    payloads.push(body);
    const fate = fates.shift() ?? 'silence';
    if (fate === 'lost') request.socket.destroy();
    else if (fate !== 'silence' && 'error' in fate) refuse(fate.error, fate.status, fate.message);
    else if (fate !== 'silence') answerAs(fate, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    payloads,
    answers,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function answerAs(fate: Exclude<Fate, string | { readonly error: string }>, response: ServerResponse): void {
  const isStream = 'events' in fate;
  response.writeHead(200, {
    'content-type': isStream ? 'text/event-stream; charset=utf-8' : fate.type,
    'x-amzn-requestid': 'request-7',
  });
  response.end(
    isStream
      ? fate.events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
      : fate.answer,
  );
}

function stackAnswer(status: string): string {
  const members = `<StackName>Shop</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>${status}</StackStatus>`;
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks><member>${members}</member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}
