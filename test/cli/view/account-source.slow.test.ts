import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { writeOutputsFile } from '../../../lib/catalog/outputs-file.ts';
import { CommandTarget } from '../../../lib/cli/command-target.ts';
import { AccountSource } from '../../../lib/cli/view/account-source.ts';
import {
  CreateWorkflowDefinitionCommand,
  DeleteWorkflowRunCommand,
  UpdateActCommand,
  UpdateWorkflowRunCommand,
} from '../../../lib/service/index.ts';
import type { ActPlace } from '../../../lib/viewer/paths.ts';
import { startViewer } from '../../../lib/viewer/viewer-server.ts';
import { createAct, createRun } from '../../local/nova-act/local-service.ts';
import { mainText } from '../../viewer/main-text.ts';
import { PIXEL } from '../../viewer/sample-store.ts';
import { BUCKET, dataUrl, startViewedAccount, traceOf, type ViewedAccount } from './viewed-account.ts';

let account: ViewedAccount;
let source: AccountSource;
beforeAll(async () => {
  account = await startViewedAccount();
  source = new AccountSource(account.scope);
});
afterEach(() => {
  account.denied.clear();
  account.aws.setFailures([]);
});
afterAll(() => account?.[Symbol.asyncDispose]());

/** An act that has ended, and its run with it. */
async function endedAct(): Promise<ActPlace> {
  const act = await createAct(account.client, 'Return the heading');
  await account.client.send(new UpdateActCommand({ ...act, status: 'SUCCEEDED' }));
  await account.client.send(new UpdateWorkflowRunCommand({ ...act, status: 'SUCCEEDED' }));
  const { workflowDefinitionName: definitionName, workflowRunId: runId, sessionId, actId } = act;
  return { definitionName, runId, sessionId, actId };
}

const nameOf = ({ actId }: ActPlace): string => `act_${actId}_Return_the_heading_trajectory.json`;

describe('a run whose session has stored its traces', () => {
  let act: ActPlace;
  beforeAll(async () => {
    act = await endedAct();
    await account.putFile(act, nameOf(act), JSON.stringify(traceOf(act)));
    await account.putFile(act, `act_${act.actId}_Return_trace.zip`, 'of an act');
    await account.putFile(act, 'session_end_trace.zip', 'of the end');
    await account.putFile(act, 'acts/export.json', '{}');
  });

  test('has prompts and steps without pictures, and the pictures apart', async () => {
    const run = await source.run(act);
    const trace = run?.sessions[0]?.acts[0]?.trace;
    expect(trace).toMatchObject({
      prompt: 'Return the heading',
      steps: [{ image: 'picture', simplified_dom: '' }],
    });
    expect(await source.act(act)).toEqual(trace);
    expect(await source.picture(act, 1)).toEqual({ type: 'image/jpeg', bytes: PIXEL });
    expect(await source.picture(act, 2)).toBeUndefined();
    expect(run).toMatchObject({
      sessionCount: 1,
      actCount: 1,
      status: 'SUCCEEDED',
      modelId: 'nova-act-latest',
    });
  });

  test('names traces of Playwright, each where it belongs, and hands them out', async () => {
    const run = await source.run(act);
    const [name = ''] = run?.sessions[0]?.browserTraces ?? [];
    expect(name).toBe('session_end_trace.zip');
    expect(run?.sessions[0]?.acts[0]?.browserTrace).toBe(`act_${act.actId}_Return_trace.zip`);
    expect(Buffer.from((await source.browserTrace({ ...act, name })) ?? [])).toEqual(
      Buffer.from('of the end'),
    );
    expect(await source.browserTrace({ ...act, name: 'none_trace.zip' })).toBeUndefined();
  });

  test('is read again only as far as it may have changed', async () => {
    await source.run(act);
    account.calls.length = 0;
    await source.picture(act, 1);
    expect(account.calls).toEqual([]);
    await source.run(act);
    expect(account.calls).toContain('ListActs');
    expect(account.calls.filter((call) => call.includes('trajectory'))).toEqual([]);
  });

  test('is read no more once it has long ended, but it is asked whether it is there', async () => {
    const record = account.aws.store.run(act.runId);
    if (record === undefined) throw new Error('There is no run.');
    const longAgo = '2026-03-01T09:00:00.000Z';
    account.aws.store.saveRun({ ...record, startedAt: longAgo, endedAt: longAgo });
    const first = await source.run(act);
    account.calls.length = 0;
    expect(await source.run(act)).toEqual(first);
    expect(account.calls).toEqual(['GetWorkflowRun']);
    await account.client.send(
      new DeleteWorkflowRunCommand({ workflowDefinitionName: act.definitionName, workflowRunId: act.runId }),
    );
    expect((await source.run(act))?.status ?? 'DELETING').toBe('DELETING');
  });
});

