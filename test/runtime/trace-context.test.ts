import { afterEach, describe, expect, test } from '@jest/globals';
import { trace } from '@opentelemetry/api';
import { jsonLogger, type Main, type RuntimeServer, serve } from '../../lib/runtime/index.ts';
import { inTraceOfCaller } from '../../lib/runtime/trace-context.ts';
import { Workflow } from '../../lib/sdk/index.ts';
import { scriptedAgent, startScenario } from '../../lib/testing/index.ts';
import { idOf, recordSpans } from '../sdk/recorded-spans.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const CALLER_ID = 'b7ad6b7169203331';
const HEADERS = { traceparent: `00-${TRACE_ID}-${CALLER_ID}-01`, tracestate: 'vendor=1' };

const servers: RuntimeServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});

/** Serves `main` and invokes it once, as a caller with a trace. */
async function invoke(main: Main): Promise<unknown> {
  const logger = jsonLogger({ level: 'error', write: () => undefined });
  const server = await serve({ main, host: '127.0.0.1', port: 0, logger });
  servers.push(server);
  const url = `http://127.0.0.1:${server.port}/invocations`;
  return await (await fetch(url, { method: 'POST', body: '{}', headers: HEADERS })).json();
}

describe('when a request names a trace', () => {
  test('the run of the workflow is a child of the caller', async () => {
    using spans = recordSpans();
    await using service = await startScenario({ agent: scriptedAgent([]) });

    await invoke(() => Workflow.run({ definitionName: 'shop', endpoint: service.aws.url }, () => 'done'));

    const run = spans.only('nova_act.run');
    expect(run.spanContext().traceId).toBe(TRACE_ID);
    expect(run.parentSpanContext).toMatchObject({ spanId: CALLER_ID, isRemote: true });
    expect(run.spanContext().traceState?.serialize()).toBe('vendor=1');
  });

  test('the span of an instrumented server, which has read the headers, stays the parent', () => {
    using spans = recordSpans();

    trace.getTracer('http').startActiveSpan('server', (server) => {
      inTraceOfCaller(HEADERS, () => trace.getTracer('workflow').startSpan('work').end());
      server.end();
    });

    expect(spans.only('work').parentSpanContext?.spanId).toBe(idOf(spans.only('server')));
  });

  test('and nobody registered a provider or propagator, main runs as always', async () => {
    expect(await invoke(() => ({ active: trace.getActiveSpan() === undefined }))).toEqual({ active: true });
  });
});
