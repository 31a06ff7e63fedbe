import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RecordedQuestion } from '../../../lib/contract/recorded-question.ts';
import { cutValue } from '../../../lib/contract/recorded-value.ts';
import { UpdateActCommand, UpdateWorkflowRunCommand } from '../../../lib/service/index.ts';
import { DEFINITION } from '../../local/agentcore/bare-host.ts';
import { createAct, createRun } from '../../local/nova-act/local-service.ts';
import { type RunsProject, startRunsProject } from './runs-project.ts';

let project: RunsProject;
beforeAll(async () => {
  project = await startRunsProject();
});
afterAll(() => project[Symbol.asyncDispose]());

const UUID = /^[0-9a-f-]{36}$/;

/** A run that somebody began on this machine, without a runtime, and its end. */
async function runOfLaptop(definitionName: string, status?: 'SUCCEEDED' | 'FAILED'): Promise<string> {
  const run = await createRun(project.client, definitionName);
  if (status !== undefined) await project.client.send(new UpdateWorkflowRunCommand({ ...run, status }));
  return run.workflowRunId;
}

describe('runs list', () => {
  test('says that there are none, and what was looked at', async () => {
    const run = await createRun(project.client, 'listed-empty');
    await project.client.send(new UpdateWorkflowRunCommand({ ...run, status: 'FAILED' }));
    const called = await project.runs(['list', 'listed-empty', '--status', 'RUNNING']);
    expect(called).toMatchObject({ exitCode: 0, stdout: 'No runs.\n' });
    expect(called.stderr).toBe(
      `Target: local AWS at ${project.bare.aws.url}\nLooked at: workflow definition listed-empty\n`,
    );
  });

  test('shows the newest of all definitions first, and no more than asked for', async () => {
    const [oldest, older, newest] = [
      await runOfLaptop('list-a', 'SUCCEEDED'),
      await runOfLaptop('list-b', 'FAILED'),
      await runOfLaptop('list-a', 'FAILED'),
    ];
    const { stdout, stderr, exitCode } = await project.runs(['list', '--limit', '2']);
    const [head, ...lines] = stdout.trim().split('\n');
    expect({ exitCode, head }).toEqual({
      exitCode: 0,
      head: expect.stringMatching(/^RUN +DEFINITION +STATUS +STARTED +LASTED$/),
    });
    expect(lines.map((line) => line.split(/ {2,}/).slice(0, 3))).toEqual([
      [newest, 'list-a', 'FAILED'],
      [older, 'list-b', 'FAILED'],
    ]);
    expect(stderr).toMatch(/These are the newest 2; more with --limit\.\n$/);

    const failed = await project.runs(['list', 'list-a', '--status', 'failed', '--json']);
    expect(failed.json).toMatchObject({
      ok: true,
      data: {
        target: { kind: 'local' },
        definitions: ['list-a'],
        runs: [{ workflowRunId: newest }],
        hasMore: false,
      },
    });
    const all = await project.runs(['list', '--definition', 'list-a', '--since', '1h', '--json']);
    expect(all.json).toMatchObject({
      data: { runs: [{ workflowRunId: newest }, { workflowRunId: oldest }] },
    });
  });

  test('finds the definition of a workflow that is deployed, and the sessions of its runs', async () => {
    const id = await runOfLaptop(DEFINITION);
    const session = project.noteInvocation(id).split('.')[0];
    const { json } = await project.runs(['list', 'bare', '--sessions', '--limit', '1', '--json']);
    const run = { workflowRunId: id, status: 'RUNNING', sessionId: session };
    expect(json).toMatchObject({ data: { definitions: [DEFINITION], runs: [run] } });
  });

  test('refuses a name that nobody knows with the nearest, and fails when a page cannot be read', async () => {
    await runOfLaptop('shopping-trip', 'FAILED');
    expect(await project.runs(['list', 'shoping-trip'])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /no workflow and no workflow definition "shoping-trip".*"shopping-trip"\?\n$/,
      ),
    });
    project.bare.aws.setFailures(['ListWorkflowRuns expired-token']);
    try {
      const { exitCode, stdout } = await project.runs(['list', 'shopping-trip']);
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    } finally {
      project.bare.aws.setFailures([]);
    }
  });
});

