import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localEnvironment } from '../../lib/local/local-environment.ts';
import { callInvoke } from '../cli/invoke/call-invoke.ts';
import { type Plane, startPlane } from './support/plane.ts';

let plane: Plane;
beforeAll(async () => {
  plane = await startPlane();
}, 600_000);
afterAll(() => plane.close());

describe('when a workflow in a container is invoked', () => {
  test('it does its work with the browser of the image, and its answer comes back', async () => {
    const url = `${plane.endpoint}/page`;
    const before = new Set((await plane.runs()).map(({ workflowRunId }) => workflowRunId));
    const prompt = 'Return the main heading of the page';
    expect(await plane.call({ do: 'browse', url, prompt })).toBe('Seen from a container');
    const run = (await plane.runs()).find(({ workflowRunId }) => !before.has(workflowRunId));
    expect(run?.status).toBe('SUCCEEDED');
  });

  test('its progress is streamed to a caller who asks for events', async () => {
    const url = `${plane.endpoint}/page`;
    const events = await plane.send(
      { do: 'browse', url, prompt: 'Return the main heading of the page' },
      { accept: 'text/event-stream' },
    );
    const types = [...events.matchAll(/^event: (\w+)$/gm)].map(([, type]) => type);
    // Docker's default rules allow no browser sandbox, which is logged.
    expect(types.filter((type) => type !== 'log')).toEqual([
      'run',
      'session',
      'act',
      'step',
      'act',
      'session',
      'run',
      'result',
    ]);
    expect(events).toContain('"result":"Seen from a container"');
  });

  test('asynchronously, the caller may go away and fetch the result later, even when the session has ended', async () => {
    // The command takes its credentials from the environment of the process.
    Object.assign(process.env, localEnvironment(plane.endpoint));
    const context = { environment: process.env };
    const payload = JSON.stringify({ do: 'sleep', ms: 5000, value: 'worth waiting for' });
    const startedAtMs = performance.now();
    const started = await callInvoke({ workflow: plane.agentRuntimeArn, payload, async: true }, context);
    expect(performance.now() - startedAtMs).toBeLessThan(5000);
    const id = started.stdout.trim();
    const waited = await callInvoke({ workflow: plane.agentRuntimeArn, wait: id }, context);
    expect(waited).toMatchObject({ exitCode: 0, stdout: 'worth waiting for\n' });
    await plane.stop(id.slice(0, id.lastIndexOf('.')));
    const later = await callInvoke({ workflow: plane.agentRuntimeArn, wait: id }, context);
    expect(later).toMatchObject({ exitCode: 0, stdout: 'worth waiting for\n' });
  });

  test('payload and answer may have 5 MB', async () => {
    const value = 'five-mb-'.repeat(650_000);
    expect(await plane.call({ do: 'echo', value })).toBe(value);
  });

  test('the same session is the same container, and another one is another', async () => {
    const session = randomUUID();
    const before = plane.containers();
    await plane.call({ do: 'echo', value: 1 }, session);
    await plane.call({ do: 'echo', value: 2 }, session);
    expect(plane.containers()).toHaveLength(before.length + 1);
    await plane.call({ do: 'echo', value: 3 });
    expect(plane.containers()).toHaveLength(before.length + 2);
  });
});
