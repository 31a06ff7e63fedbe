import { describe, expect, test } from '@jest/globals';
import type { AskedQuestion } from '../../lib/contract/question.ts';
import { newSecret, secretHash } from '../../lib/contract/secret-hash.ts';
import { LocalDesk } from '../../lib/local/human/local-desk.ts';
import { LocalQuestions } from '../../lib/local/human/local-questions.ts';
import { QuestionFiles } from '../../lib/local/human/question-files.ts';
import { RuntimeSessions } from '../../lib/local/runtime-sessions.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { mainText } from './main-text.ts';
import { ACT, addAct, DEFINITION, RUN, SESSION, storeWithRun } from './sample-store.ts';
import { serveViewer } from './viewer-server.ts';

const paths = viewerPaths('/viewer');
const run = { definitionName: DEFINITION, runId: RUN };
const key = { definitionName: DEFINITION, questionId: '44444444-4444-4444-8444-444444444444' };

/** The viewer of a run that waits for a person. */
async function waitingRun(details: Partial<AskedQuestion> = {}) {
  const sample = storeWithRun({ status: 'RUNNING', endedAt: undefined });
  addAct(sample.store);
  const questions = new QuestionFiles({ stateDir: sample.directory });
  const desk = new LocalDesk({ questions, runtimeSessions: new RuntimeSessions() });
  const token = newSecret();
  const asked: AskedQuestion = {
    kind: 'approve',
    message: 'May I <pay> 20 EUR?',
    pageUrl: '',
    ...{ workflowRunId: RUN, sessionId: SESSION, actId: ACT },
    expiresAt: Date.now() + 600_000,
    tokenHash: secretHash(token),
    ...details,
  };
  await desk.at('127.0.0.1').ask(key, asked);
  const server = await serveViewer(sample.store, { questions: new LocalQuestions(desk) });
  return {
    ...{ server, token },
    desk: desk.at('127.0.0.1'),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      sample[Symbol.dispose]();
    },
  };
}

const textOf = async ({ server }: Awaited<ReturnType<typeof waitingRun>>, path: string) =>
  mainText((await server.get(path)).text);

describe('while a question waits for a person', () => {
  test.each([
    ['the first page', paths.definitions()],
    ['the page of all runs', paths.runs()],
    ['the page of the workflow', paths.definition(DEFINITION)],
  ])('%s says so, and leads to its run', async (_page, path) => {
    await using waiting = await waitingRun();

    expect(await textOf(waiting, path)).toContain(
      '1 question waits for a person getting-started-workflow, run 11111111',
    );
    expect((await waiting.server.get(path)).text).toContain(`${paths.run(run)}#question-${key.questionId}`);
  });

  test('the page of another workflow does not', async () => {
    await using waiting = await waitingRun();
    expect(await textOf(waiting, paths.runs({ workflow: 'other' }))).not.toContain('May I');
  });

  test('the run has it, with its act, since when and until when', async () => {
    await using waiting = await waitingRun();

    expect(await textOf(waiting, paths.run(run))).toMatch(
      /Waits for a person Asks for an approval act 1 May I <pay> 20 EUR\? Asked .*, waits until .*\. Answer /,
    );
    expect(await textOf(waiting, paths.run(run))).not.toContain('may have ended');
  });

  test('the run says who has taken over', async () => {
    const channel = { kind: 'loopback', url: 'ws://127.0.0.1:9/' } as const;
    await using waiting = await waitingRun({ kind: 'takeOver', channel });
    await waiting.desk.take(key, { token: waiting.token, claim: newSecret(), name: 'Ada' });

    expect(await textOf(waiting, paths.run(run))).toMatch(
      /take over the browser .* Ada \(as typed, not verified\) has taken over\. Take over or answer/,
    );
  });

  test('a page that shows the run is told when it is answered', async () => {
    await using waiting = await waitingRun();
    const leave = new AbortController();
    const { body } = await fetch(`${waiting.server.url}${paths.events(run)}`, { signal: leave.signal });
    const reader = body?.getReader();
    const next = async () => new TextDecoder().decode((await reader?.read())?.value);
    expect(await next()).toBe('retry: 1000\n\n');

    await waiting.desk.answer(key, { token: waiting.token, answer: 'yes' });

    expect(await next()).toBe('data: changed\n\n');
    leave.abort();
  });
});

