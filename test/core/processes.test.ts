import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import {
  describeUnkilled,
  killProcesses,
  listProcesses,
  type ProcessFacts,
  readLine,
  readStat,
  withDescendants,
} from '../../lib/core/processes.ts';

describe('what the system says of a process', () => {
  test('is read from /proc, whatever the process calls itself', () => {
    const rest = '4 S 7 8 8 0 -1 4194560 90 0 0 0 0 0 0 0 20 0 1 0 4711 2 3';
    const expected = { pid: 12, parent: 7, group: 8, startedAt: 4711 };
    for (const name of ['sh', 'a b', 'x) R 1 2 (y', ')', '']) {
      expect(readStat(`12 (${name}) ${rest.slice(2)}`)).toEqual(expected);
    }
    expect(readStat(`12 (sh) Z ${rest.slice(4)}`)).toBeUndefined();
    expect(readStat('')).toBeUndefined();
  });

  test('is read from ps and PowerShell, too', () => {
    const facts = { pid: 41, parent: 1, group: 40, command: '/bin/sh -c x  y' };
    expect(readLine('   41     1    40 Ss   Wed Nov  5 09:14:13 2025 /bin/sh -c x  y')).toMatchObject(facts);
    expect(readLine('41 1 40 R 638990000000000000 /bin/sh -c x  y')).toMatchObject(facts);
    expect(readLine('41 1 0 R 638990000000000000 ')).toMatchObject({ group: 0, command: '' });
    expect(readLine('41 1 40 Z    Wed Nov  5 09:14:13 2025 (sh)')).toBeUndefined();
    expect(readLine('')).toBeUndefined();
  });

  test('holds this process and its parent, and ps says the same', () => {
    const all = listProcesses();
    const own = all.find(({ pid }) => pid === process.pid);
    expect(own?.parent).toBe(process.ppid);
    const { stdout } = spawnSync(
      'ps',
      ['-o', 'pid=,ppid=,pgid=,state=,lstart=,args=', '-p', String(process.pid)],
      { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
    );
    expect(readLine(stdout.trimEnd())).toMatchObject({
      pid: own?.pid,
      parent: own?.parent,
      group: own?.group,
    });
  });

  test('tells descendants from a later process that got the id of an earlier parent', () => {
    const of = (pid: number, parent: number, startedAt: number): ProcessFacts => ({
      pid,
      parent,
      startedAt,
      group: 0,
      command: '',
    });
    const all = [of(3, 2, 30), of(2, 1, 20), of(1, 0, 10), of(4, 2, 15)];
    const [, root] = all;
    const family = withDescendants(all, root === undefined ? [] : [root]);
    expect(family.map(({ pid }) => pid)).toEqual([2, 3]);
  });
});

describe('killing', () => {
  const find = (pid: number) => (all: readonly ProcessFacts[]) =>
    withDescendants(
      all,
      all.filter((each) => each.pid === pid),
    );

  test('ends what was stopped, with all that it has started', async () => {
    const child = spawn('/bin/sh', ['-c', 'sleep 300 & echo $!; wait'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const grandchild = Number(String((await once(child.stdout, 'data'))[0]));
    const pid = child.pid ?? 0;
    const ended = once(child, 'exit');
    for (const each of [grandchild, pid]) process.kill(each, 'SIGSTOP');
    expect(await killProcesses({ select: find(pid), timeoutMs: 2000 })).toEqual([]);
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(listProcesses().some((each) => each.pid === grandchild)).toBe(false);
  });

  test('never ends this process, and is over when nothing else is meant', async () => {
    const select = (all: readonly ProcessFacts[]) => all.filter(({ pid }) => pid === process.pid);
    expect(await killProcesses({ select, timeoutMs: 0 })).toEqual([]);
  });

  test('tells in time what it could not end, and why', async () => {
    // Nobody may signal a process that has not been there: as good as one that ignores it.
    const ghost: ProcessFacts = { pid: 2 ** 22 + 1, parent: 1, group: 1, startedAt: 1, command: 'ghost  ' };
    const startedMs = performance.now();
    const unkilled = await killProcesses({ select: () => [ghost], timeoutMs: 60 });
    expect(performance.now() - startedMs).toBeLessThan(2000);
    expect(describeUnkilled(unkilled)).toBe(`process ${ghost.pid} (ghost): it is ending`);
  });
});
