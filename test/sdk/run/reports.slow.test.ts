import { describe, expect, test } from '@jest/globals';
import { NovaAct, type ProgressEvent, Workflow } from '../../../lib/sdk/index.ts';
import { reportEnd } from '../../../lib/sdk/report-end.ts';
import { ConflictException, UpdateWorkflowRunCommand } from '../../../lib/service/index.ts';
import { scriptedAgent } from '../../../lib/testing/index.ts';
import { type ErrorAnswer, type Fault, startFaultyService, THROTTLED } from '../faulty-service.ts';

/** A run, with an act when its faults are of acts, against a service that fails as told. */
async function play(faults: Readonly<Record<string, Fault>>, work?: (run: Workflow) => Promise<unknown>) {
  await using service = await startFaultyService(scriptedAgent([{ returns: 'done' }]), faults);
  const events: ProgressEvent[] = [];
  const options = {
    definitionName: 'shop',
    endpoint: service.url,
    onProgress: (event: ProgressEvent) => events.push(event),
  };
  const act = async (): Promise<unknown> => {
    await using nova = await NovaAct.start();
    return (await nova.act('Look', { timeoutMs: 30_000 })).response;
  };
  const result = await Workflow.run(options, work ?? act).catch((error: unknown) => error);
  return {
    result,
    runs: service.store.runs().map(({ status }) => status),
    acts: service.store.acts().map(({ status }) => status),
    count: (operation: string) => service.arrivals(operation).length,
    ended: events.filter((event) => 'phase' in event && event.phase === 'ended' && 'status' in event),
    logs: events.flatMap((event) =>
      event.type === 'log' && event.level !== 'info' ? [[event.level, event.message]] : [],
    ),
  };
}

const twice = (fault: 'cut' | 'lost'): Fault => ({ times: 2, fault });
const invalid: ErrorAnswer = { status: 400, name: 'ValidationException', body: { reason: 'InvalidStatus' } };

