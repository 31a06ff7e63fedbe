import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FleetProject, startFleetProject } from './fleet-project.ts';

let project: FleetProject;
beforeAll(async () => {
  project = await startFleetProject();
});
afterAll(() => project[Symbol.asyncDispose]());

/** What the workflow has noted, in any order. */
function begun(log: string): readonly string[] {
  return existsSync(log)
    ? readFileSync(log, 'utf8')
        .trimEnd()
        .split('\n')
        .sort()
        .map((line) => line.trim())
    : [];
}

async function until(isSo: () => boolean): Promise<void> {
  const endMs = Date.now() + 20_000;
  while (!isSo() && Date.now() < endMs) await sleep(50);
}

describe('a fleet whose items all succeed', () => {
  test('runs each once, says so, and leaves results that can be read', async () => {
    const { file, log } = project.list([
      { do: 'work', itemId: 'a' },
      { do: 'work', itemId: 'b' },
      { do: 'work' },
    ]);
    const started = await project.fleet(['start', 'shop', '--items', file, '--name', 'all-well']);
    expect(started).toMatchObject({ exitCode: 0, stdout: 'all-well\n' });
    expect(started.stderr).toMatch(
      /On AWS, shop has no fleet without "fleet: true" in its catalog entry.*\nRunning the fleet all-well of shop: 3 items, \d+ at a time \(.*--concurrency\)\.\nThis is a plain loop of this process, not Step Functions/,
    );
    expect(started.stderr).toMatch(
      /All 3 items succeeded in .*\n {2}results {2}npx nova-act-cdk fleet results/,
    );
    expect(begun(log)).toEqual(['work', 'work a', 'work b']);

    const { stdout } = await project.fleet(['results', 'shop', 'all-well']);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 4))).toEqual([
      ['INDEX', 'ITEM', 'STATUS', 'RESULT OR ERROR'],
      ['0', 'a', 'SUCCEEDED', '{"done":"a"}'],
      ['1', 'b', 'SUCCEEDED', '{"done":"b"}'],
      ['2', '-', 'SUCCEEDED', '{"done":null}'],
      [''],
    ]);
    expect((await project.fleet(['results', 'shop', 'all-well', '--json'])).json).toMatchObject({
      data: {
        fleet: 'all-well',
        results: [
          {
            itemId: 'a',
            sessionId: expect.any(String),
            attempts: 1,
            result: { done: 'a' },
            item: { do: 'work', itemId: 'a', log },
          },
          { itemId: 'b' },
          { index: 2, startedAt: expect.any(String), endedAt: expect.any(String) },
        ],
      },
    });
    expect((await project.fleet(['list', 'shop', '--json'])).json).toMatchObject({
      data: { fleets: [{ name: 'all-well', status: 'SUCCEEDED', redrives: 0 }] },
    });
    expect(await project.fleet(['redrive', 'shop', 'all-well'])).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('there is nothing to do again'),
    });
  });

  test('is refused under a name that is taken, and leaves the other alone', async () => {
    const { file, log } = project.list([{ do: 'work' }]);
    const called = await project.fleet(['start', 'shop', '--items', file, '--name', 'all-well']);
    expect(called).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('There is a fleet "all-well" of shop already. Nothing was started.'),
    });
    expect(begun(log)).toEqual([]);
  });
});

