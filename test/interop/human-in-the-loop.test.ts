import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type BrowserContext, chromium, type Page, type Browser as PersonBrowser } from 'playwright-core';
import { findBrowser } from '../../lib/browser/find-browser.ts';
import { HEADER } from '../../lib/contract/headers.ts';
import {
  type AskedQuestion,
  type QuestionAction,
  type QuestionKey,
  questionPath,
} from '../../lib/contract/question.ts';
import { newSecret, secretHash } from '../../lib/contract/secret-hash.ts';
import {
  agentCall,
  type Scenario,
  type ServedPage,
  scriptedAgent,
  servePage,
  startScenario,
} from '../../lib/testing/index.ts';
import { ORDERS, playRace, possibleOutcomes } from '../desk/play-race.ts';
import { RACES } from '../desk/race-table.ts';
import { newAsking } from '../desk/support/asking.ts';
import { type DeployedDesk, deployDesk } from './human-in-the-loop/deployed-desk.ts';
import { DEFINITION, type RoleOutput } from './human-in-the-loop/desk-app.ts';
import type { PagedNotice } from './human-in-the-loop/pager.ts';
import {
  type SessionSocketServer,
  sessionIn,
  startSessionSocket,
} from './human-in-the-loop/session-socket.ts';
import { PERSON } from './human-in-the-loop/sign-in-stand-in.ts';
import { cleanEnvironment, type Printed, type Server, serve } from './support/processes.ts';
import { PREPARATION_MS } from './support/python.ts';

/**
 * A person steps in, over the parts as they are deployed: HTTP API, functions, table and topic, on an emulated account. The workflow
 * plays against local AWS for Nova Act, as there is no other.
 *
 * What the emulator does not have is not shown here: docs/human-in-the-loop.md, "What was run, and what was not".
 */
const AGENT_CORE = 'bedrock-agentcore.us-east-1.amazonaws.com';
const SHOP = `<title>Basket</title><h1>Shop</h1><input id=code aria-label=Code autofocus>
<script>code.oninput = () => { document.title = 'Code ' + code.value; };</script>`;
const PROGRAM = path.join(import.meta.dirname, 'human-in-the-loop', 'shop.ts');
/** What the person types. */
const CODE = 'zebra-quiver-81';
const MESSAGE = 'May I buy the red shoes for 80 EUR?';

process.env.CDK_VALIDATION = 'false';
let desk: DeployedDesk;
let novaAct: Scenario;
let shop: ServedPage;
let sessions: SessionSocketServer;
let people: PersonBrowser;
let context: BrowserContext;
let endRun: (() => void) | undefined;

beforeAll(async () => {
  const agent = scriptedAgent([
    { prompt: 'Buy', steps: [[agentCall.tool('human_Approve', { message: MESSAGE })]], returns: 'bought' },
    {
      prompt: 'Enter',
      steps: [[agentCall.look(), agentCall.tool('human_UiTakeover', { message: 'Enter the code.' })]],
      returns: 'done',
    },
  ]);
  [desk, novaAct, shop, sessions] = await Promise.all([
    deployDesk(),
    startScenario({ agent, setEnvironment: false }),
    servePage(SHOP),
    startSessionSocket(AGENT_CORE),
  ]);
  people = await chromium.launch({
    executablePath: findBrowser().executablePath,
    // What the page connects to by the name of AgentCore comes to this machine, and only that.
    args: [
      `--host-resolver-rules=MAP ${AGENT_CORE}:443 127.0.0.1:${sessions.port}`,
      '--ignore-certificate-errors',
    ],
  });
}, PREPARATION_MS);

afterAll(async () => {
  endRun?.();
  await people?.close();
  await Promise.all([desk, novaAct, shop, sessions].map((each) => each?.[Symbol.asyncDispose]()));
});

afterEach(async () => {
  await context?.close();
});

/** What a process of the workflow has in its environment. */
const environment = (): Record<string, string> => ({
  ...desk.environment,
  AWS_ENDPOINT_URL_NOVA_ACT: novaAct.aws.url,
  NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
});

