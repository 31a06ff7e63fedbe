import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { z } from 'zod';
import { defineTool, NovaAct, Workflow } from '../../lib/sdk/index.ts';
import { describeSpan, inSpan, startSpan } from '../../lib/sdk/tracing.ts';
import {
  type Agent,
  agentCall,
  scriptedAgent,
  servePage,
  startLocalAws,
  startScenario,
} from '../../lib/testing/index.ts';
import { idOf, type RecordedSpans, recordSpans } from './recorded-spans.ts';

const LOOK = [agentCall.settle(), agentCall.look()];
const PROMPT = 'Look for the SECRET-PROMPT shoes';
let page: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  page = await servePage('<title>Shop</title><h1>SECRET-PAGE</h1>');
});
afterAll(async () => {
  await page[Symbol.asyncDispose]();
});

/** Runs `work` in a run of its own, with a scripted agent. */
async function inRun<T>(agent: Agent, work: (workflow: Workflow) => Promise<T>): Promise<T> {
  await using service = await startScenario({ agent });
  return await Workflow.run({ definitionName: 'shop', endpoint: service.aws.url }, work);
}

describe('when a provider of OpenTelemetry is registered', () => {
  let spans: RecordedSpans;
  beforeEach(() => {
    spans = recordSpans();
  });
  afterEach(() => spans[Symbol.dispose]());

  test('a run has its sessions, those have their acts, and those their steps', async () => {
    const ids = await inRun(scriptedAgent([{ steps: [LOOK], returns: 'done' }]), async ({ runId }) => {
      await using nova = await NovaAct.start({ startingPage: page.url });
      const { metadata } = await nova.act(PROMPT);
      return { runId, sessionId: nova.sessionId, actId: metadata.actId };
    });

    expect(spans.tree()).toEqual([
      'nova_act.run(nova_act.session(nova_act.act(nova_act.step, nova_act.step)))',
    ]);
    expect(spans.only('nova_act.run').attributes).toEqual({
      'nova_act.workflow_definition.name': 'shop',
      'nova_act.model.id': 'nova-act-latest',
      'nova_act.workflow_run.id': ids.runId,
      'nova_act.status': 'SUCCEEDED',
    });
    expect(spans.only('nova_act.session').attributes).toEqual({
      'nova_act.workflow_run.id': ids.runId,
      'nova_act.session.id': ids.sessionId,
      'nova_act.status': 'SUCCEEDED',
    });
    expect(spans.only('nova_act.act').attributes).toEqual({
      'nova_act.workflow_run.id': ids.runId,
      'nova_act.session.id': ids.sessionId,
      'nova_act.act.id': ids.actId,
      'nova_act.status': 'SUCCEEDED',
    });
    expect(spans.named('nova_act.step').map(({ attributes }) => attributes)).toEqual([
      {
        'nova_act.act.id': ids.actId,
        'nova_act.step.number': 1,
        'nova_act.step.id': expect.any(String),
        'nova_act.step.calls': ['waitForPageToSettle', 'takeObservation'],
        'nova_act.status': 'SUCCEEDED',
      },
      expect.objectContaining({ 'nova_act.step.number': 2, 'nova_act.step.calls': ['return'] }),
    ]);
  });

  test('parallel sessions, given their run by hand, keep their acts apart', async () => {
    await using service = await startScenario({ agent: scriptedAgent([{ returns: 'done' }]) });
    await using workflow = await Workflow.start({ definitionName: 'shop', endpoint: service.aws.url });
    const actIds = await Promise.all(
      [1, 2].map(async () => {
        await using nova = await NovaAct.start({ startingPage: page.url, workflow });
        const { metadata } = await nova.act(PROMPT);
        return [nova.sessionId, metadata.actId];
      }),
    );
    workflow.succeed();
    await workflow.close();

    const session = 'nova_act.session(nova_act.act(nova_act.step))';
    expect(spans.tree()).toEqual([`nova_act.run(${session}, ${session})`]);
    for (const [sessionId, actId] of actIds) {
      const act = spans
        .named('nova_act.act')
        .find(({ attributes }) => attributes['nova_act.act.id'] === actId);
      const parent = spans.all().find((span) => idOf(span) === act?.parentSpanContext?.spanId);
      expect(parent?.attributes['nova_act.session.id']).toBe(sessionId);
    }
  });

  test('the spans of the caller, of its functions and of its tools have their places in the tree', async () => {
    const tracer = trace.getTracer('application');
    const priceOf = defineTool({
      name: 'priceOf',
      description: 'Returns a price.',
      input: z.object({}),
      run: async () => tracer.startActiveSpan('tool', (span) => span.end()),
    });
    const steps = [[agentCall.tool('priceOf', {}), ...LOOK]];

    await tracer.startActiveSpan('caller', async (caller) => {
      await inRun(scriptedAgent([{ steps, returns: 'done' }]), async () => {
        tracer.startSpan('own').end();
        await using nova = await NovaAct.start({ startingPage: page.url, tools: [priceOf] });
        await nova.act(PROMPT);
      });
      caller.end();
    });

    expect(spans.tree()).toEqual([
      'caller(nova_act.run(own, nova_act.session(nova_act.act(nova_act.step(tool), nova_act.step))))',
    ]);
  });

  test('an act that fails, and the run it takes along, are errors by name; nothing tells prompts, answers or pages', async () => {
    const failing = inRun(scriptedAgent([{ steps: [LOOK], throws: 'SECRET-ANSWER' }]), async () => {
      await using nova = await NovaAct.start({ startingPage: `${page.url}?SECRET-PAYLOAD` });
      await nova.act(PROMPT);
    });

    await expect(failing).rejects.toMatchObject({ name: 'ActAgentFailed' });

    for (const name of ['nova_act.act', 'nova_act.run']) {
      expect(spans.only(name)).toMatchObject({
        status: { code: SpanStatusCode.ERROR, message: 'ActAgentFailed' },
        attributes: { 'nova_act.status': 'FAILED', 'error.type': 'ActAgentFailed' },
        ended: true,
      });
    }
    expect(spans.named('nova_act.step').map(({ status }) => status.code)).toEqual([0, 0]);
    const told = spans
      .all()
      .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }));
    expect(JSON.stringify(told)).not.toContain('SECRET');
    expect(told.flatMap(({ events }) => events)).toEqual([]);
  });

  test('what cannot be started leaves ended spans that say why', async () => {
    const noBrowser = { kind: 'local', open: () => Promise.reject(new Error('no browser')) } as const;
    const failing = inRun(scriptedAgent([]), () => NovaAct.start({ browser: noBrowser }));
    await expect(failing).rejects.toMatchObject({ name: 'StartFailed' });
    await using aws = await startLocalAws();
    const unknown = Workflow.run({ definitionName: 'nowhere', endpoint: aws.url }, () => 1);
    await expect(unknown).rejects.toMatchObject({ name: 'StartFailed' });

    expect(spans.tree()).toEqual(['nova_act.run(nova_act.session)', 'nova_act.run']);
    expect(spans.all().map(({ status }) => status.message)).toEqual(Array(3).fill('StartFailed'));
  });
});

describe('when no provider is registered', () => {
  test('acts work, and nothing is recorded', async () => {
    const work = inRun(scriptedAgent([{ returns: 'done' }]), async () => {
      await using nova = await NovaAct.start({ startingPage: page.url });
      return (await nova.act(PROMPT)).response;
    });

    await expect(work).resolves.toBe('done');
    expect(trace.getActiveSpan()).toBeUndefined();
    expect(startSpan('nova_act.run').isRecording()).toBe(false);
  });

  test('attributes are not even computed, and errors pass as they are', async () => {
    const attributes = (): never => {
      throw new Error('nobody needs them');
    };
    const error = new Error('of the work');

    describeSpan(startSpan('nova_act.run'), attributes);
    const failing = inSpan({ name: 'nova_act.step', attributes }, () => Promise.reject(error));

    await expect(failing).rejects.toBe(error);
  });
});