describe('a fleet of which an item fails', () => {
  test('ends with 1 although the rest has succeeded, and goes on with that item alone', async () => {
    const { file, log } = project.list([{ do: 'fail', itemId: 'bad' }, ...Array(9).fill({ do: 'work' })]);
    const args = ['start', 'shop', '--items', file, '--name', 'one-bad', '--json'];
    const started = await project.fleet(args);
    expect(started.exitCode).toBe(1);
    expect(started.json).toMatchObject({
      ok: false,
      error: { code: 'ItemsFailed', message: expect.stringContaining('9 succeeded, 1 failed') },
      data: {
        status: 'SUCCEEDED',
        counts: { total: 10, waiting: 0, running: 0, succeeded: 9, failed: 1, stopped: 0 },
      },
    });
    const { stdout } = await project.fleet(['results', 'shop', 'one-bad', '--failed']);
    expect(stdout).toMatch(/^INDEX.*\n0 +bad +FAILED +ShopError: the shop is closed +-\n$/);

    const output = path.join(project.root, 'results.jsonl');
    expect((await project.fleet(['results', 'shop', 'one-bad', '--output', output])).exitCode).toBe(0);
    const lines = readFileSync(output, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await project.fleet(['status', 'shop', 'one-bad'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/\n1 item failed: .* fleet results shop one-bad --failed --local\n$/),
    });
    const list = (await project.fleet(['list', 'shop'])).stdout.split('\n');
    expect(list[0]).toMatch(/ITEMS +SUCCEEDED +FAILED +STOPPED +REDRIVES$/);
    expect(list[1]).toMatch(/^one-bad +SUCCEEDED .* 10 +9 +1 +0 +0$/);

    writeFileSync(`${log}.mended`, '');
    const again = await project.fleet(['redrive', 'shop', 'one-bad']);
    expect(again).toMatchObject({ exitCode: 0, stdout: 'one-bad\n' });
    expect(again.stderr).toContain('Going on with the fleet one-bad of shop: 1 of 10 items');
    expect(begun(log)).toEqual(['fail bad', 'fail bad', ...Array(9).fill('work')]);
    const { json } = await project.fleet(['results', 'shop', 'one-bad', '--json']);
    expect(json).toMatchObject({
      data: { results: { length: 10, 0: { status: 'SUCCEEDED', attempts: 2 } } },
    });
    expect((await project.fleet(['status', 'shop', 'one-bad', '--json'])).json).toMatchObject({
      data: { status: 'SUCCEEDED', redrives: 1, counts: { succeeded: 10, failed: 0 } },
    });
  });

  test('starts no more when more have failed than are tolerated', async () => {
    const { file, log } = project.list(Array(10).fill({ do: 'fail' }));
    const options = ['--concurrency', '1', '--tolerated-failure-percentage', '20', '--name', 'too-bad'];
    const { exitCode, stderr } = await project.fleet(['start', 'shop', '--items', file, ...options]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('3 of 10 items failed, which is more than 20 %');
    expect(stderr).toContain('of 10 items, 0 succeeded, 3 failed, and 7 were not done');
    expect(begun(log)).toHaveLength(3);
    const { json } = await project.fleet(['results', 'shop', 'too-bad', '--json', '--failed']);
    const { data } = json as { data: { results: { status: string }[] } };
    expect(data.results.map(({ status }) => status)).toEqual([
      ...Array(3).fill('FAILED'),
      ...Array(7).fill('PENDING'),
    ]);
  });
});

test('an item whose session is lost is run again', async () => {
  const { file, log } = project.list([{ do: 'crash', itemId: 'c' }]);
  const { exitCode } = await project.fleet(['start', 'shop', '--items', file, '--name', 'crashed']);
  expect(exitCode).toBe(0);
  expect(begun(log)).toEqual(['crash c', 'crash c']);
  const { json } = await project.fleet(['results', 'shop', 'crashed', '--json']);
  expect(json).toMatchObject({ data: { results: [{ status: 'SUCCEEDED', attempts: 2 }] } });
});

describe('a fleet that is stopped', () => {
  const items = [{ do: 'work', itemId: 'first' }, ...Array(4).fill({ do: 'wait' })];

  test('by Ctrl-C ends what runs, writes its results, and goes on later', async () => {
    const { file, log } = project.list(items);
    const interrupt = new AbortController();
    const options = ['--concurrency', '2', '--name', 'interrupted'];
    const running = project.fleet(['start', 'shop', '--items', file, ...options], {
      interrupt: interrupt.signal,
    });
    await until(() => begun(log).length === 3);
    expect((await project.fleet(['status', 'shop'])).stdout).toMatch(/Fleet +interrupted\nStatus +RUNNING/);
    expect((await project.fleet(['results', 'shop'])).stderr).toContain('they are written when it ends');
    interrupt.abort();
    const { exitCode, stderr } = await running;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(
      /ABORTED \(interrupted by Ctrl-C\)[\s\S]*go on +npx nova-act-cdk fleet redrive shop interrupted --local/,
    );
    expect(stderr).toContain('of 5 items, 1 succeeded, 0 failed, 2 were stopped, and 2 were not done.');
    const { stdout } = await project.fleet(['results', 'shop', 'interrupted']);
    expect(stdout.match(/ItemStopped: The fleet was stopped: interrupted by Ctrl-C/g)).toHaveLength(2);
    expect(stdout.match(/SUCCEEDED|ABORTED|PENDING/g)).toEqual([
      ...['SUCCEEDED', 'ABORTED', 'ABORTED', 'PENDING', 'PENDING'],
    ]);

    writeFileSync(`${log}.mended`, '');
    expect((await project.fleet(['redrive', 'shop', 'interrupted'])).exitCode).toBe(0);
    expect(begun(log).filter((line) => line === 'work first')).toHaveLength(1);
  });

  test('by another terminal, which waits for its end; who watches it learns of it', async () => {
    const { file, log } = project.list(items);
    const options = ['--concurrency', '2', '--name', 'stopped'];
    const running = project.fleet(['start', 'shop', '--items', file, ...options]);
    await until(() => begun(log).length === 3);
    const watching = project.fleet(['watch', 'shop', 'stopped']);
    const stopped = await project.fleet(['stop', 'shop', 'stopped']);
    expect(stopped).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('It is ABORTED.') });
    expect((await running).exitCode).toBe(1);
    expect(await watching).toMatchObject({ exitCode: 1, stdout: 'ABORTED\n' });
    expect((await project.fleet(['stop', 'shop', 'stopped'])).stderr).toContain('has ended already');
  });

  /** Makes the loop of a fleet look as if it were gone. */
  function lose(name: string, change: object): void {
    const file = path.join(project.stateDir, 'artifacts', 'shop', 'fleets', name, 'fleet.json');
    const noted = JSON.parse(readFileSync(file, 'utf8'));
    const counts = { total: noted.counts.total, waiting: 0, running: 1, succeeded: 0, failed: 0, stopped: 0 };
    writeFileSync(
      file,
      JSON.stringify({
        ...noted,
        status: 'RUNNING',
        endedAt: undefined,
        counts,
        resultsId: 'none',
        loop: 'gone',
        ...change,
      }),
    );
  }

  test('is told as lost when its process is gone, and what it had done is not done again', async () => {
    const { file, log } = project.list([{ do: 'work', itemId: 'once' }]);
    await project.fleet(['start', 'shop', '--items', file, '--name', 'killed']);
    // No process has this number.
    lose('killed', { pid: 4_194_305 });
    const { stdout } = await project.fleet(['status', 'shop', 'killed']);
    expect(stdout).toMatch(/Status +LOST\n[\s\S]*Why +the process of its loop \(4194305\) is gone/);
    expect(stdout).toMatch(/Its loop is gone: .* fleet redrive shop killed --local\n$/);
    const { stderr } = await project.fleet(['watch', 'shop', 'killed']);
    expect(stderr).toMatch(
      /\nThe fleet killed is LOST .*\n {2}go on .* fleet redrive shop killed --local\n$/,
    );
    expect((await project.fleet(['redrive', 'shop', 'killed'])).exitCode).toBe(0);
    expect(begun(log)).toEqual(['work once']);
  });

  test('is lost when it was silent for long, whichever process has its number; one command at a time goes on', async () => {
    const { file, log } = project.list([{ do: 'work', itemId: 'once' }]);
    await project.fleet(['start', 'shop', '--items', file, '--name', 'silent']);
    lose('silent', { pid: process.pid, aliveAt: new Date(Date.now() - 20_000).toISOString() });
    const { stdout } = await project.fleet(['status', 'shop', 'silent']);
    expect(stdout).toMatch(/Status +LOST[\s\S]*Why +its loop \(process \d+\) has said nothing since/);
    const both = await Promise.all([1, 2].map(() => project.fleet(['redrive', 'shop', 'silent', '--json'])));
    expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 2]);
    expect(both.find(({ exitCode }) => exitCode === 2)?.json).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/nothing was begun|still goes on/) },
    });
    expect(begun(log)).toEqual(['work once']);
  });

  test('and lost has its sessions ended by "fleet stop"', async () => {
    const { file, log } = project.list([{ do: 'wait', itemId: 'left' }]);
    const running = project.fleet(['start', 'shop', '--items', file, '--name', 'left']);
    await until(() => begun(log).length === 1);
    lose('left', { pid: 4_194_305 });
    const stopped = await project.fleet(['stop', 'shop', 'left']);
    expect(stopped.stderr).toContain(
      'The loop of the fleet left is gone: stopped 1 session that it had left.',
    );
    expect((await project.fleet(['status', 'shop', 'left'])).stdout).toMatch(/Status +ABORTED/);
    // The loop, which was there after all, leaves it as it is.
    expect(await running).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('another command') });
    writeFileSync(`${log}.mended`, '');
    expect((await project.fleet(['redrive', 'shop', 'left'])).exitCode).toBe(0);
  });
});