/** Runs the workflow in a process of its own, to its end; it is told to end with the tests. */
async function runShop(prompt: string): Promise<Printed & { readonly exitCode: number | null }> {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, 'run', shop.url, prompt], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(environment()),
  });
  endRun = () => child.kill();
  const ended = once(child, 'close');
  const [stdout, stderr, [exitCode]] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { stdout, stderr, exitCode };
}

/** The notice of a run; a run that ends without one says why. */
async function noticeOf(run: Promise<unknown>): Promise<PagedNotice> {
  const ended = run.then((result) => {
    throw new Error(`It ended before anybody was told: ${JSON.stringify(result)}`);
  });
  return await Promise.race([desk.pager.next(), ended]);
}

/** A telephone. */
async function openOnTelephone(link: string): Promise<Page> {
  context = await people.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(link);
  return page;
}

function linkParts(link: string): { readonly key: QuestionKey; readonly token: string } {
  const [definitionName = '', questionId = '', token = ''] = new URL(link).hash.slice(1).split('/');
  return { key: { definitionName, questionId }, token };
}

const press = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('button', { name, exact: true }).click();
};
const says = async (page: Page, text: string): Promise<void> => {
  await page.getByText(text).first().waitFor();
};

/** Asks as a workflow would. */
async function ask(given: Partial<AskedQuestion> = {}) {
  const asking = newAsking({ expiresAt: Date.now() + 600_000, ...given });
  const key = { ...asking.key, definitionName: DEFINITION };
  expect(await statusOf(desk.asWorkflow('PUT', key, asking.asked))).toBe(200);
  return { ...asking, key };
}

const statusOf = async (answer: Promise<Response>): Promise<number> => (await answer).status;

describe('a workflow asks for approval', () => {
  let run: Awaited<ReturnType<typeof runShop>>;
  let notice: PagedNotice;
  let width: number;
  const secrets: string[] = [];
  beforeAll(async () => {
    const running = runShop('Buy');
    notice = await noticeOf(running);
    const page = await openOnTelephone(notice.link);
    page.on('request', (request) => {
      const sent: unknown = JSON.parse(request.postData() ?? '{}');
      const { token, claim, nonce } = Object(sent);
      secrets.push(...[token, claim, nonce].filter((secret) => typeof secret === 'string'));
    });
    await says(page, MESSAGE);
    width = await page.evaluate(() => document.documentElement.scrollWidth);
    await page.getByLabel('Your name').fill('Kim');
    await press(page, 'Approve');
    // What is tapped twice in haste approves nothing.
    await page.waitForTimeout(450);
    await press(page, 'Yes, approve');
    await says(page, 'The workflow has got it');
    run = await running;
  });

  test('people are told by the topic of the stack, with the link and without what the agent says', () => {
    expect(notice.topicArn).toBe(desk.topicArn);
    expect(notice.link).toMatch(/\/#shop-workflow\/[0-9a-f-]{36}\/[\w-]{43}$/);
    expect(notice.subject + notice.text).not.toContain(MESSAGE);
    expect(notice.subject).toContain(DEFINITION);
  });

  test('one says yes on a telephone, and the run goes on by it', async () => {
    expect(width).toBe(390);
    expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('{"title":"Basket"}') });
    const state = await (await desk.asWorkflow('GET', linkParts(notice.link).key)).json();
    expect(state).toMatchObject({ status: 'answered', answer: { value: 'yes', by: { name: 'Kim' } } });
  });

  test('the page keeps its headers: no frame, no store, no other place to connect to', async () => {
    const { headers } = await fetch(`${desk.api.url}/`);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`connect-src 'self' ${desk.signIn.issuer} wss://${AGENT_CORE};`);
  });

  test('whatever opens links, as scanners of mail do, answers nothing', async () => {
    const { key, token } = await ask();
    for (const action of ['read', 'answer', 'take', 'withdraw'] as const) {
      const url = `${desk.api.url}${questionPath(key, action)}?token=${token}&answer=yes`;
      for (const method of ['GET', 'HEAD']) expect(await statusOf(fetch(url, { method }))).toBe(404);
    }
    expect(await (await desk.asWorkflow('GET', key)).json()).toMatchObject({ status: 'open' });
  });

  test('the link is spent: what was asked is not told any more, and another answer is refused', async () => {
    const { key, token } = linkParts(notice.link);
    const read = await (await desk.asPerson('read', key, { token })).text();
    expect(read).toContain('"status":"answered"');
    expect(read).not.toContain(MESSAGE);
    const again = await desk.asPerson('answer', key, { token, answer: 'no' });
    expect([again.status, (await again.json()).error.code]).toEqual([409, 'Answered']);
  });

  test('tokens are nowhere: hashes in the table, nothing in logs, addresses, headers and output', async () => {
    const { token } = linkParts(notice.link);
    expect(secrets).toContain(token);
    const stored = await desk.tableText();
    expect(stored).toContain(secretHash(token));
    const elsewhere = [await desk.logText(), JSON.stringify(desk.api.requests), run.stdout, run.stderr];
    for (const text of [stored, ...elsewhere])
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  });

  test('the question and its picture are deleted by the table, a week after the end', async () => {
    const items: { readonly pk: { S: string }; readonly ttl: { N: string }; readonly sk: { S: string } }[] =
      JSON.parse(await desk.tableText());
    const { key } = linkParts(notice.link);
    const own = items.filter(({ pk }) => pk.S === `${key.definitionName}/${key.questionId}`);
    expect(own.map(({ sk }) => sk.S).sort()).toEqual(['picture', 'question']);
    for (const { ttl } of own) {
      const days = (Number(ttl.N) - Date.now() / 1000) / 86_400;
      expect(days > 6.9 && days < 8).toBe(true);
    }
  });
});

