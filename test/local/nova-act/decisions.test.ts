import { EventEmitter, once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { type Agent, type AgentCall, type AgentInput, agentCall } from '../../../lib/agents/index.ts';
import { type Deferred, deferred } from '../../../lib/core/async.ts';
import {
  DeleteWorkflowDefinitionCommand,
  DeleteWorkflowRunCommand,
  type NovaActClient,
  UpdateActCommand,
  UpdateWorkflowRunCommand,
} from '../../../lib/service/index.ts';
import { createAct, createRun, openingStep, sendStep, startLocalService } from './local-service.ts';

type Thought = Deferred<readonly AgentCall[]> & { readonly signal: AbortSignal };

/** An agent that thinks until the test tells it the answer, and does not heed its signal. */
class Thinker implements Agent {
  readonly name = 'thinker';
  readonly thoughts: Thought[] = [];
  readonly #events = new EventEmitter();

  decide({ signal }: AgentInput): Promise<readonly AgentCall[]> {
    const thought = { ...deferred<readonly AgentCall[]>(), signal };
    this.thoughts.push(thought);
    this.#events.emit('thought');
    return thought.promise;
  }

  /** The thought with this number, when it is there. */
  async thought(index: number): Promise<Thought> {
    for (;;) {
      const thought = this.thoughts[index];
      if (thought !== undefined) return thought;
      await once(this.#events, 'thought');
    }
  }

  async answer(index: number, text = 'done'): Promise<void> {
    (await this.thought(index)).resolve([agentCall.return(text)]);
  }
}

const returning = (text: string) => ({
  status: 200,
  body: { calls: [expect.objectContaining({ name: 'return', input: [text] })], stepId: expect.any(String) },
});

describe('while the agent decides on a step', () => {
  test('another request for the act is refused, and the first gets its answer', async () => {
    const agent = new Thinker();
    await using service = await startLocalService({ agent });
    const act = await createAct(service.client);
    const { input } = openingStep(act);
    const first = sendStep(service.url, input, 'one');
    await agent.thought(0);

    expect(await sendStep(service.url, input, 'two')).toEqual({
      status: 409,
      body: {
        message: expect.stringContaining('waits for the answer to another request'),
        resourceType: 'Act',
        resourceId: act.actId,
      },
    });
    await agent.answer(0);
    expect(await first).toEqual(returning('done'));
    expect(service.store.steps(act.actId)).toHaveLength(1);
  });

  test('a retry of the request gets the same answer, and makes no second step', async () => {
    const agent = new Thinker();
    await using service = await startLocalService({ agent });
    const act = await createAct(service.client);
    const { input } = openingStep(act);
    const first = sendStep(service.url, input, 'one');
    await agent.thought(0);
    const retry = sendStep(service.url, input, 'one');
    // Refused once the retry waits as well, so the order of arrival is known.
    await sendStep(service.url, input, 'two');

    await agent.answer(0);

    expect(await first).toEqual(returning('done'));
    expect(await retry).toEqual(await first);
    expect(agent.thoughts).toHaveLength(1);
    expect(service.store.steps(act.actId)).toHaveLength(1);
  });

  test('other acts go on', async () => {
    const agent = new Thinker();
    await using service = await startLocalService({ agent });
    const [one, other] = [await createAct(service.client), await createAct(service.client)];
    const slow = sendStep(service.url, openingStep(one).input, 'one');
    await agent.thought(0);
    const quick = sendStep(service.url, openingStep(other).input, 'two');
    await agent.answer(1, 'quick');

    expect(await quick).toEqual(returning('quick'));
    await agent.answer(0, 'slow');
    expect(await slow).toEqual(returning('slow'));
  });
});

/** Asks for a step, and leaves when the agent has begun to think. @returns the signal that the agent has */
async function hangUpWhileThinking(given: {
  readonly agent: Thinker;
  readonly url: string;
  readonly input: Parameters<typeof sendStep>[1];
}): Promise<AbortSignal> {
  const { agent, url, input } = given;
  const hangUp = new AbortController();
  const first = sendStep(url, input, 'one', hangUp.signal);
  const { signal } = await agent.thought(0);
  hangUp.abort();
  await expect(first).rejects.toThrow();
  return signal;
}

describe('when the client hangs up', () => {
  test('and asks again, as retries do, the agent goes on', async () => {
    const agent = new Thinker();
    await using service = await startLocalService({ agent });
    const act = await createAct(service.client);
    const { input } = openingStep(act);
    const signal = await hangUpWhileThinking({ agent, url: service.url, input });

    const retry = sendStep(service.url, input, 'one');
    // Longer than the server waits for somebody to ask again.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(signal.aborted).toBe(false);
    await agent.answer(0);

    expect(await retry).toEqual(returning('done'));
    expect(agent.thoughts).toHaveLength(1);
  });

  test('for good, the agent is told, and its late answer is no step', async () => {
    const agent = new Thinker();
    await using service = await startLocalService({ agent });
    const act = await createAct(service.client);
    const { input } = openingStep(act);
    const signal = await hangUpWhileThinking({ agent, url: service.url, input });

    if (!signal.aborted) await once(signal, 'abort');
    await agent.answer(0, 'too late');
    const next = sendStep(service.url, input, 'two');
    await agent.answer(1, 'in time');

    expect(await next).toEqual(returning('in time'));
    expect(service.store.steps(act.actId).map(({ calls }) => calls[0]?.input)).toEqual([['in time']]);
  });

  test('another request takes its place at once', async () => {
    const agent = new Thinker();
    await using service = await startLocalService({ agent });
    const act = await createAct(service.client);
    const { input } = openingStep(act);
    const signal = await hangUpWhileThinking({ agent, url: service.url, input });
    void agent.answer(1, 'instead');

    let next = await sendStep(service.url, input, 'two');
    // Until the server has noticed.
    while (next.status === 409) next = await sendStep(service.url, input, 'two');

    expect(next).toEqual(returning('instead'));
    expect(signal.aborted).toBe(true);
  });
});

describe('when what the agent decides on comes to an end', () => {
  type Key = Awaited<ReturnType<typeof createAct>>;
  const ends: [string, (client: NovaActClient, act: Key) => Promise<unknown>, number, object][] = [
    [
      'the act',
      (client, act) => client.send(new UpdateActCommand({ ...act, status: 'FAILED' })),
      400,
      { message: expect.stringMatching(/^Act .* has ended \(FAILED\)/), reason: 'InvalidStatus' },
    ],
    [
      'the run',
      (client, act) => client.send(new UpdateWorkflowRunCommand({ ...act, status: 'FAILED' })),
      400,
      { message: expect.stringMatching(/^WorkflowRun .* has ended \(FAILED\)/), reason: 'InvalidStatus' },
    ],
    [
      'the run, by its deletion',
      (client, act) => client.send(new DeleteWorkflowRunCommand(act)),
      409,
      { message: expect.stringMatching(/^WorkflowRun .* is being deleted/) },
    ],
    [
      'the definition, by its deletion',
      (client, act) => client.send(new DeleteWorkflowDefinitionCommand(act)),
      409,
      { message: expect.stringMatching(/^WorkflowDefinition shop is being deleted/) },
    ],
  ];

  test.each(ends)('%s: the request fails at once, and no step is kept', async (_what, end, status, body) => {
    const agent = new Thinker();
    await using service = await startLocalService({ agent });
    const act = await createAct(service.client);
    const answer = sendStep(service.url, openingStep(act).input, 'one');
    const { signal } = await agent.thought(0);

    await end(service.client, act);

    expect(await answer).toMatchObject({ status, body });
    expect(signal.aborted).toBe(true);
    await agent.answer(0, 'too late');
    expect(service.store.steps(act.actId)).toEqual([]);
  });

  test('another act or run: nothing happens', async () => {
    const agent = new Thinker();
    await using service = await startLocalService({ agent });
    const act = await createAct(service.client);
    const answer = sendStep(service.url, openingStep(act).input, 'one');
    await agent.thought(0);

    const other = await createAct(service.client);
    await service.client.send(new UpdateActCommand({ ...other, status: 'FAILED' }));
    await service.client.send(
      new UpdateWorkflowRunCommand({ ...(await createRun(service.client)), status: 'FAILED' }),
    );
    await agent.answer(0);

    expect(await answer).toEqual(returning('done'));
  });

  test('the server: it does not wait for the agent', async () => {
    const agent = new Thinker();
    const service = await startLocalService({ agent });
    const act = await createAct(service.client);
    const answer = sendStep(service.url, openingStep(act).input, 'one');
    const { signal } = await agent.thought(0);

    const before = performance.now();
    await service[Symbol.asyncDispose]();

    expect(performance.now() - before).toBeLessThan(2_000);
    expect(await answer).toEqual({ status: 500, body: { message: 'Local AWS is closing.' } });
    expect(signal.aborted).toBe(true);
  });
});

describe('an agent that', () => {
  test('does not answer in time: an error says so, and the step can be asked for again', async () => {
    const agent = new Thinker();
    await using service = await startLocalService({ agent, agentTimeoutMs: 300 });
    const act = await createAct(service.client);
    const { input } = openingStep(act);

    expect(await sendStep(service.url, input, 'one')).toEqual({
      status: 500,
      body: {
        message:
          'The agent "thinker" did not answer within 0.3 s. If it needs longer, raise agentTimeoutMs of local AWS; ' +
          "above 120 s, which is how long the client of the workflow waits, raise the client's requestTimeout as well.",
        reason: 'InvalidModelGeneration',
      },
    });
    expect(agent.thoughts[0]?.signal.aborted).toBe(true);
    const next = sendStep(service.url, input, 'two');
    await agent.answer(1);
    expect(await next).toEqual(returning('done'));
  });

  test('throws instead of rejecting: the same error', async () => {
    const agent: Agent = {
      name: 'hasty',
      decide: () => {
        throw new Error('no idea');
      },
    };
    await using service = await startLocalService({ agent });
    const act = await createAct(service.client);

    expect(await sendStep(service.url, openingStep(act).input, 'one')).toEqual({
      status: 500,
      body: { message: 'The agent "hasty" failed: no idea', reason: 'InvalidModelGeneration' },
    });
  });

  test.each([
    ['an object without anything', Object.create(null)],
    [
      'an error that cannot be read',
      Object.defineProperty(new Error(), 'message', {
        get: () => {
          throw new Error('unreadable');
        },
      }),
    ],
  ])('throws %s: the same error', async (_what, thrown) => {
    await using service = await startLocalService({
      agent: { name: 'odd', decide: () => Promise.reject(thrown) },
    });
    const act = await createAct(service.client);

    expect(await sendStep(service.url, openingStep(act).input, 'one')).toEqual({
      status: 500,
      body: {
        message: expect.stringMatching(/^The agent "odd" failed: ./),
        reason: 'InvalidModelGeneration',
      },
    });
  });

  test('fails because it was aborted: the client hears why it was', async () => {
    const agent: Agent = {
      name: 'obedient',
      decide: ({ signal }) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new Error('stopped'))),
        ),
    };
    await using service = await startLocalService({ agent, agentTimeoutMs: 100 });
    const act = await createAct(service.client);

    expect(await sendStep(service.url, openingStep(act).input, 'one')).toMatchObject({
      body: { message: expect.stringContaining('did not answer within 0.1 s') },
    });
  });
});