describe('the end of a run and of an act is reported until the service knows it', () => {
  test.each(['cut', 'lost'] as const)('%s', async (fault) => {
    const played = await play({ UpdateWorkflowRun: twice(fault), UpdateAct: twice(fault) });

    expect(played).toMatchObject({ result: 'done', runs: ['SUCCEEDED'], acts: ['SUCCEEDED'] });
    expect([played.count('UpdateAct'), played.count('UpdateWorkflowRun')]).toEqual([3, 3]);
    expect(played.logs[0]).toEqual([
      'warn',
      expect.stringMatching(/^UpdateAct failed \(attempt 1: .*sent again/),
    ]);
  });

  test('a conflict after an answer that was lost is our own report', async () => {
    const lost = Object.assign(new Error('cut'), { code: 'ECONNRESET' });
    const conflict = new ConflictException({
      message: 'no',
      $metadata: {},
      resourceId: '',
      resourceType: '',
    });
    const report = (isLost: boolean): Promise<void> =>
      reportEnd({
        budgetMs: 1_000,
        endingBudgetMs: 1_000,
        ending: new AbortController().signal,
        onRepeat: () => {},
        send: async ({ onRepeat }) => {
          if (isLost) onRepeat?.({ error: lost, attempts: 1, delayMs: 0 });
          throw conflict;
        },
      });

    await expect(report(true)).resolves.toBeUndefined();
    await expect(report(false)).rejects.toBe(conflict);
  });

  test('a process that is ending has less time for it, also when it begins to end meanwhile', async () => {
    const ending = new AbortController();
    const startedAt = performance.now();
    const reporting = reportEnd({
      budgetMs: 60_000,
      endingBudgetMs: 200,
      ending: ending.signal,
      onRepeat: () => {},
      send: ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    ending.abort();

    await expect(reporting).rejects.toThrow('the time for the report is up');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('an end that the service could not be told', () => {
  test('is told to whoever listens, and takes no result away', async () => {
    const played = await play({ UpdateWorkflowRun: invalid, UpdateAct: invalid });

    expect(played).toMatchObject({ result: 'done', runs: ['RUNNING'], acts: ['RUNNING'] });
    expect(played.ended).toEqual([
      expect.objectContaining({ type: 'act', status: 'SUCCEEDED', reported: false }),
      expect.objectContaining({ type: 'run', status: 'SUCCEEDED', reported: false }),
    ]);
    expect(played.logs).toEqual([
      ['error', expect.stringContaining('could not be reported SUCCEEDED')],
      ['error', expect.stringContaining('could not be reported SUCCEEDED, and may stay RUNNING')],
    ]);
  });

  test('does not hide what the workflow has thrown', async () => {
    const { result } = await play({ UpdateWorkflowRun: invalid }, () => Promise.reject(new Error('own')));

    expect(result).toEqual(new Error('own'));
  });
});

describe('an end that the role may not report', () => {
  const denied: ErrorAnswer = { status: 403, name: 'AccessDeniedException' };

  test.each([
    ['UpdateAct', { runs: ['FAILED'], acts: ['RUNNING'] }],
    ['UpdateWorkflowRun', { runs: ['RUNNING'], acts: ['SUCCEEDED'] }],
  ])('fails the workflow, because no end of this role can be reported: %s', async (operation, expected) => {
    const played = await play({ [operation]: denied });

    expect(played).toMatchObject(expected);
    expect(played.result).toMatchObject({
      name: 'AuthError',
      message: expect.stringContaining('could not be reported SUCCEEDED'),
    });
    expect(played.ended.at(-1)).toMatchObject({ type: 'run', status: 'FAILED' });
    expect(played.ended.filter(({ type }) => type === 'act')).toHaveLength(1);
  });

  test('is told by close(), too', async () => {
    await using service = await startFaultyService(scriptedAgent([]), { UpdateWorkflowRun: denied });
    const run = await Workflow.start({ definitionName: 'shop', endpoint: service.url });
    run.succeed();

    await expect(run.close()).rejects.toThrow('could not be reported SUCCEEDED');
    await run.close();
  });

  test('does not hide what the workflow has thrown', async () => {
    const { result } = await play({ UpdateWorkflowRun: denied }, () => Promise.reject(new Error('own')));

    expect(result).toEqual(new Error('own'));
  });
});

test('who gets a result can rely on the run not having been ended as FAILED by someone else', async () => {
  const played = await play({}, async ({ client, definitionName, runId }) => {
    const key = { workflowDefinitionName: definitionName, workflowRunId: runId };
    await client.send(new UpdateWorkflowRunCommand({ ...key, status: 'FAILED' }));
    return 'result';
  });

  expect(played.result).toMatchObject({
    name: 'ActCanceledError',
    message: expect.stringContaining('had been ended by someone else'),
  });
  expect(played.ended).toEqual([expect.objectContaining({ status: 'FAILED' })]);
});

describe('a throttled call was not run, and is made again', () => {
  test('the creation of runs, sessions and acts, and steps', async () => {
    const operations = ['CreateWorkflowRun', 'CreateSession', 'CreateAct', 'InvokeActStep'];
    // More often than a client repeats by itself, where there is a budget of its own.
    const times = (name: string) => (name === 'CreateWorkflowRun' || name === 'InvokeActStep' ? 2 : 1);
    const faults = Object.fromEntries(
      operations.map((name) => [name, { times: times(name), fault: THROTTLED }]),
    );
    const played = await play(faults);

    expect(played).toMatchObject({ result: 'done', runs: ['SUCCEEDED'], acts: ['SUCCEEDED'] });
    expect(operations.map(played.count)).toEqual([3, 2, 2, 3]);
  });

  test('as long as the act has time; then the error says so', async () => {
    const { result, acts } = await play({ InvokeActStep: THROTTLED }, async () => {
      await using nova = await NovaAct.start();
      return await nova.act('Look', { timeoutMs: 2_000 });
    });

    expect(result).toMatchObject({
      name: 'ActTimeoutError',
      message: expect.stringContaining('The service had last answered 429: out of order'),
    });
    expect(acts).toEqual(['FAILED']);
  });

  test('creations whose answer was lost are made again, and make one thing only', async () => {
    const lost: Fault = { times: 1, fault: 'lost' };
    const played = await play({ CreateWorkflowRun: lost, CreateSession: lost, CreateAct: lost });

    expect(played).toMatchObject({ result: 'done', runs: ['SUCCEEDED'], acts: ['SUCCEEDED'] });
  });
});