/** A question as hosts note it. */
function noted(workflowRunId: string, end: Partial<RecordedQuestion> = {}): RecordedQuestion {
  const askedAt = new Date().toISOString();
  const expiresAt = new Date(Date.now() + 600_000).toISOString();
  const ids = { requestId: randomUUID(), workflowRunId, sessionId: 's', actId: 'a1b2c3d4-0' };
  return { ...ids, kind: 'approve', phase: 'asked', askedAt, expiresAt, ...end };
}

describe('a run that asks people', () => {
  test('says in the list and by itself that it waits, and where it is answered', async () => {
    const id = await runOfLaptop(DEFINITION);
    const question = noted(id);
    project.noteInvocation(id, { questions: [question] });

    const { stdout } = await project.runs(['show', id]);
    expect(stdout).toMatch(/Status +RUNNING \(.* so far\), waits for a person \(to approve\)\n/);
    expect(stdout).toMatch(
      new RegExp(
        `\nQuestions to people\n  act a1b2c3d4 waits for a person, .* at the latest\n    answer at \\S+/runs/${id}#question-${question.requestId}, unless`,
      ),
    );
    const list = await project.runs(['list', DEFINITION, '--limit', '1']);
    expect(list.stdout).toContain('RUNNING, waits for a person (to approve)');
    const { json } = await project.runs(['list', DEFINITION, '--limit', '1', '--json']);
    expect(json).toMatchObject({
      data: { runs: [{ status: 'RUNNING', questions: [{ isOpen: true, kind: 'approve' }] }] },
    });
  });

  test('says afterwards who answered what', async () => {
    const id = await runOfLaptop(DEFINITION, 'SUCCEEDED');
    const by = { name: 'Ada' };
    const answer = { phase: 'answered', answer: 'no', by, comment: 'too\u001b[2J dear' } as const;
    project.noteInvocation(id, { status: 'SUCCEEDED', questions: [noted(id, answer)] });

    const { stdout } = await project.runs(['show', id]);
    expect(stdout).toContain('Ada (as typed, not verified) did not approve: "too\\u001b[2J dear"\n');
  });

  test('says while it is watched that it waits, and what was answered', async () => {
    const run = await createRun(project.client, DEFINITION);
    const id = run.workflowRunId;
    const question = noted(id);
    const invocation = project.noteInvocation(id, { questions: [question] });
    let said = '';
    const stderr = (text: string): void => {
      said += text;
      if (!text.includes('answer at')) return;
      const answered = { ...question, phase: 'answered', answer: 'yes' } as const;
      project.noteInvocation(id, { questions: [answered] }, invocation.split('.')[0]);
      void project.client.send(new UpdateWorkflowRunCommand({ ...run, status: 'SUCCEEDED' }));
    };

    const { exitCode } = await project.runs(['watch', id], { stderr });

    expect(exitCode).toBe(0);
    expect(said).toMatch(/act a1b2c3d4 waits for a person, [\s\S]*: a person approved\n/);
  });
});

