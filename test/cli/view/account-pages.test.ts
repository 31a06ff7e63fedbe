import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { AccountSource } from '../../../lib/cli/view/account-source.ts';
import { UpdateActCommand, UpdateWorkflowRunCommand } from '../../../lib/service/index.ts';
import { viewerPaths } from '../../../lib/viewer/index.ts';
import type { ActPlace } from '../../../lib/viewer/paths.ts';
import { startViewer } from '../../../lib/viewer/viewer-server.ts';
import { createAct, createRun } from '../../local/nova-act/local-service.ts';
import { withEnvironment } from '../../service/environment.ts';
import { mainText } from '../../viewer/main-text.ts';
import { ask } from '../../viewer/viewer-server.ts';
import { callCommand } from '../call-command.ts';
import { startViewedAccount, traceOf, type ViewedAccount } from './viewed-account.ts';

let account: ViewedAccount;
/** Two runs that failed in their only act. */
let left: ActPlace;
let right: ActPlace;
beforeAll(async () => {
  account = await startViewedAccount();
  [left, right] = [await failedAct(), await failedAct()];
});
afterEach(() => {
  account.denied.clear();
});
afterAll(() => account?.[Symbol.asyncDispose]());

const paths = viewerPaths('/viewer');

async function failedAct(): Promise<ActPlace> {
  const act = await createAct(account.client, 'Return the heading');
  await account.client.send(new UpdateActCommand({ ...act, status: 'FAILED' }));
  await account.client.send(new UpdateWorkflowRunCommand({ ...act, status: 'FAILED' }));
  const { workflowDefinitionName: definitionName, workflowRunId: runId, sessionId, actId } = act;
  const place = { definitionName, runId, sessionId, actId };
  const error = { name: 'ShopError', message: 'There is no heading.' };
  await account.putFile(place, `act_${actId}_trajectory.json`, JSON.stringify(traceOf(place, { error })));
  await account.note(place, { status: 'FAILED', error });
  return place;
}

/** What pages say of an account where these calls are refused. */
async function read(denied: readonly string[], path: string): Promise<string> {
  for (const call of denied) account.denied.add(call);
  await using viewer = await startViewer({ source: new AccountSource(account.scope), port: 0 });
  const { text } = await ask(new URL(path, viewer.url).href);
  return mainText(text);
}

describe('what was not read is not counted', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['acts', ['ListActs'], /Work 1 session, acts not known/],
    ['sessions', ['ListSessions'], /Work sessions not known, 1 act/],
    ['both', ['ListSessions', 'ListActs'], /Work not known/],
  ])('%s', async (_, denied, work) => {
    for (const path of [paths.run(left), paths.report(left)]) {
      const said = await read(denied, path);
      expect(said).toMatch(work);
      expect(said).not.toMatch(/\b0 (?:acts|sessions)|[Nn]o acts?\b|No sessions/);
      expect(said).toContain('There is no heading.');
      expect(said).not.toContain('✕ ShopError outside of acts');
    }
  });

  test('nor compared', async () => {
    const said = await read(['ListActs'], paths.compare(left.runId, right.runId));
    expect(said).toContain('Acts cannot be compared: what was done in');
    expect(said).toMatch(/Acts not known/);
    expect(said).not.toMatch(/No act differs|Acts 0/);
  });

  test('nor denied: an act may be there', async () => {
    const said = await read(['ListActs', 'GetObject'], paths.act({ ...left, actId: right.actId }));
    expect(said).toMatch(/Whether there is such an act is not known .*not authorized to perform: ListActs/);
  });
});

test('the start page says of each workflow what could not be read', async () => {
  await createRun(account.client, 'other');
  const said = await read(['ListWorkflowRuns'], paths.definitions());
  expect(
    said.match(/Not known: Runs: User: \S+ is not authorized to perform: ListWorkflowRuns/g),
  ).toHaveLength(2);
});

test('a run whose reason was not read is not one without a reason', async () => {
  const said = await read(['GetObject'], paths.run(left));
  expect(said).toContain('No reason known');
  expect(said).not.toContain('reported that it failed, and not why');
});

test('a service that cannot be reached is no viewer', async () => {
  using _ = withEnvironment({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  const options = { projectRoot: account.scope.context.directory, environment: process.env };
  const { exitCode, stdout, stderr } = await callCommand(['view', '--port', '0'], options);
  expect(exitCode).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toContain('ECONNREFUSED 127.0.0.1:1');
});
