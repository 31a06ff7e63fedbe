/**
 * Nova Act with a fixed program instead of a model: an act whose prompt has the number N is N steps that click the button, and an answer.
 * What it is sent it counts and forgets, so that what a client takes is all that one sees. Also serves the pages of `pages.ts`.
 * It says its address on standard output, and under `/measured` what it has seen since it was asked last.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { agentCall } from '../../lib/agents/agent-call.ts';
import { BUTTON, htmlOf, isPageName } from './pages.ts';
import type { SeenAct } from './steps-service.ts';

const PROGRAM = [agentCall.click(BUTTON), agentCall.settle(), agentCall.look()];
const ANSWER = [agentCall.return('done')];

interface OpenAct extends SeenAct {
  readonly stepsWanted: number;
  readonly arrivedMs: number[];
  readonly bytes: number[];
  readonly pictureBytes: number[];
}

const acts = new Map<string, OpenAct>();
let seen: SeenAct[] = [];

const server = createServer(async (request, response) => {
  const path = request.url ?? '';
  const [, page = ''] = /^\/pages\/(.+)$/.exec(path) ?? [];
  if (isPageName(page)) return void response.setHeader('content-type', 'text/html').end(htmlOf(page));
  if (path === '/poll') return void response.end(String(Date.now()));
  const answer = await answerTo(path, request);
  if (typeof answer === 'string') response.setHeader('content-type', 'text/xml').end(answer);
  else
    response
      .setHeader('content-type', 'application/json')
      .writeHead(answer.status ?? 200)
      .end(JSON.stringify(answer.body));
});
// Clients that wait for seconds between two steps keep their connection.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));

async function answerTo(path: string, request: IncomingMessage): Promise<Answer | string> {
  const [, actOfStep] = /\/acts\/([^/]+)\/invoke-step\/?$/.exec(path) ?? [];
  if (actOfStep !== undefined) return { body: await step(actOfStep, request) };
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (path === '/measured') {
    const body = seen;
    seen = [];
    return { body };
  }
  if (path === '/') return CALLER;
  const created = request.method === 'PUT';
  if (created && /\/acts$/.test(path)) {
    const actId = randomUUID();
    const [count] = /\d+/.exec(JSON.parse(String(Buffer.concat(chunks))).task) ?? ['1'];
    const act: OpenAct = { actId, stepsWanted: Number(count), arrivedMs: [], bytes: [], pictureBytes: [] };
    acts.set(actId, act);
    return { status: 201, body: { actId, status: 'RUNNING' } };
  }
  if (created && /\/sessions$/.test(path)) return { status: 201, body: { sessionId: randomUUID() } };
  if (created && /\/workflow-runs$/.test(path))
    return { status: 201, body: { workflowRunId: randomUUID(), status: 'RUNNING' } };
  const [, ended] = /\/acts\/([^/]+)$/.exec(path) ?? [];
  const act = acts.get(ended ?? '');
  if (act !== undefined) {
    acts.delete(act.actId);
    const { actId, arrivedMs, bytes, pictureBytes } = act;
    seen.push({ actId, arrivedMs, bytes, pictureBytes });
  }
  return { body: {} };
}

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

async function step(actId: string, request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const act = acts.get(actId);
  if (act === undefined) throw new Error(`There is no act ${actId}.`);
  act.arrivedMs.push(performance.now());
  const body = Buffer.concat(chunks);
  act.bytes.push(body.length);
  act.pictureBytes.push(PICTURE.exec(body.toString('latin1'))?.[0].length ?? 0);
  const calls = act.arrivedMs.length > act.stepsWanted ? ANSWER : PROGRAM;
  return { stepId: randomUUID(), calls: calls.map((call) => ({ ...call, callId: randomUUID() })) };
}

const PICTURE = /data:image\/\w+;base64,[\w+/=]*/;

/** Of STS, which the Python SDK asks before it does anything. */
const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::000000000000:user/bench</Arn><UserId>AIDABENCH</UserId><Account>000000000000</Account></GetCallerIdentityResult>
<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
