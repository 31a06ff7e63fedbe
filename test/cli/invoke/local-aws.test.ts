import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localEnvironment } from '../../../lib/local/local-environment.ts';
import { noteRunning } from '../../../lib/local/running-local-aws.ts';
import { DEFINITION, startWithBareHost } from '../../local/agentcore/bare-host.ts';
import { callInvoke } from './call-invoke.ts';

let bare: Awaited<ReturnType<typeof startWithBareHost>>;
beforeAll(async () => {
  bare = await startWithBareHost();
});
afterAll(() => bare[Symbol.asyncDispose]());

async function invoke(payload: unknown, args: { readonly json?: boolean; readonly async?: boolean } = {}) {
  const environment = localEnvironment(bare.aws.url);
  return callInvoke({ workflow: bare.arn, payload: JSON.stringify(payload), ...args }, { environment });
}

const lastRun = () => bare.aws.store.runs().at(-1)?.runId ?? '';
const isServed = async (url: string): Promise<boolean> => (await fetch(url)).status === 200;

describe('when a workflow is invoked on local AWS', () => {
  test('and its process ends within the stream, run, viewer and the way it ended are told', async () => {
    const { exitCode, stdout, stderr } = await invoke({ do: 'stream-exit' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    const viewer = `${bare.aws.viewerUrl}runs/${lastRun()}`;
    expect(stderr.split('\n').slice(4)).toEqual([
      expect.stringMatching(
        /^The workflow failed \(SessionEnded\): The runtime's process ended with exit code 3 before it answered \(log: \/.*\.log\)$/,
      ),
      `  run      ${lastRun()}`,
      `  viewer   ${viewer}`,
      '',
    ]);
    expect(await isServed(viewer)).toBe(true);
  });

  test('without a run, the page of the invocation is told, also with --json', async () => {
    const { exitCode, stdout } = await invoke({ do: 'stream' }, { json: true });
    const told = JSON.parse(stdout).data;
    expect({ exitCode, told }).toEqual({
      exitCode: 0,
      told: expect.objectContaining({
        result: 'there',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        workflowRunIds: [],
        viewerUrl: `${bare.aws.viewerUrl}invocations/${told.requestId}`,
        logFile: expect.stringMatching(/\.log$/),
      }),
    });
    expect(await isServed(told.viewerUrl)).toBe(true);
  });

  test('a workflow that is not deployed there is no question for CloudFormation, which is not there', async () => {
    const { exitCode, stderr } = await callInvoke(
      { workflow: 'getting-started' },
      { environment: localEnvironment(bare.aws.url) },
    );
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/"getting-started" is not deployed to local AWS: .* give --outputs-file/),
    });
  });

  test('the log is told on success, too', async () => {
    const { exitCode, stderr } = await invoke({ do: 'answer', value: 1 });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.stringMatching(/\nSucceeded in .*\n {2}viewer {3}http.*\n {2}log {6}\/.*\.log\n$/),
    });
  });

  test('a question for what the workflow has not is no invocation to look at', async () => {
    const id = `${randomUUID()}.${randomUUID()}`;
    const environment = localEnvironment(bare.aws.url);
    const { exitCode, stderr, stdout } = await callInvoke(
      { workflow: bare.arn, wait: id, json: true },
      { environment },
    );
    expect({ exitCode, stderr: stderr.split('\n').slice(4) }).toEqual({
      exitCode: 2,
      stderr: [expect.stringMatching(/^Error: .* has no invocation /), ''],
    });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'InvocationNotFound' },
      data: { failure: 'misconfigured', viewerUrl: null, logFile: null },
    });
  });

  test('an answer that is an error tells the page, too', async () => {
    const { exitCode, stdout, stderr } = await invoke({ do: 'refuse' }, { json: true });
    const { error, data } = JSON.parse(stdout);
    const { requestId, viewerUrl } = data;
    expect({ exitCode, error: error.code }).toEqual({ exitCode: 1, error: 'InvocationInProgress' });
    expect(stderr).toContain(`  viewer   ${bare.aws.viewerUrl}invocations/${requestId}\n`);
    expect(await isServed(viewerUrl)).toBe(true);
  });

  test('asynchronously, its page is told at once, and the end of its process is its end', async () => {
    const started = await invoke({ do: 'background' }, { async: true, json: true });
    const { id, viewerUrl, sessionId } = JSON.parse(started.stdout).data;
    expect(viewerUrl).toBe(`${bare.aws.viewerUrl}invocations/${id.split('.')[1]}`);
    await bare.stop(sessionId);

    const environment = localEnvironment(bare.aws.url);
    const waited = await callInvoke({ workflow: bare.arn, wait: id, json: true }, { environment });
    expect(waited.exitCode).toBe(1);
    expect(JSON.parse(waited.stdout)).toMatchObject({
      error: { message: expect.stringMatching(/before it answered: the session was stopped$/) },
      data: { workflowRunIds: [lastRun()], viewerUrl: `${bare.aws.viewerUrl}runs/${lastRun()}` },
    });
  });
});