describe('a fleet that fails as a whole', () => {
  test('ends what runs when more have failed than are tolerated, and says why before it has ended', async () => {
    const { file, log } = project.list([{ do: 'fail' }, { do: 'wait' }, { do: 'wait' }]);
    const options = ['--concurrency', '2', '--tolerated-failure-percentage', '0', '--name', 'hopeless'];
    const { exitCode, stderr } = await project.fleet(['start', 'shop', '--items', file, ...options]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('1 of 3 items failed, which is more than 0 %');
    const { stdout } = await project.fleet(['results', 'shop', 'hopeless']);
    expect(stdout.match(/FAILED|ABORTED|PENDING/g)).toEqual(['FAILED', 'ABORTED', 'PENDING']);
    expect(begun(log)).toHaveLength(2);
  });

  test('says so in order when local AWS is gone', async () => {
    await using other = await startFleetProject();
    const { file, log } = other.list([{ do: 'wait' }, { do: 'work' }]);
    const options = ['--concurrency', '1', '--name', 'alone', '--json'];
    const running = other.fleet(['start', 'shop', '--items', file, ...options]);
    await until(() => begun(log).length === 1);
    await other.aws.close();
    const { exitCode, json } = await running;
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({
      ok: false,
      error: { code: 'FleetLost', message: expect.stringContaining('fleet redrive shop alone') },
      data: { name: 'alone', status: 'LOST', counts: { total: 2, succeeded: 0 } },
    });
  });

  test('by a signal says which', async () => {
    const { file, log } = project.list([{ do: 'wait' }]);
    const interrupt = new AbortController();
    const running = project.fleet(['start', 'shop', '--items', file, '--name', 'hung-up'], {
      interrupt: interrupt.signal,
    });
    await until(() => begun(log).length === 1);
    interrupt.abort(new Error('interrupted by SIGHUP'));
    expect(await running).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining('ABORTED (interrupted by SIGHUP)'),
    });
  });
});