describe('runs show', () => {
  test('tells all that is known of a run in a session, by the beginning of its id, without secrets', async () => {
    await project.bare.call({ do: 'fail', order: 7, password: 'hunter22' });
    const id = project.lastRun();
    const { stdout, exitCode } = await project.runs(['show', id.slice(0, 8)]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`Run         ${id}\n`);
    expect(stdout).toContain(
      `Viewer      ${project.bare.aws.viewerUrl}definitions/${DEFINITION}/runs/${id}\n`,
    );
    expect(stdout).toMatch(/Status +FAILED \(\d+ ms\)\nError +ShopError: the <shop> is closed\n/);
    expect(stdout).toMatch(/ {4}act [0-9a-f-]{36} RUNNING, 0 steps\n {6}"Wait"\n/);
    expect(stdout).toMatch(/ {2}Payload +\{"do":"fail","order":7,"password":"\[secret\]"\}\n/);
    expect(stdout).not.toContain('hunter22');
    const { json } = await project.runs(['show', id, '--workflow', 'bare', '--json']);
    expect(json).toMatchObject({
      ok: true,
      data: {
        status: 'FAILED',
        sessions: [{ acts: [{ prompt: 'Wait', steps: [] }] }],
        invocation: {
          status: 'FAILED',
          error: { name: 'ShopError' },
          sessionId: expect.stringMatching(UUID),
        },
        invocationUnknown: null,
      },
    });
    const [viewer = ''] = /http:\S+\/viewer\/\S+/.exec(stdout) ?? [];
    expect((await fetch(viewer)).status).toBe(200);
  });

  test('says of an item of a fleet which one it is, in the list, too, as long as it runs', async () => {
    const key = 'local:bare:monday@2026-11-01T00:00:00.000Z#id:a\u001b[2Jb';
    const id = await runOfLaptop(DEFINITION);
    const item = { key, attempts: 2, redrive: 0 };
    project.noteInvocation(id, { item });
    const words = 'item "a\\u001b[2Jb" of monday, attempt 2';
    const show = await project.runs(['show', id]);
    expect(show.stdout).toMatch(/^Fleet +item /m);
    expect(show.stdout).toContain(words);
    expect((await project.runs(['show', id, '--json'])).json).toMatchObject({
      data: { invocation: { item } },
    });
    const list = await project.runs(['list', DEFINITION, '--limit', '1']);
    expect(list.stdout).toContain(`RUNNING, ${words}`);
    const { json } = await project.runs(['list', DEFINITION, '--limit', '1', '--json']);
    expect(json).toMatchObject({ data: { runs: [{ item }] } });
  });

  test('says of a run of a laptop that nobody has noted an invocation', async () => {
    const id = await runOfLaptop('shop', 'SUCCEEDED');
    const { json } = await project.runs(['show', id, '--json']);
    expect(json).toMatchObject({
      data: { invocation: null, invocationUnknown: expect.stringContaining('as on a laptop'), lost: null },
    });
  });

  test('says of one that "act run" has begun that it has no session, and takes no record of another', async () => {
    const id = await runOfLaptop(DEFINITION, 'SUCCEEDED');
    project.noteInvocation(id, {}, 'local');
    expect((await project.runs(['show', id])).stdout).toMatch(/Session +none: .*"act run"/);
    project.noteInvocation(id, { id: `${randomUUID()}.${randomUUID()}` });
    expect((await project.runs(['show', id])).stdout).toMatch(/The record of the invocation is not there/);
  });

  test('leaves out a catalog that is broken, and says so', async () => {
    const id = await runOfLaptop(DEFINITION, 'SUCCEEDED');
    const { stderr } = await project.runs(['show', id, '--workflow', DEFINITION, '--catalog', 'none.ts']);
    expect(stderr).toMatch(/The catalog of the project is left out, because .* no file .*none\.ts/);
  });

  test('shows the rest when the bucket cannot be read, and says why', async () => {
    const id = await runOfLaptop(DEFINITION, 'SUCCEEDED');
    project.bare.aws.setFailures(['GetObject expired-token']);
    try {
      const { exitCode, stdout } = await project.runs(['show', id]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/Invocation\n {2}What the artifact bucket has of it could not be read: .+\n$/);
      expect((await project.runs(['rerun', id])).exitCode).toBe(2);
    } finally {
      project.bare.aws.setFailures([]);
    }
  });

  test('refuses an id that is none, and one of no run', async () => {
    const absent = '00000000-0000-4000-8000-000000000000';
    expect((await project.runs(['show', 'Hello'])).stderr).toContain('"Hello" is not the id of a run.');
    const { exitCode, stderr } = await project.runs(['show', absent]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining(`There is no run ${absent} in `),
    });
  });
});

