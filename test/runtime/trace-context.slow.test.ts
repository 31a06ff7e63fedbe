import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { bundleWorkflow } from '../../lib/bundle/index.ts';
import { scriptedAgent, startScenario } from '../../lib/testing/index.ts';
import { makeProject } from '../bundle/project.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const HEADERS = { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` };

const WORKFLOW = `
  import { Workflow } from ${JSON.stringify(path.resolve(import.meta.dirname, '../../lib/sdk/index.ts'))};
  export const main = ({ endpoint }) => Workflow.run({ definitionName: 'shop', endpoint }, () => 'done');
`;
const PROVIDER = `
  import { context, propagation, trace } from '@opentelemetry/api';
  import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
  import { W3CTraceContextPropagator } from '@opentelemetry/core';
  import { BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
  const printer = {
    onStart() {},
    onEnd: (span) => console.log('span ' + span.name + ' ' + span.spanContext().traceId),
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [printer] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
`;

describe('when the process of a bundle has a provider', () => {
  test.each([
    ['loaded before the bundle, which has its own copy of the API', ['--import', './provider.mjs'], ''],
    [
      'registered by the module of the workflow, which the first invocation loads',
      [],
      `import '../provider.mjs';`,
    ],
  ])('%s: the run is in the trace of the caller', async (_, nodeArguments, firstLine) => {
    const project = makeProject({ 'workflows/traced.ts': firstLine + WORKFLOW, 'provider.mjs': PROVIDER });
    await using service = await startScenario({ agent: scriptedAgent([]) });
    const { mainFile } = await bundleWorkflow({
      projectRoot: project.root,
      entry: 'workflows/traced.ts',
      outDir: path.join(project.root, 'out'),
    });
    const child = spawn(process.execPath, [...nodeArguments, mainFile], {
      cwd: project.root,
      env: {
        PATH: process.env.PATH,
        NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
        NOVA_ACT_RUNTIME_PORT: '0',
        NOVA_ACT_EARLY_BROWSER: '0',
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    try {
      const [{ port }] = await once(child, 'message');
      const response = await fetch(`http://127.0.0.1:${port}/invocations`, {
        method: 'POST',
        body: JSON.stringify({ endpoint: service.aws.url }),
        headers: HEADERS,
      });
      expect(await response.json()).toBe('done');
      child.kill('SIGTERM');
      await once(child, 'close');
      expect(output).toContain(`"message":"span nova_act.run ${TRACE_ID}"`);
    } finally {
      child.kill('SIGKILL');
      project.remove();
    }
  });
});
