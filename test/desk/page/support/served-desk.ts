import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { deskPageScript } from '../../../../lib/bundle/desk-page-script.ts';
import { type AskedQuestion, type QuestionKey, questionLink } from '../../../../lib/contract/question.ts';
import { newSecret, secretHash } from '../../../../lib/contract/secret-hash.ts';
import type { TakeOverInput, TakeOverNews } from '../../../../lib/contract/take-over.ts';
import {
  answerDeskRequest,
  Desk,
  type DeskSignIn,
  deskPage,
  MemoryStore,
} from '../../../../lib/desk/index.ts';

/** A real desk with its page at `/human/`, behind a small server that can be told to go wrong, and a session that says what the test says. */
export async function serveDesk({ signIn }: ServedDeskOptions = {}): Promise<ServedDesk> {
  const clock = { aheadMs: 0 };
  const faults: DeskFaults = { next: undefined, log: [] };
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = new FakeIssuer(`${origin}/issuer`);
  const session = new ScriptedSession(server);
  const desk = new Desk({
    store: new MemoryStore(),
    now: () => Date.now() + clock.aheadMs,
    connect: async () => `${origin.replace('http', 'ws')}/session`,
  });
  const page = deskPage({
    script: deskPageScript(),
    connectTo: [origin.replace('http', 'ws')],
    signIn: signIn?.(origin),
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', origin);
    if (pathname === '/human/') return void response.writeHead(200, page.headers).end(page.html);
    if (pathname === '/frame')
      return void response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<iframe src="http://localhost:${new URL(origin).port}/human/"></iframe>`);
    if (pathname.startsWith('/issuer')) return void (await issuer.respond(request, response));
    const path = pathname.replace(/^\/human/, '');
    const body = await bodyOf(request);
    faults.log.push({ action: path.split('/').at(-1) ?? '', headers: request.headers });
    const fault = faults.next?.(path);
    if (fault === 'lost') return void request.socket.destroy();
    if (typeof fault === 'number') return void response.writeHead(fault).end('gateway');
    const token = request.headers.authorization?.replace('Bearer ', '');
    if (path.endsWith('/take') && signIn !== undefined && token !== issuer.token)
      return void response
        .writeHead(401, { 'content-type': 'application/json' })
        .end('{"message":"Unauthorized"}');
    const person = { identity: 'kim', subject: 'kim@example.com' };
    const answer = await answerDeskRequest(desk, {
      method: request.method ?? '',
      path,
      body,
      from: 'person',
      signedIn: token === undefined ? undefined : person,
    });
    if (fault === 'lostAfter') return void request.socket.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  return {
    origin,
    desk,
    clock,
    faults,
    issuer,
    session,
    ask: async (given = {}) => {
      const token = newSecret();
      const key = { definitionName: 'order-shoes', questionId: randomUUID() };
      await desk.ask(key, {
        kind: 'approve',
        message: 'May I buy the shoes for 80 €?\n\n• “Runner”, size 42\n• Delivery on Friday',
        pageUrl: 'https://shop.example/cart?item=runner-42&coupon=SPRING',
        workflowRunId: randomUUID(),
        sessionId: randomUUID(),
        actId: randomUUID(),
        expiresAt: Date.now() + clock.aheadMs + 600_000,
        tokenHash: secretHash(token),
        channel: { kind: 'runtime', runtimeSessionId: randomUUID() },
        ...given,
      });
      return { key, token, link: questionLink(`${origin}/human`, key, token) };
    },
    close: async () => {
      session.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface ServedDeskOptions {
  /** @param origin - of the server */
  readonly signIn?: ((origin: string) => DeskSignIn) | undefined;
}

export interface ServedDesk {
  readonly origin: string;
  readonly desk: Desk;
  /** How far the clock of the desk is before that of this machine. */
  readonly clock: { aheadMs: number };
  readonly faults: DeskFaults;
  readonly issuer: FakeIssuer;
  readonly session: ScriptedSession;
  ask(given?: Partial<AskedQuestion>): Promise<AskedLink>;
  close(): Promise<void>;
}

export interface AskedLink {
  readonly key: QuestionKey;
  readonly token: string;
  readonly link: string;
}

export interface DeskFaults {
  /** `lost`: before the desk has got it; `lostAfter`: after. A number: a status of a gateway. */
  next: ((path: string) => 'lost' | 'lostAfter' | number | undefined) | undefined;
  readonly log: { readonly action: string; readonly headers: IncomingMessage['headers'] }[];
}

/** The other end of a take-over. */
export class ScriptedSession {
  readonly inputs: TakeOverInput[] = [];
  readonly hellos: unknown[] = [];
  /** What is said after the hello. */
  greeting: readonly TakeOverNews[] = [{ type: 'ready' }];
  readonly #server: WebSocketServer;
  #socket: WebSocket | undefined;

  constructor(server: ReturnType<typeof createServer>) {
    this.#server = new WebSocketServer({ server, path: '/session' });
    this.#server.on('connection', (socket) => {
      this.#socket = socket;
      socket.once('message', (hello) => {
        this.hellos.push(JSON.parse(String(hello)));
        for (const news of this.greeting) this.say(news);
        socket.on('message', (input) => this.inputs.push(JSON.parse(String(input))));
      });
    });
  }

  say(news: TakeOverNews): void {
    this.#socket?.send(JSON.stringify(news));
  }

  /** The connection breaks. */
  cut(): void {
    this.#socket?.terminate();
  }

  close(): void {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }
}

/** Signs in whoever comes, by the code flow with PKCE. */
export class FakeIssuer {
  readonly url: string;
  readonly token = newSecret();
  /** What it sends people back with instead of a code. */
  refusal: string | undefined;
  /** What it was asked for last. */
  asked: Readonly<Record<string, string>> = {};
  #challenge = '';

  constructor(url: string) {
    this.url = url;
  }

  async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const json = (status: number, value: unknown): unknown =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (url.pathname.endsWith('/.well-known/openid-configuration')) {
      const endpoints = {
        authorization_endpoint: `${this.url}/authorize`,
        token_endpoint: `${this.url}/token`,
      };
      return void json(200, { issuer: this.url, ...endpoints });
    }
    if (url.pathname.endsWith('/authorize')) {
      this.asked = Object.fromEntries(url.searchParams);
      this.#challenge = url.searchParams.get('code_challenge') ?? '';
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      back.searchParams.set('state', url.searchParams.get('state') ?? '');
      if (this.refusal === undefined) back.searchParams.set('code', 'the-code');
      else back.searchParams.set('error', this.refusal);
      return void response.writeHead(302, { location: back.href }).end();
    }
    const form = new URLSearchParams(Buffer.from(await bodyOf(request)).toString());
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight = challenge === this.#challenge && form.get('code') === 'the-code';
    if (isRight) json(200, { access_token: this.token, token_type: 'Bearer', expires_in: 3_600 });
    else json(400, { error: 'invalid_grant' });
  }
}

/** A picture of a page, in parts. */
export function frameNews(
  frame: number,
  jpeg: Buffer,
  size: { width: number; height: number },
): readonly TakeOverNews[] {
  const text = jpeg.toString('base64');
  const parts = Math.ceil(text.length / PART_LENGTH);
  return Array.from({ length: parts }, (_, part) => ({
    ...{ type: 'frame', frame, part, parts, ...size },
    data: text.slice(part * PART_LENGTH, (part + 1) * PART_LENGTH),
  }));
}

const PART_LENGTH = 20_000;

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