describe('runs watch', () => {
  test('tells what acts do until the run ends, and succeeds only with it', async () => {
    const act = await createAct(project.client, 'Return the heading');
    const watched = project.runs(['watch', act.workflowRunId]);
    const { client } = project;
    await client.send(new UpdateActCommand({ ...act, status: 'SUCCEEDED' }));
    await client.send(new UpdateWorkflowRunCommand({ ...act, status: 'SUCCEEDED' }));
    const { exitCode, stdout, stderr } = await watched;
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'SUCCEEDED\n' });
    const name = `act ${act.actId.slice(0, 8)}`;
    expect(stderr).toContain(`  ${name} began: "Return the heading"\n`);
    expect(stderr).toMatch(new RegExp(`  ${name} SUCCEEDED after \\d+ ms\\n$`));
  });

  test('fails with a run that failed', async () => {
    const id = await runOfLaptop('shop', 'FAILED');
    const { exitCode, json } = await project.runs(['watch', id, '--json']);
    expect({ exitCode, json }).toMatchObject({
      exitCode: 1,
      json: { ok: false, error: { code: 'RunFailed' }, data: { status: 'FAILED', workflowRunId: id } },
    });
  });

  test('leaves the run alone on Ctrl-C and after its time limit, and says so', async () => {
    const id = await runOfLaptop('shop');
    const interrupt = new AbortController();
    let said = '';
    const stderr = (text: string): void => {
      said += text;
      if (text.includes('has no act yet')) setTimeout(() => interrupt.abort(), 50);
    };
    const { exitCode } = await project.runs(['watch', id], { interrupt: interrupt.signal, stderr });
    expect({ exitCode, said }).toEqual({ exitCode: 130, said: expect.stringContaining('was left alone') });
    expect(project.bare.aws.store.run(id)?.status).toBe('RUNNING');
    expect(said).toContain(
      `has no act yet. What its program prints: npx nova-act-cdk logs --run ${id} --follow`,
    );
    const limited = await project.runs(['watch', id, '--timeout-s', '0.01']);
    expect(limited).toMatchObject({ exitCode: 1, stdout: 'RUNNING\n' });
    expect(limited.stderr).toContain('was left alone (--timeout-s)');
  });
});

test('runs watch gives up a run that its invocation has left behind, and says how to end it', async () => {
  const id = await runOfLaptop(DEFINITION);
  const endedAt = new Date(Date.now() - 300_000).toISOString();
  project.noteInvocation(id, {
    status: 'FAILED',
    endedAt,
    error: { name: 'SessionEnded', message: 'Gone.' },
  });
  const { exitCode, json, stderr } = await project.runs(['watch', id, '--json']);
  expect({ exitCode, json }).toMatchObject({ exitCode: 1, json: { ok: false, error: { code: 'RunLost' } } });
  expect(stderr).toContain(`FAILED with SessionEnded) at ${endedAt}`);
  expect(stderr).toContain(`runs stop ${id} --mark-failed`);
});

