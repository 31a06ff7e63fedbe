import { afterEach, describe, expect, test } from '@jest/globals';
import { checkResult } from '../../../lib/runtime/invocation-outcome.ts';
import { NovaAct, Workflow, workflow } from '../../../lib/sdk/index.ts';
import { runInHost } from '../../../lib/sdk/run/workflow-host.ts';
import { scriptedAgent } from '../../../lib/testing/index.ts';
import { type FaultyService, startFaultyService } from '../faulty-service.ts';

let service: FaultyService;

const start = async (faults: Parameters<typeof startFaultyService>[1] = {}) => {
  service = await startFaultyService(scriptedAgent([{ returns: 'done' }]), faults);
};
const options = (more: object = {}) => ({ definitionName: 'shop', endpoint: service.url, ...more });
const statuses = () => service.store.runs().map(({ status }) => status);

afterEach(async () => {
  await service[Symbol.asyncDispose]();
});

describe('a run that is canceled', () => {
  test('while it is created is FAILED, and its function is not called', async () => {
    await start({ CreateWorkflowRun: { delayMs: 200 } });
    const controller = new AbortController();
    const arrival = service.arrival('CreateWorkflowRun');
    let called = false;

    const run = Workflow.run(options({ signal: controller.signal }), () => {
      called = true;
    });
    run.catch(() => {});
    await arrival;
    controller.abort(new Error('enough'));

    await expect(run).rejects.toMatchObject({
      name: 'ActCanceledError',
      message: 'The run was canceled: enough',
    });
    expect({ called, statuses: statuses() }).toEqual({ called: false, statuses: ['FAILED'] });
  });

  test('cancels the run inside it', async () => {
    await start();
    const controller = new AbortController();

    const outer = Workflow.run(options({ signal: controller.signal }), () =>
      Workflow.run(options(), ({ signal }) => {
        controller.abort(new Error('enough'));
        expect(signal.aborted).toBe(true);
      }),
    );

    await expect(outer).rejects.toThrow('The run was canceled: enough');
    expect(statuses()).toEqual(['FAILED', 'FAILED']);
  });

  test('after succeed() is FAILED all the same', async () => {
    await start();
    const controller = new AbortController();
    const run = await Workflow.start(options({ signal: controller.signal }));
    run.succeed();
    controller.abort();

    await run.close();

    expect(statuses()).toEqual(['FAILED']);
  });
});

describe('the result and the status say the same', () => {
  test('a result that the host cannot pass on fails the run, but not the run inside it', async () => {
    await start();
    const host = { signal: new AbortController().signal, publish: () => {}, checkResult };

    const main = workflow(options(), async () => {
      const inner = await Workflow.run(options(), () => ({ price: 1n }));
      return { inner };
    });

    await expect(runInHost(host, main)).rejects.toThrow('(result.inner.price is a BigInt)');
    expect(statuses().sort()).toEqual(['FAILED', 'SUCCEEDED']);
  });

  test('a function that closes its own run gets no result', async () => {
    await start();

    await expect(Workflow.run(options(), (run) => run.close())).rejects.toThrow(
      'closed inside its own function',
    );

    expect(statuses()).toEqual(['FAILED']);
  });

  test('a function that throws something that is no error: the caller gets it, the run is FAILED', async () => {
    await start();
    const main = workflow(options(), () => Promise.reject('a string'));

    await expect(main()).rejects.toBe('a string');
    expect(statuses()).toEqual(['FAILED']);
  });
});

describe('a session of a run that ends', () => {
  test('while it is being started is given up, and its browser closed', async () => {
    await start({ CreateSession: 'hang' });
    let starting: Promise<unknown> | undefined;
    const arrival = service.arrival('CreateSession');

    await expect(
      Workflow.run(options(), async () => {
        starting = NovaAct.start().catch((error: unknown) => error);
        await arrival;
        throw new Error('something else failed');
      }),
    ).rejects.toThrow('something else failed');

    expect(await starting).toMatchObject({
      name: 'ActCanceledError',
      message: 'The start of the browser session was canceled: the run has ended',
    });
  });

  test('before it is started is refused', async () => {
    await start();
    const run = await Workflow.start(options());
    await run.close();

    await expect(NovaAct.start({ workflow: run })).rejects.toThrow(/The run .* has ended/);
  });

  test('a failure of one of browser and service does not wait for the other', async () => {
    await start({ CreateSession: 'hang' });
    const browser = { kind: 'local', open: () => Promise.reject(new Error('no browser today')) } as const;

    await expect(Workflow.run(options(), () => NovaAct.start({ browser }))).rejects.toMatchObject({
      name: 'StartFailed',
      message: 'The browser session could not be started: no browser today',
    });
  });
});

test('many runs by one signal leave no listener behind and cause no warning', async () => {
  await start();
  const { signal } = new AbortController();
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', onWarning);
  const before = process.listenerCount('SIGINT');

  for (let count = 0; count < 50; count += 1) await Workflow.run(options({ signal }), () => count);
  await Promise.all(Array.from({ length: 20 }, (_, index) => Workflow.run(options({ signal }), () => index)));

  process.off('warning', onWarning);
  expect(process.listenerCount('SIGINT')).toBeLessThanOrEqual(before);
  expect(warnings).toEqual([]);
});

test('a listener that rejects later breaks nothing', async () => {
  await start();
  const unhandled: unknown[] = [];
  const onUnhandled = (reason: unknown): void => void unhandled.push(reason);
  process.on('unhandledRejection', onUnhandled);

  await Workflow.run(options({ onProgress: () => Promise.reject(new Error('a bad listener')) }), () => 1);
  await new Promise((resolve) => setImmediate(resolve));

  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
});

test('static and private methods can be decorated, and a wrapped function keeps its `this`', async () => {
  await start();
  const decorate = workflow(options());
  class Shop {
    static readonly city = 'Oslo';
    readonly name = 'shop';
    @decorate
    static async where(): Promise<string> {
      return Shop.city;
    }
    @decorate
    async #secret(): Promise<string> {
      return this.name;
    }
    tell(): Promise<string> {
      return this.#secret();
    }
  }
  const object = {
    name: 'object',
    tell: workflow(options(), function (this: unknown) {
      return (this as { name: string }).name;
    }),
  };

  expect([await Shop.where(), await new Shop().tell(), await object.tell()]).toEqual([
    'Oslo',
    'shop',
    'object',
  ]);
});

describe('a run whose function', () => {
  test('throws after it called the run a success is FAILED', async () => {
    await start();

    const run = Workflow.run(options(), (workflow) => {
      workflow.succeed();
      throw new Error('after');
    });

    await expect(run).rejects.toThrow('after');
    expect(statuses()).toEqual(['FAILED']);
  });

  test.each<[string, () => unknown]>([
    ['a generator', function* () {}],
    ['an asynchronous generator', async function* () {}],
  ])('is %s, whose code would run later, is FAILED and says so', async (_, fn) => {
    await start();

    await expect(workflow(options(), fn)()).rejects.toThrow('cannot be a generator');
    expect(statuses()).toEqual(['FAILED']);
  });

  test('returns an iterable of values is SUCCEEDED', async () => {
    await start();

    expect(await Workflow.run(options(), () => new Set([1]))).toEqual(new Set([1]));
    expect(statuses()).toEqual(['SUCCEEDED']);
  });
});

test('what is no function is refused, with the way to write it', async () => {
  await start();

  expect(() => workflow(options(), undefined as never)).toThrow('was given undefined in place of a function');
});