describe('a run of which only local AWS has exported its acts', () => {
  const exported = async (act: ActPlace, trace: string, image = 'step-0001.jpg') => {
    const folder = `acts/${act.actId}`;
    await account.putFile(act, `${folder}/act.json`, trace);
    await account.putFile(act, `${folder}/${image}`, 'picture');
    await account.putFile(act, `${folder}/step_1.json`, '{}');
  };
  const rawNames = async (act: ActPlace) =>
    (await source.run(act))?.rawFiles.map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1));

  test('has its prompts and steps, with the pictures beside them; what else is there are raw files', async () => {
    const act = await endedAct();
    await exported(act, JSON.stringify(traceOf(act, {}, 'step-0001.jpg')));
    expect(await source.picture(act, 1)).toEqual({ type: 'image/jpeg', bytes: Buffer.from('picture') });
    const run = await source.run(act);
    const trace = run?.sessions[0]?.acts[0]?.trace;
    expect(trace).toMatchObject({ prompt: 'Return the heading', steps: [{ image: 'picture' }] });
    expect(await source.act(act)).toEqual(trace);
    expect(run?.unknown.join()).not.toContain('No trace');
    expect(await rawNames(act)).toEqual(['step_1.json']);
  });

  test('what its workflow has stored itself is preferred', async () => {
    const act = await endedAct();
    await exported(act, JSON.stringify(traceOf(act)));
    await account.putFile(act, nameOf(act), JSON.stringify(traceOf(act, { sdk_version: '2.0.0' })));
    expect((await source.act(act))?.sdk_version).toBe('2.0.0');
    expect((await source.run(act))?.sessions[0]?.acts[0]?.trace?.sdk_version).toBe('2.0.0');
  });

  test('what is in another form stays a raw file', async () => {
    const act = await endedAct();
    await exported(act, '{"steps":[]}');
    expect((await source.run(act))?.sessions[0]?.acts[0]?.trace).toBeUndefined();
    expect(await rawNames(act)).toEqual(['act.json', 'step-0001.jpg', 'step_1.json']);
  });

  test.each(['../step-0001.jpg', 'a/b.jpg', '.jpg', 'step.svg', 'none.jpg', 'act.json', 'a%2f.jpg'])(
    'a picture %s is not shown',
    async (image) => {
      const act = await endedAct();
      await exported(act, JSON.stringify(traceOf(act, {}, image)));
      await account.putFile(act, 'step-0001.jpg', 'of the session');
      await account.putFile(act, `acts/${act.actId}/step.svg`, '<svg/>');
      expect(await source.picture(act, 1)).toBeUndefined();
    },
  );
});