describe('a workflow asks somebody to take over', () => {
  const sessionId = `session-${randomUUID()}`;
  let host: Server & { readonly url: string };
  let result: Promise<unknown>;
  let notice: PagedNotice;
  beforeAll(async () => {
    const server = await serve(process.execPath, ['--import', 'tsx', PROGRAM, 'serve'], environment());
    const url = `http://127.0.0.1:${Object(server.ready).port}`;
    host = { ...server, url };
    sessions.leadTo(url.replace('http', 'ws'));
    result = fetch(`${url}/invocations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [HEADER.sessionId]: sessionId },
      body: JSON.stringify({ startingPage: shop.url, prompt: 'Enter' }),
    }).then((answer) => answer.text());
    notice = await noticeOf(result);
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
  });

  test.each<[string, () => Promise<string | undefined>]>([
    ['no token', async () => undefined],
    ['what is no token', async () => 'Kim'],
    ['a token that another key has signed', () => desk.signIn.token({ key: 'another' })],
    ['a token for another audience', () => desk.signIn.token({ aud: 'another-page' })],
    ['a token of another issuer', () => desk.signIn.token({ iss: 'https://id.example.com' })],
    ['a token that has expired', () => desk.signIn.token({ expiresInSeconds: -60 })],
    ['a token that is not valid yet', () => desk.signIn.token({ nbf: Date.now() / 1000 + 600 })],
  ])('taking over is refused with %s, before the function', async (_name, token) => {
    const { key, token: link } = linkParts(notice.link);
    const bearer = await token();
    const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const answer = await desk.asPerson('take', key, { token: link, claim: newSecret() }, headers);
    expect([answer.status, await answer.json()]).toEqual([401, { message: 'Unauthorized' }]);
  });

  test('a sign-in alone is not enough: without the token of the link, nobody learns of the question', async () => {
    const { key } = linkParts(notice.link);
    const headers = { authorization: `Bearer ${await desk.signIn.token()}` };
    const answer = await desk.asPerson('take', key, { token: newSecret(), claim: newSecret() }, headers);
    expect([answer.status, (await answer.json()).error.code]).toEqual([404, 'UnknownLink']);
  });

  test('there is no way to sessions of another workflow', async () => {
    const { key, token } = linkParts(notice.link);
    const headers = { authorization: `Bearer ${await desk.signIn.token()}` };
    const other = { ...key, definitionName: 'another-workflow' };
    expect(await statusOf(desk.asPerson('take', other, { token, claim: newSecret() }, headers))).toBe(404);
  });

  test('who has signed in gets an address of that session alone, for 300 s at most', async () => {
    const runtimeSessionId = randomUUID();
    const { key, token } = await ask({ kind: 'takeOver', channel: { kind: 'runtime', runtimeSessionId } });
    const headers = { authorization: `Bearer ${await desk.signIn.token()}` };
    const answer = await desk.asPerson('take', key, { token, claim: newSecret() }, headers);
    const { url } = await answer.json();
    const address = new URL(url);
    expect(address.origin).toBe(`wss://${AGENT_CORE}`);
    expect(address.pathname).toBe(`/runtimes/${encodeURIComponent(desk.runtimeArn)}/ws`);
    expect(sessionIn(address)).toBe(runtimeSessionId);
    expect(address.searchParams.get('qualifier')).toBe(desk.endpointName);
    expect(address.searchParams.get('X-Amz-Credential')).toContain(
      '/us-east-1/bedrock-agentcore/aws4_request',
    );
    const seconds = Number(address.searchParams.get('X-Amz-Expires'));
    expect(seconds > 0 && seconds <= 300).toBe(true);
    const state = await (await desk.asWorkflow('GET', key)).json();
    expect(state.holder).toMatchObject({ by: { subject: PERSON.email }, claimHash: expect.any(String) });
  });

  test('a person signs in on the page, has the browser, and gives it back', async () => {
    const page = await openOnTelephone(notice.link);
    await press(page, 'Sign in');
    await press(page, 'I am Kim');
    await page.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) > 300);
    await page.getByPlaceholder('Tap here to type').click();
    await page.keyboard.insertText(CODE);
    await page.waitForTimeout(500);
    await press(page, 'Give back: done');
    await page.waitForTimeout(450);
    await press(page, 'Give back');
    await says(page, 'Your answer is recorded');

    expect(await result).toContain(`Code ${CODE}`);
    expect(sessions.came.map((address) => sessionIn(address))).toEqual([sessionId]);
    const state = await (await desk.asWorkflow('GET', linkParts(notice.link).key)).json();
    expect(state.answer).toMatchObject({ value: 'yes', by: { subject: PERSON.email } });
  });

  test('neither the token of the sign-in nor what the person typed is stored or logged', async () => {
    const texts = [await desk.tableText(), await desk.logText()];
    // They are what they are taken for.
    expect(texts[0]).toContain('claimHash');
    expect(texts[1]).toContain('START RequestId');
    for (const text of texts) {
      expect(text).not.toContain(CODE);
      // How tokens of the provider begin.
      expect(text).not.toContain((await desk.signIn.token()).slice(0, 30));
    }
  });
});

