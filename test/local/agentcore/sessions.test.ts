import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, readFileSync, utimesSync } from 'node:fs';
import path from 'node:path';
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

describe('when a session is stopped', () => {
  test('its process and its folders are gone, and the same id gets a new process', async () => {
    const plane = await start();
    const session = randomUUID();
    const before = (await plane.call({ do: 'who' }, session)) as Who;
    expect(await plane.stop(session)).toMatchObject({ statusCode: 200, runtimeSessionId: session });
    expect(isRunning(before.pid)).toBe(false);
    expect(existsSync(before.cwd)).toBe(false);
    expect(((await plane.call({ do: 'who' }, session)) as Who).pid).not.toBe(before.pid);
  });

  test('what runs in it is aborted, can still report to local AWS, and is answered', async () => {
    const plane = await start();
    const session = randomUUID();
    const answer = plane.call({ do: 'wait' }, session).catch((error: unknown) => error);
    await plane.reported('started');
    await plane.stop(session);
    expect(plane.reports).toEqual(['started', 'ended-well']);
    expect(await answer).toMatchObject({
      name: 'RuntimeClientError',
      message: expect.stringMatching(/\(503\).*SIGTERM received/),
    });
  });

  test('a repetition with the same token gets the same answer, and its token stops no other session', async () => {
    const plane = await start();
    const [session, clientToken] = [randomUUID(), randomUUID()];
    await plane.call({ do: 'who' }, session);
    const answers = [
      ...(await Promise.all([plane.stop(session, clientToken), plane.stop(session, clientToken)])),
      await plane.stop(session, clientToken),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({ statusCode: 200, runtimeSessionId: session });
    await expect(plane.stop(randomUUID(), clientToken)).rejects.toMatchObject({
      name: 'ValidationException',
      reason: 'IdempotentParameterMismatchException',
    });
    await expect(plane.stop(session, 'short')).rejects.toMatchObject({
      fieldList: [{ name: 'clientToken', message: expect.stringMatching(/33 to 256/) }],
    });
  });

  test('one that is not there is ResourceNotFoundException', async () => {
    const plane = await start();
    await expect(plane.stop(randomUUID())).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringMatching(/has ended, or was never started/),
    });
  });
});

describe('when a runtime gets another version', () => {
  test('a session keeps its own; another endpoint reaches it as long as both lead to one version', async () => {
    const plane = await start();
    const session = randomUUID();
    const who = async (qualifier: string): Promise<unknown> => {
      const output = await plane.send({ do: 'who' }, { runtimeSessionId: session, qualifier });
      const { pid, env } = JSON.parse((await output.response?.transformToString()) ?? '');
      return { pid, version: env.FROM_CATALOG };
    };
    const first = await who('DEFAULT');
    expect(await who('live')).toEqual(first);
    plane.deploy({ FROM_CATALOG: 'second' }, { live: undefined, pinned: '1' });
    expect(await who('DEFAULT')).toEqual(first);
    expect(await who('pinned')).toEqual(first);
    const other = await who('live');
    expect(other).toMatchObject({ version: 'second' });
    await plane.stop(session);
    expect(await who('DEFAULT')).toEqual(other);
  });
});

describe('when a session of a new version begins', () => {
  test('bundles go that no version needs, but for those of the last minute, and those of sessions', async () => {
    const plane = await start();
    const folder = (hash: string): string => path.join(plane.stateDir, 'bundles', 'probe', hash.repeat(16));
    const addBundle = (hash: string, minutesAgo: number): void => {
      cpSync(plane.bundleDir, folder(hash), { recursive: true });
      const at = Date.now() / 1000 - 60 * minutesAgo;
      utimesSync(folder(hash), at, at);
    };
    addBundle('a', 0);
    addBundle('b', 60);
    plane.deploy({ VERSION: 'of the session' }, {}, folder('b'));
    await plane.call({ do: 'who' });
    for (let version = 0; version < 30; version += 1) plane.deploy({ VERSION: `${version}` });
    addBundle('c', 60);
    await plane.call({ do: 'who' });
    while (existsSync(folder('c'))) await new Promise((resolve) => setTimeout(resolve, 20));
    expect([existsSync(folder('a')), existsSync(folder('b'))]).toEqual([true, true]);
    expect(plane.registry.listStored()[0]?.versions).toHaveLength(20);
  });
});

describe('when the server is closed', () => {
  test('running workflows report to it before they end, and nothing is left', async () => {
    const plane = await start();
    const idle = (await plane.call({ do: 'who' })) as Who;
    const answer = plane.call({ do: 'wait' }).catch((error: unknown) => error);
    await plane.reported('started');
    await plane.close();
    expect(plane.reports).toEqual(['started', 'ended-well']);
    expect(isRunning(idle.pid)).toBe(false);
    expect(await answer).toBeInstanceOf(Error);
  });
});

describe('when a process is killed', () => {
  test('what it had started, even in a group of its own, is gone too', async () => {
    const plane = await start();
    const file = path.join(plane.stateDir, 'grandchild');
    await expect(plane.call({ do: 'leave', file })).rejects.toMatchObject({
      message: expect.stringMatching(/was ended by SIGKILL before it answered/),
    });
    await gone(Number(readFileSync(file, 'utf8')));
  });
});

describe('when a limit of the runtime is reached', () => {
  test('a session that does not answer pings is ended', async () => {
    const plane = await start({
      supervision: { pingIntervalMs: 50, pingTimeoutMs: 100, pingFailureLimit: 2 },
    });
    await expect(plane.call({ do: 'hang' })).rejects.toMatchObject({
      name: 'RuntimeClientError',
      message: expect.stringMatching(/ended by SIGKILL before it answered: .*did not answer pings/),
    });
  });

  test('too many calls a second are ThrottlingException', async () => {
    const plane = await start({ invocationsPerSecond: 2 });
    const session = randomUUID();
    await plane.call({ do: 'echo', value: 1 }, session);
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => plane.call({ do: 'echo', value: 1 }, session)),
    );
    const names = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.name] : []));
    expect(names).toContain('ThrottlingException');
  });
});
