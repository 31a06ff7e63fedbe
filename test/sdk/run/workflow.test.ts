import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { currentWorkflow, type ProgressEvent, Workflow, workflow } from '../../../lib/sdk/index.ts';
import { type Scenario, scriptedAgent, startLocalAws, startScenario } from '../../../lib/testing/index.ts';

let service: Scenario;

beforeEach(async () => {
  service = await startScenario({ agent: scriptedAgent([{ returns: 'done' }]) });
});

afterEach(async () => {
  await service[Symbol.asyncDispose]();
});

const options = (more: object = {}) => ({ definitionName: 'shop', endpoint: service.aws.url, ...more });
const statuses = () => service.aws.store.runs().map(({ status }) => status);

describe('Workflow.run', () => {
  test('gives what the function returns, and the run is SUCCEEDED', async () => {
    const result = await Workflow.run(options(), async (run) => ({ seen: currentWorkflow() === run }));

    expect(result).toEqual({ seen: true });
    expect(statuses()).toEqual(['SUCCEEDED']);
  });

  test('throws what the function throws, and the run is FAILED', async () => {
    const failure = new Error('the shop is closed');

    await expect(Workflow.run(options(), () => Promise.reject(failure))).rejects.toBe(failure);

    expect(statuses()).toEqual(['FAILED']);
  });

  test('the run is RUNNING in between, with the model and the log group that were asked for', async () => {
    await Workflow.run(options({ modelId: 'nova-act-latest', logGroupName: '/shop/runs' }), () => {
      expect(service.aws.store.runs()).toMatchObject([
        {
          status: 'RUNNING',
          requestedModelId: 'nova-act-latest',
          logGroupName: '/shop/runs',
          clientInfo: { compatibilityVersion: 1 },
        },
      ]);
    });
  });

  test('an aborted run is FAILED, even if the function returns', async () => {
    const controller = new AbortController();

    const run = Workflow.run(options({ signal: controller.signal }), () =>
      controller.abort(new Error('no longer needed')),
    );

    await expect(run).rejects.toMatchObject({
      name: 'ActCanceledError',
      message: 'The run was canceled: no longer needed',
    });
    expect(statuses()).toEqual(['FAILED']);
  });

  test('a signal that is aborted already creates no run', async () => {
    await expect(Workflow.run(options({ signal: AbortSignal.abort() }), () => 1)).rejects.toMatchObject({
      name: 'ActCanceledError',
    });

    expect(statuses()).toEqual([]);
  });

  test('its events can be read and listened to; the last one says which traces are not stored', async () => {
    let events: AsyncIterable<ProgressEvent> | undefined;
    const heard: unknown[] = [];
    await Workflow.run(options(), (run) => {
      events = run.events();
      run.on('run', ({ unstored }) => heard.push(unstored));
      run.unstored('act_1.html could not be stored');
    });

    const seen: string[] = [];
    for await (const { type } of events ?? []) seen.push(type);
    expect(seen).toEqual(['log', 'run']);
    expect(heard).toEqual([['act_1.html could not be stored']]);
  });

  test('runs may be nested, and each has its own end', async () => {
    await Workflow.run(options(), async (outer) => {
      await expect(Workflow.run(options(), () => Promise.reject(new Error('inner')))).rejects.toThrow(
        'inner',
      );
      expect(currentWorkflow()).toBe(outer);
    });

    expect(statuses().sort()).toEqual(['FAILED', 'SUCCEEDED']);
  });

  test('tells what happens, and a listener that throws breaks nothing', async () => {
    const events: ProgressEvent[] = [];

    await Workflow.run(
      options({
        onProgress: (event: ProgressEvent) => {
          events.push(event);
          throw new Error('a bad listener');
        },
      }),
      () => undefined,
    );

    expect(events).toMatchObject([
      { type: 'run', phase: 'started', status: 'RUNNING', definitionName: 'shop' },
      { type: 'run', phase: 'ended', status: 'SUCCEEDED' },
    ]);
  });
});

describe('when the run cannot be started', () => {
  test('an unknown definition is a StartFailed that says how to create it', async () => {
    await using aws = await startLocalAws();
    await expect(
      Workflow.run({ definitionName: 'nowhere', endpoint: aws.url }, () => 1),
    ).rejects.toMatchObject({
      name: 'StartFailed',
      message: expect.stringContaining('Create the workflow definition "nowhere" first'),
    });
  });

  test('a name that the service cannot take is refused before anything is called', async () => {
    await expect(
      Workflow.run({ definitionName: 'no spaces', endpoint: 'http://127.0.0.1:1' }, () => 1),
    ).rejects.toMatchObject({
      name: 'ValidationFailed',
      message: expect.stringContaining('definitionName is "no spaces"'),
    });
  });

  test('a service that does not answer is a StartFailed with its cause', async () => {
    await expect(
      Workflow.run({ definitionName: 'shop', endpoint: 'http://127.0.0.1:1' }, () => 1),
    ).rejects.toMatchObject({
      name: 'StartFailed',
      message: expect.stringContaining('could not be reached'),
      cause: { name: 'ActAPIError', retryable: true },
    });
  });
});

describe('Workflow.start', () => {
  test('without succeed() the run is FAILED at the end of the scope', async () => {
    {
      await using run = await Workflow.start(options());
      expect(run.definitionName).toBe('shop');
    }

    expect(statuses()).toEqual(['FAILED']);
  });

  test('with succeed() it is SUCCEEDED, reported once', async () => {
    const run = await Workflow.start(options());
    run.succeed();

    await Promise.all([run.close(), run.close()]);

    expect(statuses()).toEqual(['SUCCEEDED']);
  });
});

describe('workflow()', () => {
  test('as a wrapper keeps arguments and result, and each call is a run', async () => {
    const add = workflow(options(), (left: number, right: number) => left + right);

    const sum: number = await add(1, 2);

    expect([sum, await add(3, 4)]).toEqual([3, 7]);
    expect(statuses()).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  test('as a decorator keeps `this`, and an asynchronous method is awaited before the run ends', async () => {
    const decorate = workflow(options());
    class Shop {
      readonly name = 'corner shop';
      @decorate
      async greet(whom: string): Promise<string> {
        await Promise.resolve();
        expect(statuses()).toEqual(['RUNNING']);
        return `${this.name} greets ${whom}`;
      }
    }

    const greeting: string = await new Shop().greet('Ada');

    expect(greeting).toBe('corner shop greets Ada');
    expect(statuses()).toEqual(['SUCCEEDED']);
  });
});