describe('what IAM refuses', () => {
  test.each<[string, 'GET' | 'PUT' | 'POST', QuestionAction | undefined]>([
    ['asks', 'PUT', undefined],
    ['looks how a question stands', 'GET', undefined],
    ['withdraws', 'POST', 'withdraw'],
  ])('nobody %s without a signature', async (_name, method, action) => {
    const { key, asked } = await ask();
    const body = method === 'GET' ? null : JSON.stringify(action === undefined ? asked : { reason: 'No.' });
    const url = desk.api.url + questionPath(key, action);
    expect(await statusOf(fetch(url, { method, body }))).toBe(403);
    // Nor with a token of the sign-in: the function takes nobody for a workflow whom API Gateway does not name.
    const authorization = `Bearer ${await desk.signIn.token()}`;
    expect(await statusOf(fetch(url, { method, body, headers: { authorization } }))).toBe(404);
    expect(await (await desk.asWorkflow('GET', key)).json()).toMatchObject({ status: 'open' });
  });
});

describe('what the policies that are deployed say, as the emulator reads them', () => {
  const socket = 'bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream';
  const question = (method: string, definitionName: string, action?: QuestionAction): string => {
    const at = questionPath({ definitionName, questionId: randomUUID() }, action);
    return `arn:aws:execute-api:us-east-1:${desk.account}:${desk.apiId}/$default/${method}${at}`;
  };
  test.each<[RoleOutput, string, string, () => string, string]>([
    ['WorkflowRole', 'asks', 'execute-api:Invoke', () => question('PUT', DEFINITION), 'allowed'],
    ['WorkflowRole', 'looks', 'execute-api:Invoke', () => question('GET', DEFINITION), 'allowed'],
    [
      'WorkflowRole',
      'withdraws',
      'execute-api:Invoke',
      () => question('POST', DEFINITION, 'withdraw'),
      'allowed',
    ],
    ['WorkflowRole', 'tells people', 'sns:Publish', () => desk.topicArn, 'allowed'],
    [
      'WorkflowRole',
      'asks for another workflow',
      'execute-api:Invoke',
      () => question('PUT', 'other'),
      'implicitDeny',
    ],
    [
      'WorkflowRole',
      'looks at those of another',
      'execute-api:Invoke',
      () => question('GET', 'other'),
      'implicitDeny',
    ],
    ['WorkflowRole', 'reads the table', 'dynamodb:GetItem', () => desk.tableArn, 'implicitDeny'],
    ['WorkflowRole', 'connects to a browser', socket, () => desk.runtimeArn, 'implicitDeny'],
    ['DeskRole', 'reads a question', 'dynamodb:GetItem', () => desk.tableArn, 'allowed'],
    ['DeskRole', 'lists questions', 'dynamodb:Scan', () => desk.tableArn, 'implicitDeny'],
    ['DeskRole', 'connects to a browser', socket, () => desk.runtimeArn, 'implicitDeny'],
    ['TakeOverRole', 'connects to its browser', socket, () => desk.runtimeArn, 'allowed'],
    ['TakeOverRole', 'connects to another', socket, () => `${desk.runtimeArn}0`, 'implicitDeny'],
    ['TakeOverRole', 'tells people', 'sns:Publish', () => desk.topicArn, 'implicitDeny'],
  ])('%s %s', async (role, _what, action, resource, decision) => {
    expect(await desk.decisionOf(role, action, resource())).toBe(decision);
  });
});