describe('what is not there is said, and the rest is shown', () => {
  test('acts without a trace', async () => {
    const act = await endedAct();
    const run = await source.run(act);
    expect(run?.sessions[0]?.acts).toMatchObject([{ id: act.actId, status: 'SUCCEEDED', trace: undefined }]);
    expect(run?.unknown).toEqual(
      expect.arrayContaining([
        expect.stringContaining(
          `No trace of act ${act.actId}: none in s3://${BUCKET}/shop/runs/${act.runId}/. Local AWS exports them at the end of acts of workflows that are deployed to it;`,
        ),
        expect.stringContaining('What it was called with: Nobody has noted an invocation'),
      ]),
    );
    expect(await source.act(act)).toBeUndefined();
  });

  test.each<[string, (act: ActPlace) => string, RegExp]>([
    ['is no JSON', () => '{"format":', /This is not the trace of an act/],
    ['lacks members', (act) => JSON.stringify({ ...traceOf(act), steps: null }), /damaged: steps is missing/],
    ['is of a later version', (act) => JSON.stringify({ ...traceOf(act), version: 9 }), /has version 9/],
    [
      'is nested deeper than anything can be written',
      (act) => JSON.stringify(traceOf(act)).replace('"Shop"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`),
      /is nested too deep to be shown/,
    ],
    [
      'is of another act',
      (act) => JSON.stringify(traceOf({ ...act, actId: randomUUID() })),
      /trace of another act/,
    ],
  ])('a trace that %s', async (_, body, why) => {
    const act = await endedAct();
    await account.putFile(act, nameOf(act), body(act));
    const run = await source.run(act);
    expect(run?.sessions[0]?.acts[0]?.trace).toBeUndefined();
    expect(run?.unknown.join('\n')).toMatch(why);
    await expect(source.act(act)).rejects.toThrow(why);
  });

  test('a picture that is none', async () => {
    const act = await endedAct();
    await account.putFile(act, nameOf(act), JSON.stringify(traceOf(act, {}, dataUrl('image/svg+xml'))));
    expect((await source.act(act))?.steps).toMatchObject([{ image: '' }]);
    expect(await source.picture(act, 1)).toBeUndefined();
  });

  test('a definition without a bucket, on AWS', async () => {
    const act = await endedAct();
    const { scope } = account;
    const target = Object.create(scope.target, { isLocal: { value: false }, url: { value: undefined } });
    const onAws = new AccountSource({ ...scope, target });
    expect(onAws.place.name).toBe('AWS account 000000000000 (us-east-1)');
    const run = await onAws.run(act);
    expect(target).toBeInstanceOf(CommandTarget);
    expect(run?.unknown.join('\n')).toContain('Traces: the workflow definition shop exports to no bucket');
    expect(run?.sessions).toMatchObject([{ acts: [{ status: 'SUCCEEDED' }] }]);
  });
});

describe('what the caller may not see is said, with the permission', () => {
  test.each([
    ['ListObjectsV2', /Traces in s3:\/\/nova-act-local-artifacts \(s3:ListBucket\): .*not authorized/],
    ['GetObject', /Trace of act .*not authorized to perform: GetObject/],
    ['GetWorkflowDefinition', /The artifact bucket: .*not authorized to perform: GetWorkflowDefinition/],
    ['ListSessions', /Its sessions: .*not authorized to perform: ListSessions/],
    ['ListActs', /Its acts: .*not authorized to perform: ListActs/],
  ])('%s', async (call, said) => {
    const act = await endedAct();
    await account.putFile(act, nameOf(act), JSON.stringify(traceOf(act)));
    account.denied.add(call);
    const run = await new AccountSource(account.scope).run(act);
    expect(run).toMatchObject({ id: act.runId, status: 'SUCCEEDED' });
    expect(run?.unknown.join('\n')).toMatch(said);
  });

  test('without any, there is no page, and it says what is needed', async () => {
    const act = await endedAct();
    account.denied.add('GetWorkflowRun').add('ListWorkflowDefinitions');
    const error = { name: 'AccountError', message: expect.stringMatching(/^Access denied: .*view --help/) };
    await expect(source.run(act)).rejects.toMatchObject(error);
    await expect(source.workflows()).rejects.toMatchObject(error);
  });

  test('credentials that are over end all of it, in any call', async () => {
    const act = await endedAct();
    account.aws.setFailures(['ListActs expired-token']);
    await expect(source.run(act)).rejects.toMatchObject({
      name: 'AccountError',
      message: expect.stringContaining('AWS refused the credentials'),
    });
  });
});

test('while AWS throttles, what was read a moment ago stays, and says so', async () => {
  const act = await endedAct();
  const [run, page] = [await source.run(act), await source.runs({ definitionName: 'shop' })];
  account.aws.setFailures(['ListActs throttle', 'ListWorkflowRuns throttle']);
  const again = await source.run(act);
  expect(again).toEqual({
    ...run,
    unknown: [expect.stringMatching(/^This is as of \S+Z, because: .*429/), ...(run?.unknown ?? [])],
  });
  expect(await source.runs({ definitionName: 'shop' })).toEqual({
    ...page,
    unseen: expect.stringMatching(/^This is as of /),
  });
  await expect(source.runs({ definitionName: 'shop', text: 'new' })).rejects.toMatchObject({
    name: 'AccountError',
  });
});

test('addresses that lead elsewhere are nothing, and nobody is asked', async () => {
  const act = await endedAct();
  account.calls.length = 0;
  const strange = ['..', '../other', 'a/b', '', '%2e%2e', act.runId.toUpperCase()];
  for (const text of strange) {
    expect(await source.run({ ...act, runId: text })).toBeUndefined();
    expect(await source.act({ ...act, sessionId: text })).toBeUndefined();
    expect(await source.picture({ ...act, actId: text }, 1)).toBeUndefined();
    expect(await source.browserTrace({ ...act, name: text })).toBeUndefined();
    expect(await source.placeOf(text)).toBeUndefined();
    expect(await source.invocation(text)).toBeUndefined();
  }
  for (const name of ['..', 'a/b', '', 'ä']) expect(await source.workflow(name)).toBeUndefined();
  expect(account.calls).toEqual([]);
});

test('runs and invocations are found by their ids, in whichever definition they are', async () => {
  const { workflowRunId: runId } = await createRun(account.client, 'other');
  const requestId = await account.note({ definitionName: 'other', runId }, { payload: { item: "it's" } });
  expect(await source.placeOf(runId)).toEqual({ definitionName: 'other', runId });
  expect(await source.placeOf(randomUUID())).toBeUndefined();
  expect(await source.invocation(requestId)).toMatchObject({
    definitionName: 'other',
    invocation: {
      runs: [{ definitionName: 'other', id: runId, status: 'RUNNING' }],
      againCommand: `npx nova-act-cdk runs rerun ${runId}`,
    },
  });
  expect(await source.invocation(randomUUID())).toBeUndefined();
});

test('of an invocation whose log group nobody names, that is said', async () => {
  const act = await endedAct();
  await account.note(act, { error: { name: 'ShopError', message: 'closed' }, status: 'FAILED' });
  const run = await source.run(act);
  expect(run?.invocation?.record).toMatchObject({ error: { name: 'ShopError' } });
  expect(run?.unknown.join('\n')).toMatch(
    /Log lines: which log group its runtime has is not known: .*--outputs-file\./,
  );
});

test('a log group is named of what was begun in AgentCore alone', async () => {
  const group = '/aws/bedrock-agentcore/runtimes/deployed-DEFAULT';
  writeOutputsFile({
    file: path.join(account.scope.context.projectRoot, 'cdk-outputs.json'),
    stacks: {
      Deployed: {
        RuntimeArn: 'arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/deployed-0123456789',
        WorkflowDefinitionName: 'deployed',
        RuntimeLogGroupName: group,
      },
    },
  });
  const { workflowRunId: runId } = await createRun(account.client, 'deployed');
  const place = { definitionName: 'deployed', runId };
  await account.note(place);
  expect((await source.run(place))?.invocation?.logFile).toBe(group);
  await account.note(place, { sessionId: undefined });
  const run = await source.run(place);
  expect(run?.invocation?.logFile).toBeUndefined();
  expect(run?.unknown.join()).toContain('Log lines: it was begun outside AgentCore');
});

test('only the definitions that were asked for are shown', async () => {
  const act = await endedAct();
  const other = await createRun(account.client, 'other');
  const only = new AccountSource(account.scope, { only: ['shop'] });
  expect((await only.workflows()).map(({ name }) => name)).toEqual(['shop']);
  expect(await only.workflow('other')).toBeUndefined();
  expect(await only.run({ definitionName: 'other', runId: other.workflowRunId })).toBeUndefined();
  expect((await only.runs({ definitionName: 'other' })).runs).toEqual([]);
  expect((await only.runs({})).runs.map(({ id }) => id)).toContain(act.runId);
});

test('lists promise and show only what AWS lists', async () => {
  await endedAct();
  await account.client.send(new CreateWorkflowDefinitionCommand({ name: 'unused' }));
  await using viewer = await startViewer({ source, port: 0 });
  const mainOf = async (page: string) => (await fetch(new URL(page, viewer.url))).text();
  const runs = await mainOf('/viewer/runs');
  expect(runs).toContain('placeholder="id or name"');
  expect(runs).toContain('<th>Duration</th></tr>');
  expect(mainText(await mainOf('/viewer/'))).toContain('unused No description. no runs');
  account.denied.add('ListWorkflowRuns');
  expect(await mainOf('/viewer/')).not.toContain('no runs');
});

test('workflows come with their newest run, the one of the latest activity first', async () => {
  const { workflowRunId } = await createRun(account.client, 'latest');
  const [first] = await source.workflows();
  expect(first).toMatchObject({
    name: 'latest',
    status: 'ACTIVE',
    lastRun: { id: workflowRunId, status: 'RUNNING' },
    recentRuns: [{ id: workflowRunId, status: 'RUNNING' }],
  });
});