describe('runs rerun', () => {
  test('calls the runtime with the payload on record, says which run it repeats, and prints what comes back', async () => {
    await project.bare.call({ do: 'run', order: 7 });
    const id = project.lastRun();
    const { exitCode, stdout, stderr } = await project.runs(['rerun', id]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${project.lastRun()}\n` });
    expect(project.lastRun()).not.toBe(id);
    expect(stderr).toContain(`Repeating run ${id} of ${DEFINITION}`);
    expect(stderr).toContain('Invoking bare\n');
    expect(stderr.match(/Target: /g)).toHaveLength(1);
    const { json } = await project.runs(['show', project.lastRun(), '--json']);
    expect(json).toMatchObject({ data: { invocation: { payload: { do: 'run', order: 7 } } } });
  });

  test('takes a payload for what it is, also one with the member that envelopes have', async () => {
    const payload = { do: 'run', novaActInvocation: { mode: 'status' } };
    const id = await runOfLaptop(DEFINITION, 'SUCCEEDED');
    project.noteInvocation(id, { status: 'SUCCEEDED', payload });
    expect((await project.runs(['rerun', id])).exitCode).toBe(0);
    const { json } = await project.runs(['show', project.lastRun(), '--json']);
    expect(json).toMatchObject({ data: { invocation: { payload } } });
  });

  test.each([
    ['with secrets', { do: 'run', login: { password: '[secret]' } }, /: login\.password is secret\./],
    ['that was cut', cutValue(300_000), /: all of it was cut\./],
  ])('refuses a payload %s, calls nobody, and says how to do it by hand', async (_, payload, why) => {
    const id = await runOfLaptop(DEFINITION, 'FAILED');
    project.noteInvocation(id, { status: 'FAILED', payload });
    const { exitCode, stdout, stderr } = await project.runs(['rerun', id, '--workflow', 'bare']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(why);
    expect(stderr).toContain(`npx nova-act-cdk invoke bare --payload '{ … }'`);
    expect(project.lastRun()).toBe(id);
  });

  test('refuses a run of which no payload is known', async () => {
    const id = await runOfLaptop('shop', 'SUCCEEDED');
    const { exitCode, stderr } = await project.runs(['rerun', id]);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/is not on record, so it cannot be repeated\./),
    });
  });
});

describe('runs stop', () => {
  test('says which session and which runs it stops, and how they ended; a second time there is nothing to stop', async () => {
    await project.bare.call({ do: 'background' });
    const id = project.lastRun();
    const { exitCode, json, stderr } = await project.runs(['stop', id, '--json']);
    expect({ exitCode, json }).toMatchObject({
      exitCode: 0,
      json: {
        data: {
          stopped: { sessionId: expect.stringMatching(UUID), runtimeArn: project.bare.arn },
          runs: [{ workflowRunId: id, definitionName: DEFINITION, status: 'FAILED' }],
        },
      },
    });
    expect(stderr).toMatch(
      new RegExp(
        `Stopping a runtime session, .*\\n  session .*\\n  runtime .*\\n  run      ${id} of ${DEFINITION}\\n`,
      ),
    );
    const again = await project.runs(['stop', id, '--json']);
    expect(again).toMatchObject({
      exitCode: 0,
      json: { data: { stopped: null, runs: [{ status: 'FAILED' }] } },
    });
    expect(again.stderr).toContain('has ended already: FAILED');
  });

  test('of a session by its id stops it, whatever runs there, and one that is not there is no success', async () => {
    const sessionId = randomUUID();
    await project.bare.call({ do: 'answer' }, { runtimeSessionId: sessionId });
    const args = ['stop', '--session', sessionId, '--workflow', 'bare'];
    const first = await project.runs(args);
    expect(first).toMatchObject({ exitCode: 0, stdout: `${sessionId}\n` });
    expect(first.stderr).toContain('none is known');
    const again = await project.runs([...args, '--json']);
    expect(again).toMatchObject({ exitCode: 1, json: { ok: false, error: { code: 'SessionNotFound' } } });
  });

  test('of a run whose session is gone stops nothing, and says that the run is still RUNNING', async () => {
    const id = await runOfLaptop(DEFINITION);
    project.noteInvocation(id);
    const { exitCode, json, stderr } = await project.runs(['stop', id, '--json']);
    const runs = [{ workflowRunId: id, status: 'RUNNING' }];
    expect({ exitCode, json }).toMatchObject({
      exitCode: 1,
      json: { ok: false, data: { stopped: null, runs } },
    });
    expect(stderr).toContain(`Still RUNNING, as the service says: ${id}.`);
  });

  test('does not pretend to stop a run of a laptop; it marks it as failed only when told to', async () => {
    const id = await runOfLaptop('shop');
    const refused = await project.runs(['stop', id]);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toMatch(
      /Nothing was stopped: .* Press Ctrl-C where it runs\. .*--mark-failed --local( --state-dir \S+)?\n$/,
    );
    const marked = await project.runs(['stop', id, '--mark-failed']);
    expect(marked).toMatchObject({ exitCode: 0, stdout: 'FAILED\n' });
    expect(marked.stderr).toContain('This stops nothing');
    expect(project.bare.aws.store.run(id)?.status).toBe('FAILED');
  });

  test.each([
    [['stop'], /What is to be stopped was not said/],
    [['stop', '3f0c1a52', '--session', 'x'], /Both a run and --session/],
    [['stop', '--session', 'x', '--workflow', 'bare'], /--session "x" has 1 characters/],
    [['stop', '--session', 'x'.repeat(40)], /Whose session it is was not said/],
  ])('%j is refused', async (args, why) => {
    const { exitCode, stderr } = await project.runs(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(why) });
  });
});
