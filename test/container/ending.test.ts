import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { containerSessions } from '../../lib/local/agentcore/index.ts';
import { run } from './support/commands.ts';
import { type Plane, startPlane } from './support/plane.ts';

interface Answer {
  readonly novaActInvocation: { readonly id: string };
}

let plane: Plane;
beforeAll(async () => {
  plane = await startPlane();
}, 600_000);
afterAll(() => plane.close());

/** Starts an act that takes a minute, and resolves when it is under way. */
async function beginLongAct() {
  const session = randomUUID();
  const known = (await plane.runs()).map(({ workflowRunId }) => workflowRunId);
  const running = plane.containers();
  const payload = { do: 'browse', url: `${plane.endpoint}/page`, prompt: 'Wait 60 seconds' };
  const answer = plane.call(payload, session).catch((error: unknown) => error);
  const runId = await plane.actBegins(known);
  const container = plane.containers().find((name) => !running.includes(name)) ?? '';
  return { session, answer, runId, container };
}

async function outcomeOf(runId: string) {
  const run = (await plane.runs()).find(({ workflowRunId }) => workflowRunId === runId);
  return { run: run?.status, acts: (await plane.acts(runId)).map(({ status }) => status) };
}

describe('when a session is stopped in the middle of an act', () => {
  test('act and run are reported as failed, and the container is gone', async () => {
    const { session, answer, runId, container } = await beginLongAct();
    await plane.stop(session);
    expect(plane.containers()).not.toContain(container);
    expect(await outcomeOf(runId)).toEqual({ run: 'FAILED', acts: ['FAILED'] });
    expect(await answer).toMatchObject({ message: expect.stringMatching(/\(503\) from runtime/) });
  });
});

describe('when the container gets SIGTERM in the middle of an act', () => {
  test('it reports act and run as failed and ends by itself within ten seconds, leaving nothing', async () => {
    const { answer, runId, container } = await beginLongAct();
    const startedAtMs = performance.now();
    run('docker', ['kill', '--signal', 'TERM', container]);
    expect(await answer).toMatchObject({ message: expect.stringMatching(/\(503\).*SIGTERM received/) });
    while (plane.containers().includes(container)) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
    expect(await outcomeOf(runId)).toEqual({ run: 'FAILED', acts: ['FAILED'] });
  });
});

describe('when the container gets SIGTERM while an asynchronous invocation runs', () => {
  test('its record says so to whoever asks later', async () => {
    const session = randomUUID();
    const running = plane.containers();
    const payload = { do: 'sleep', ms: 60_000 };
    const started = (await plane.call({ novaActInvocation: { mode: 'async' }, payload }, session)) as Answer;
    const { id } = started.novaActInvocation;
    const [container = ''] = plane.containers().filter((name) => !running.includes(name));
    run('docker', ['kill', '--signal', 'TERM', container]);
    while (plane.containers().includes(container)) await new Promise((resolve) => setTimeout(resolve, 50));
    const question = { novaActInvocation: { mode: 'status', id } };
    expect(await plane.call(question, session)).toMatchObject({
      novaActInvocation: { status: 'FAILED', error: { name: 'AbortError' } },
    });
  });
});

describe('when the container is killed', () => {
  test('the caller is told, and the session begins anew in another container', async () => {
    const { session, answer, container } = await beginLongAct();
    run('docker', ['kill', container]);
    expect(await answer).toMatchObject({ message: expect.stringMatching(/was ended by SIGKILL/) });
    expect(await plane.call({ do: 'echo', value: 'again' }, session)).toBe('again');
  });
});

describe('when local AWS was killed and starts again', () => {
  test('the containers that it had left are removed', async () => {
    await plane.call({ do: 'echo', value: 1 });
    expect(plane.containers()).not.toEqual([]);
    await containerSessions({ stateDir: plane.stateDir });
    expect(plane.containers()).toEqual([]);
  });
});