describe('with --local', () => {
  const args = (more: object = {}) => ({
    ...{ workflow: bare.arn, payload: '{"do":"answer","value":1}', local: true },
    ...{ stateDir: bare.aws.stateDir, json: true, ...more },
  });

  test('the local AWS of the project is called, whatever the environment says, and where is said first', async () => {
    const leave = noteRunning(bare.aws.stateDir, { url: bare.aws.url, region: 'us-east-1' });
    const { stdout, stderr } = await callInvoke(args(), {
      environment: {
        AWS_PROFILE: 'nobody',
        AWS_ENDPOINT_URL: 'https://127.0.0.1:9',
        AWS_REGION: 'eu-west-1',
      },
    });
    leave();
    expect(stderr.split('\n')[0]).toBe(`Target: local AWS at ${bare.aws.url}`);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      data: { result: 1, target: { kind: 'local', url: bare.aws.url } },
    });
  });

  test.each([
    ['no local AWS runs', {}, 'No local AWS runs for this project (state folder '],
    ['a profile is named', { profile: 'shop' }, '--profile was given with --local.'],
    ['only its folder is named', { local: false }, '--state-dir was given without --local.'],
  ])('%s: exit 2, and AWS is not called in its place', async (_, more, said) => {
    const { exitCode, stdout } = await callInvoke(args(more), {
      environment: localEnvironment(bare.aws.url),
    });
    expect({ exitCode, error: JSON.parse(stdout).error }).toMatchObject({
      exitCode: 2,
      error: { code: 'TargetError', message: expect.stringContaining(said) },
    });
  });
});

describe('the pages that it leads to', () => {
  test('say why a run failed, with payload, session, request and log, and nothing of it is markup', async () => {
    const { requestId } = await bare.call({ do: 'fail', note: '<b>', token: 'sesame' });
    const page = await (await fetch(`${bare.aws.viewerUrl}runs/${lastRun()}`)).text();
    const report = await (
      await fetch(`${bare.aws.viewerUrl}definitions/${DEFINITION}/runs/${lastRun()}/report.html`)
    ).text();
    for (const text of [page, report]) {
      expect(text).toContain('<h3>ShopError</h3><pre>the &#60;shop&#62; is closed</pre>');
      expect(text).toContain('&#34;note&#34;: &#34;&#60;b&#62;&#34;');
      expect(text).toContain('&#34;token&#34;: &#34;[secret]&#34;');
      expect(text).toContain(requestId);
      expect(text).toMatch(/logs\/.*\.log/);
    }
    expect(page).toContain(`href="/viewer/invocations/${requestId}"`);
    const invocation = await (await fetch(`${bare.aws.viewerUrl}invocations/${requestId}`)).text();
    expect(invocation).toContain(`/runs/${lastRun()}`);
  });
});