describe('what became of a question', () => {
  test('is told with who, when and what, and whether the workflow has got it', async () => {
    await using waiting = await waitingRun();
    const { desk, token } = waiting;
    await desk.answer(key, { token, answer: 'no', name: 'Ada', comment: 'too dear' });

    expect(await textOf(waiting, paths.definitions())).not.toContain('waits for a person');
    expect(await textOf(waiting, paths.run(run))).toMatch(
      /What people were asked Asked for an approval .* Ada \(as typed, not verified\) refused , .*“too dear” Its workflow has not got the answer yet\./,
    );
    await desk.state(key);
    expect(await textOf(waiting, paths.run(run))).not.toContain('has not got the answer');
  });

  test('is told when nobody waits any more', async () => {
    await using waiting = await waitingRun();
    await waiting.desk.withdraw(key, 'the act was stopped');
    expect(await textOf(waiting, paths.run(run))).toContain(
      'Nobody waits for the answer any more: the act was stopped',
    );
  });
});

describe('the button of a question', () => {
  const action = paths.answerQuestion(key);
  const tokenIn = (page: string): string => /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const press = async ({ server }: Awaited<ReturnType<typeof waitingRun>>, headers = {}, form?: string) => {
    const page = await server.get(paths.run(run));
    expect(page.headers['referrer-policy']).toBe('same-origin');
    return server.send(action, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/x-www-form-urlencoded' },
        ...{ origin: server.url, 'sec-fetch-site': 'same-origin' },
        ...headers,
      },
      body: new URLSearchParams({ token: form ?? tokenIn(page.text) }).toString(),
    });
  };

  test('leads to the page of the desk, with a link of its own that answers', async () => {
    await using waiting = await waitingRun();

    const { status, headers } = await press(waiting);

    expect(status).toBe(303);
    const [, link = ''] =
      /^\/human\/#getting-started-workflow\/[^/]+\/([\w-]{43})$/.exec(String(headers.location)) ?? [];
    expect(link).not.toBe(waiting.token);
    expect(await waiting.desk.answer(key, { token: link, answer: 'yes' })).toMatchObject({
      status: 'answered',
    });
  });

  test('pressed twice is one link', async () => {
    await using waiting = await waitingRun();
    const form = tokenIn((await waiting.server.get(paths.run(run))).text);

    const [first, second] = [await press(waiting, {}, form), await press(waiting, {}, form)];

    expect(first.headers.location).toBe(second.headers.location);
  });

  test.each([
    [
      'another site sends',
      { 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' },
      undefined,
    ],
    ['another port sends', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }, undefined],
    ['has a token that is not ours', {}, 'made-up.token'],
  ])('is refused when %s it', async (_who, headers, form) => {
    await using waiting = await waitingRun();
    const refused = await press(waiting, headers, form);
    expect({ status: refused.status, location: refused.headers.location }).toEqual({
      status: 403,
      location: undefined,
    });
  });

  test('says so when nobody waits any more', async () => {
    await using waiting = await waitingRun();
    const form = tokenIn((await waiting.server.get(paths.run(run))).text);
    await waiting.desk.withdraw(key, 'the act was stopped');

    const { status, text } = await press(waiting, {}, form);

    expect(status).toBe(409);
    expect(mainText(text)).toMatch(/^This question cannot be answered/);
  });
});

describe('the run as one file', () => {
  const report = async (waiting: Awaited<ReturnType<typeof waitingRun>>) =>
    (await waiting.server.get(paths.report(run))).text;

  test('says who answered what, when and why, beside the act that is in it', async () => {
    await using waiting = await waitingRun();
    const { desk, token } = waiting;
    await desk.answer(key, { token, answer: 'no', name: 'Ada', comment: 'too dear' });
    await desk.state(key);

    const file = await report(waiting);

    expect(mainText(file)).toMatch(
      /What people were asked Asked for an approval act 1 May I <pay> 20 EUR\? Ada \(as typed, not verified\) refused , .*“too dear”/,
    );
    expect(file).toContain('<a class="small" href="#details-1">act 1</a>');
    expect(file).toContain('<section class="act" id="details-1">');
  });

  test('says that it waits for a person, and has no way to answer', async () => {
    await using waiting = await waitingRun();

    const file = await report(waiting);

    expect(mainText(file)).toMatch(/Waits for a person .* Asked .*, waits until /);
    expect(file).not.toMatch(/<form|<button|<input/);
    expect(file).not.toContain(waiting.token);
  });
});

test('where questions are not known, a run that waits says so', async () => {
  using sample = storeWithRun({ status: 'RUNNING', endedAt: undefined });
  addAct(sample.store, { status: 'PENDING_HUMAN_ACTION' });
  await using server = await serveViewer(sample.store);

  for (const path of [paths.run(run), paths.report(run)])
    expect(mainText((await server.get(path)).text)).toContain('What is asked is not known here');
});