describe('the desk on the table that is deployed', () => {
  const rows = RACES.flatMap((race) => ORDERS.map((order) => [race.name, order.name, race, order] as const));

  test(`of two at once one wins, and the other one is told: ${RACES.length} races in ${ORDERS.length} orders`, async () => {
    const wrong: unknown[] = [];
    const waiting = rows.values();
    const play = async (): Promise<void> => {
      for (const [race, order, ...given] of waiting) {
        const { outcome, first } = await playRace(...given, desk.store);
        const possible = possibleOutcomes(given[0], first);
        if (!possible.some((each) => isDeepStrictEqual(each, outcome)))
          wrong.push({ race, order, outcome, possible });
      }
    };
    await Promise.all([play(), play(), play(), play()]);
    expect(wrong).toEqual([]);
  });

  test('of 60 guessed tokens none reads, answers or takes over, and all get the answer of a question that is not there', async () => {
    const { key, token, asked } = await ask({ kind: 'takeOver' });
    const { token: another } = await ask({ kind: 'takeOver' });
    const near = [...token].map(
      (letter, at) => token.slice(0, at) + (letter === 'A' ? 'B' : 'A') + token.slice(at + 1),
    );
    const guesses = [
      ...near,
      another,
      asked.tokenHash,
      token.toLowerCase(),
      '',
      ...Array.from({ length: 13 }, newSecret),
    ];
    expect(new Set(guesses).size).toBe(60);
    const headers = { authorization: `Bearer ${await desk.signIn.token()}` };
    const claim = newSecret();
    const absent = { ...key, questionId: randomUUID() };
    const unknown = await (await desk.asPerson('read', absent, { token })).text();
    const before = await desk.store.read(key);
    for (const [index, guess] of guesses.entries()) {
      const action = (['read', 'answer', 'take'] as const)[index % 3] ?? 'read';
      const body = { token: guess, ...{ read: {}, answer: { answer: 'no' }, take: { claim } }[action] };
      const answer = await desk.asPerson(action, key, body, action === 'take' ? headers : {});
      expect([action, guess, answer.status, await answer.text()]).toEqual([action, guess, 404, unknown]);
    }
    expect(await desk.store.read(key)).toEqual(before);
    expect(await statusOf(desk.asPerson('take', key, { token, claim }, headers))).toBe(200);
  });
});
