import { randomUUID } from 'node:crypto';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { CreateWorkflowRunCommand, NovaActClient } from '../../../lib/service/index.ts';
import { DEFINITION, startWithBareHost } from './bare-host.ts';

const clientInfo = { compatibilityVersion: 1 };

describe('when the process of a session has ended', () => {
  test('its runs and acts are failed at once and say why; those of other callers go on', async () => {
    await using bare = await startWithBareHost();
    const laptop = new NovaActClient({ endpoint: bare.aws.url, credentials: makeLocalCredentials() });
    const run = { workflowDefinitionName: DEFINITION, modelId: 'nova-act-latest', clientInfo };
    const { workflowRunId } = await laptop.send(new CreateWorkflowRunCommand(run));
    laptop.destroy();

    const { error, requestId } = await bare.call({ do: 'exit' });

    expect(error?.message).toMatch(
      /^The runtime's process ended with exit code 3 before it answered \(log: /,
    );
    const { store } = bare.aws;
    const reason = "The runtime's process ended with exit code 3 before it reported the end of the run";
    const failed = { status: 'FAILED', error: { message: reason }, endedAt: expect.any(String) };
    const [kept, ended] = store.runs();
    expect(kept).toMatchObject({ runId: workflowRunId, status: 'RUNNING' });
    expect(ended).toMatchObject(failed);
    expect(store.acts({ runId: ended?.runId ?? '' })).toMatchObject([failed]);
    expect(store.invocations.readByRequest(requestId)).toMatchObject({
      definitionName: DEFINITION,
      record: {
        status: 'FAILED',
        exit: 'ended with exit code 3',
        error: {
          name: 'SessionEnded',
          message: "The runtime's process ended with exit code 3 before it answered",
        },
        workflowRunIds: [ended?.runId],
        log: expect.stringMatching(/\.log$/),
      },
    });
  });

  test('an end that it reported before stays', async () => {
    await using bare = await startWithBareHost();
    const { error } = await bare.call({ do: 'late' });
    expect(error?.message).toMatch(/was ended by SIGKILL/);
    const { store } = bare.aws;
    expect(store.runs()).toMatchObject([{ status: 'SUCCEEDED' }]);
    // Nobody has reported the act.
    expect(store.acts()).toMatchObject([{ status: 'FAILED' }]);
  });

  test('because it was stopped, that is the reason', async () => {
    await using bare = await startWithBareHost();
    const runtimeSessionId = randomUUID();
    await bare.call({ do: 'run' }, { runtimeSessionId });
    await bare.stop(runtimeSessionId);
    expect(bare.aws.store.runs()).toMatchObject([
      { status: 'FAILED', error: { message: expect.stringMatching(/: the session was stopped$/) } },
    ]);
  });

  test('what it has sent before, and arrives late, changes nothing', async () => {
    await using bare = await startWithBareHost();
    const runtimeSessionId = randomUUID();
    const { text: accessKeyId, requestId } = await bare.call({ do: 'who' }, { runtimeSessionId });
    await bare.stop(runtimeSessionId);
    const send = async (service: string, pathname: string): Promise<number> => {
      const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/${service}/aws4_request, Signature=0`;
      const init = { method: 'PUT', headers: { authorization }, body: '{}' };
      return (await fetch(`${bare.aws.url}${pathname}`, init)).status;
    };
    expect(await send('nova-act', `/workflow-definitions/${DEFINITION}/workflow-runs`)).toBe(403);
    const key = `${DEFINITION}/invocations/${requestId}.json`;
    expect(await send('s3', `/nova-act-local-artifacts/${key}`)).toBe(403);
    expect(bare.aws.store.runs()).toEqual([]);
  });

  test('with local AWS, its runs have ended before the state is closed', async () => {
    await using bare = await startWithBareHost();
    await bare.call({ do: 'run' });
    const { store } = bare.aws;
    await bare.aws.close();
    expect(store.runs()).toMatchObject([
      { status: 'FAILED', error: { message: expect.stringMatching(/: local AWS was ended$/) } },
    ]);
  });
});

describe('when local AWS starts after one that was killed', () => {
  test('what its sessions left running is ended, and nothing else', async () => {
    await using bare = await startWithBareHost();
    const { requestId } = await bare.call({ do: 'run' });
    const [run] = bare.aws.store.runs();
    const record = bare.aws.store.invocations.readByRequest(requestId);
    if (run === undefined || record === undefined) throw new Error('nothing was kept');
    await bare.restart(() => {
      // As the killed server would have left it.
      const { runtimeSession: _session, invocationId: _invocation, ...old } = { ...run, runId: randomUUID() };
      const journal = path.join(bare.stateDir, 'nova-act/journal.jsonl');
      for (const left of [run, old]) appendFileSync(journal, `${JSON.stringify({ run: left })}\n`);
      const open = {
        ...record,
        record: { ...record.record, status: 'RUNNING' as const, endedAt: undefined },
      };
      bare.aws.store.invocations.write(open);
      writeFileSync(path.join(bare.stateDir, 'open-invocations', `${requestId}.json`), JSON.stringify(open));
    });
    const { store } = bare.aws;
    expect(store.run(run.runId)).toMatchObject({
      status: 'FAILED',
      error: { message: expect.stringMatching(/^Local AWS was ended/) },
    });
    expect(store.runs().filter(({ status }) => status === 'RUNNING')).toHaveLength(1);
    expect(store.invocations.readByRequest(requestId)?.record).toMatchObject({
      status: 'FAILED',
      error: { message: expect.stringMatching(/^Local AWS was ended/) },
      workflowRunIds: [run.runId],
    });
    expect(readdirSync(path.join(bare.stateDir, 'open-invocations'))).toEqual([]);
  });
});
