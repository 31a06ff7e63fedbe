import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from './support/commands.ts';
import { type Plane, startPlane } from './support/plane.ts';

interface Who {
  readonly uid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly sessionId: string;
  readonly capabilities: string;
  readonly processes: readonly { readonly name: string }[];
}

let plane: Plane;
beforeAll(async () => {
  process.env.SECRET_OF_THE_DEVELOPER = 'do not tell';
  plane = await startPlane();
}, 600_000);
afterAll(() => plane.close());

describe('when a workflow looks around in its container', () => {
  test('only /tmp can be written', async () => {
    const files = ['/tmp/note', '/app/note', '/home/note', '/etc/note', '/usr/bin/note', '/app/main.mjs'];
    expect(await plane.call({ do: 'write', files })).toEqual({
      '/tmp/note': true,
      '/app/note': 'EROFS',
      '/home/note': 'EROFS',
      '/etc/note': 'EROFS',
      '/usr/bin/note': 'EROFS',
      '/app/main.mjs': 'EROFS',
    });
  });

  test('it is a user without rights, beside no process but its own', async () => {
    const { uid, capabilities, processes } = (await plane.call({ do: 'who' })) as Who;
    expect(uid).toBe(10001);
    expect(Number.parseInt(capabilities, 16)).toBe(0);
    // Node's main thread goes by either name. The browser waits for the first session.
    const others = processes.filter(({ name }) => !/^(tini|node|MainThread|chrom.*)$/.test(name));
    expect(others).toEqual([]);
    expect(processes.filter(({ name }) => name === 'tini')).toHaveLength(1);
  });

  test('its environment has what the catalog says, dummy credentials, and nothing of the developer', async () => {
    const { env } = (await plane.call({ do: 'who' })) as Who;
    expect(env).toMatchObject({ FROM_CATALOG: 'yes', HOME: '/tmp' });
    expect(env.AWS_ACCESS_KEY_ID).toMatch(/^LOCAL[A-Z2-7]{16}$/);
    expect(JSON.stringify(env)).not.toContain('do not tell');
  });

  test('it has the memory and the processors of a session in the service', async () => {
    await plane.call({ do: 'who' });
    const [name = ''] = plane.containers();
    const format = '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.ReadonlyRootfs}}';
    expect(run('docker', ['inspect', '--format', format, name])).toBe(`${8 * 1024 ** 3} 2000000000 true`);
    const files = '/sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes';
    expect(run('docker', ['exec', name, 'sh', '-c', `cat ${files} 2>/dev/null || true`])).toBe(
      String(8 * 1024 ** 3),
    );
  });
});

describe('when two sessions run at the same time', () => {
  test('neither sees files, cookies or the session id of the other', async () => {
    const sessions = { one: randomUUID(), two: randomUUID() };
    const url = (set: string): string => `${plane.endpoint}/cookies?set=${set}`;
    const visit = async (name: 'one' | 'two') => {
      await plane.call({ do: 'write', files: [`/tmp/${name}`] }, sessions[name]);
      const payload = { do: 'browse', url: url(name), next: `${plane.endpoint}/cookies` };
      const cookies = await plane.call(payload, sessions[name]);
      const files = (await plane.call({ do: 'list', folder: '/tmp' }, sessions[name])) as string[];
      const { sessionId } = (await plane.call({ do: 'who' }, sessions[name])) as Who;
      return { cookies, sessionId, notes: files.filter((file) => /^(one|two)$/.test(file)) };
    };
    expect(await Promise.all([visit('one'), visit('two')])).toEqual([
      { cookies: 'one=1', sessionId: sessions.one, notes: ['one'] },
      { cookies: 'two=1', sessionId: sessions.two, notes: ['two'] },
    ]);
  });
});
