import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { isRunning, type Plane, removeProject, startPlane } from './harness.ts';

type Who = { pid: number; cwd: string };

const planes: Plane[] = [];
afterEach(async () => {
  await Promise.all(planes.splice(0).map((plane) => plane.close()));
});
afterAll(removeProject);

async function start(options: Parameters<typeof startPlane>[0] = {}): Promise<Plane> {
  const plane = await startPlane(options);
  planes.push(plane);
  return plane;
}

async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('when a limit of the runtime is reached', () => {
  test('an idle session ends, and its id begins anew', async () => {
    const plane = await start({ lifecycle: { idleTimeoutSeconds: 1 } });
    const session = randomUUID();
    const { pid } = (await plane.call({ do: 'who' }, session)) as Who;
    await gone(pid);
    expect(((await plane.call({ do: 'who' }, session)) as Who).pid).not.toBe(pid);
  });

  test('a busy session is not idle, but its lifetime ends', async () => {
    const plane = await start({ lifecycle: { idleTimeoutSeconds: 1, maxLifetimeSeconds: 2 } });
    const startedAtMs = performance.now();
    await expect(plane.call({ do: 'wait' })).rejects.toMatchObject({
      message: expect.stringMatching(/\(503\)/),
    });
    expect(performance.now() - startedAtMs).toBeGreaterThan(1900);
  });

  test('an answer that takes too long is given up', async () => {
    const plane = await start({ limits: { answerTimeoutMs: 1500 } });
    await expect(plane.call({ do: 'wait' })).rejects.toMatchObject({
      name: 'RuntimeClientError',
      message: expect.stringMatching(/The runtime gave no answer within 1\.5 s/),
    });
  });
});
