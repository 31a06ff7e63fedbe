import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AnswerBody } from '../../../../lib/contract/question.ts';
import { type ActError, NovaAct, readActTrace, Workflow, webHuman } from '../../../../lib/sdk/index.ts';
import { progressLine } from '../../../../lib/sdk/run/console-progress.ts';
import {
  agentCall,
  type Scenario,
  scriptedAgent,
  servePage,
  startScenario,
} from '../../../../lib/testing/index.ts';
import { notifier } from './support/asking.ts';
import { answerBy, type DeskServer, startDesk } from './support/desk-server.ts';

const approve = agentCall.tool('human_Approve', { message: 'May I pay 12 €?' });
let service: Scenario;
let page: Awaited<ReturnType<typeof servePage>>;
let desk: DeskServer;
const logsDirectory = mkdtempSync(path.join(os.tmpdir(), 'web-human-'));
beforeAll(async () => {
  [service, page, desk] = await Promise.all([
    startScenario({ agent: scriptedAgent([{ prompt: 'Pay', steps: [[approve]], returns: 'paid' }]) }),
    servePage('<h1>Shop</h1>'),
    startDesk(),
  ]);
});
afterAll(async () => {
  await Promise.all([service.close(), page.close(), desk[Symbol.asyncDispose]()]);
  rmSync(logsDirectory, { recursive: true });
});

/** An act whose question is answered so, with what is on record of it. */
async function actAnswered(given: Omit<AnswerBody, 'token'> | 'broken' | undefined, timeoutMs = 60_000) {
  const from = service.events.length;
  const pager = notifier(async ({ link }) => {
    if (given === 'broken') throw new Error('the pager is out');
    if (given !== undefined) await answerBy(link, given);
  });
  const human = { ...webHuman({ url: desk.url, notify: pager }), timeoutMs };
  let end: Pick<ActError, 'name' | 'message' | 'metadata'> | undefined;
  await service.run(() =>
    Workflow.run({ definitionName: 'shop', human, logsDirectory }, async () => {
      await using nova = await NovaAct.start({ startingPage: page.url });
      end = await nova.act('Pay').then(
        ({ metadata }) => ({ name: 'SUCCEEDED', message: '', metadata }),
        (error: ActError) => error,
      );
    }),
  );
  const { trajectory: file = '', page: pageFile = '' } = end?.metadata?.traceFiles ?? {};
  const trajectory = readFileSync(file, 'utf8');
  const report = readFileSync(pageFile, 'utf8');
  const call = readActTrace(trajectory)
    .steps.flatMap(({ program }) => program.calls)
    .find(({ name }) => name === 'human_Approve');
  const events = service.events.slice(from);
  return {
    end,
    call,
    report: report.replace(/<[^>]+>/g, ''),
    question: events.filter((event) => event.type === 'human').at(-1),
    everything: JSON.stringify([events, end]) + trajectory + report,
    token: pager.notices[0]?.link.split('/').at(-1),
  };
}

test('who has approved, when and with what words is in events, trace, page and terminal; the link is nowhere', async () => {
  const { end, call, report, question, everything, token } = await actAnswered({
    answer: 'yes',
    name: 'Ana',
    comment: 'once <only>',
  });

  expect(end?.name).toBe('SUCCEEDED');
  expect(question).toMatchObject({
    phase: 'answered',
    answer: 'yes',
    by: { name: 'Ana' },
    comment: 'once <only>',
    answeredAt: expect.stringMatching(/T.*Z$/),
  });
  expect(call?.human).toEqual({
    request_id: question?.requestId,
    phase: 'answered',
    answer: 'yes',
    by: { name: 'Ana' },
    comment: 'once <only>',
    answered_at: question?.answeredAt,
    wait_s: (question?.waitMs ?? 0) / 1000,
  });
  expect(report).toMatch(
    /approved by Ana \(as typed, not verified\) at .*, after .*s: “once &#60;only&#62;”/,
  );
  expect(question && progressLine(question)).toMatch(
    /^ +Ana \(as typed, not verified\) approved after .*s: "once <only>"$/,
  );
  expect(token).toHaveLength(43);
  expect(everything).not.toContain(token);
});

test('a refusal, too', async () => {
  const { end, call, report } = await actAnswered({ answer: 'no', name: 'Bo' });

  expect(end?.name).toBe('ApproveCanceledError');
  expect(call?.human).toMatchObject({ phase: 'answered', answer: 'no', by: { name: 'Bo' } });
  expect(report).toMatch(/not approved by Bo \(as typed, not verified\)/);
});

test('nobody could be told: the act fails, says by what, and the link is nowhere', async () => {
  const { end, call, everything, token } = await actAnswered('broken');

  expect([end?.name, end?.message]).toEqual([
    'ActToolError',
    expect.stringMatching(
      /^human\.approve failed: pager could not tell people: the pager is out\. The question was withdrawn/,
    ),
  ]);
  expect(call?.human).toMatchObject({ phase: 'withdrawn' });
  expect(everything).not.toContain(token);
});

test('a desk that could not be asked: nobody says that nobody answered', async () => {
  desk.failures.push({ of: 'GET', always: true, status: 500 });
  desk.failures.push({ of: 'POST', in: '/withdraw', always: true, status: 500 });
  const { end, call, report, question } = await actAnswered({ answer: 'yes' }, 1_000);
  desk.failures.length = 0;

  expect([end?.name, end?.message]).toEqual([
    'HumanRequestExpiredError',
    expect.stringMatching(
      /^Whether anybody answered human\.approve within 1000 ms is not known .* was not heard since 20\d\d-.*Z: HTTP 500.*Nothing was approved\. /,
    ),
  ]);
  expect(question).toMatchObject({ phase: 'expired', unheardSince: expect.stringMatching(/T.*Z$/) });
  expect(call?.human).toMatchObject({ phase: 'expired', unheard_since: question?.unheardSince });
  expect(report).toMatch(/whether anybody answered is not known, after/);
  expect(question && progressLine(question)).toMatch(
    /whether anybody answered is not known after .*s: the desk/,
  );
});

test('an answer that was heard too late to count is on record as that', async () => {
  desk.failures.push({ of: 'GET', always: true, hangs: true });
  desk.failures.push({ of: 'POST', in: '/withdraw', status: 500, delayMs: 200 });
  const { end, call, report, question } = await actAnswered({ answer: 'yes', name: 'Ana' }, 1_000);
  desk.failures.length = 0;

  expect([end?.name, end?.message]).toEqual([
    'HumanRequestExpiredError',
    expect.stringMatching(/somebody has answered "yes", which was heard too late to count/),
  ]);
  expect(question).toMatchObject({ phase: 'expired', answer: 'yes', by: { name: 'Ana' } });
  expect(call?.human).toMatchObject({ phase: 'expired', answer: 'yes' });
  expect(report).toMatch(/too late to count: approved by Ana/);
});

test.each([1_000, 2_000])('nobody has answered within %d ms, and that is known', async (timeoutMs) => {
  const { end, question } = await actAnswered(undefined, timeoutMs);

  expect(end?.message).toMatch(new RegExp(`^Nobody answered human\\.approve within ${timeoutMs} ms`));
  expect(question).toMatchObject({ phase: 'expired' });
  expect(question).not.toHaveProperty('unheardSince');
});
