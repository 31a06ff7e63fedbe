import { randomUUID } from 'node:crypto';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { newInvocationId, runKey } from '../../../lib/contract/invocation-record.ts';
import { NovaActClient } from '../../../lib/service/index.ts';
import { createRun } from '../../local/nova-act/local-service.ts';
import { callCommand } from '../call-command.ts';
import { startDeployedProject } from '../deployed-project.ts';

let deployed: Awaited<ReturnType<typeof startDeployedProject>>;
let first: { readonly runId: string; readonly sessionId: string };
let second: typeof first;
let third: typeof first;
beforeAll(async () => {
  deployed = await startDeployedProject();
  first = await deployed.invoke('apples');
  // In the same process, so that only ids tell them apart.
  second = await deployed.invoke('bad pears', first.sessionId);
  third = await deployed.invoke('plums');
});
afterEach(() => deployed.aws.setFailures([]));
afterAll(() => deployed[Symbol.asyncDispose]());

const logs = (args: readonly string[], options: Partial<Parameters<typeof callCommand>[1]> = {}) =>
  callCommand(['logs', ...args, '--local'], { projectRoot: deployed.project.root, ...options });

/** What the lines say, without times and ids. */
const messagesIn = (stdout: string): readonly string[] =>
  stdout.split('\n').flatMap((line) => /^\S+Z {2}\S+ +(?:runtime|runs) +(.*)/.exec(line)?.[1] ?? []);

describe('lines for people', () => {
  test('of the only workflow come in the order of time from both log groups, and move no cursor', async () => {
    const { exitCode, stdout, stderr } = await logs([]);
    expect(exitCode).toBe(0);
    expect(stderr.split('\n').slice(0, 2)).toEqual([
      `Target: local AWS at ${deployed.aws.url}`,
      `Log groups: ${deployed.outputs.RuntimeLogGroupName}, ${deployed.outputs.LogGroupName}`,
    ]);
    const messages = messagesIn(stdout);
    expect(messages.join('\n')).toMatch(
      /listening [\s\S]*apples.*\nplain apples\\u001b\[2J\n[\s\S]*run ended[\s\S]*plain bad pears[\s\S]*plain plums/i,
    );
    expect(stdout).toMatch(/Z {2}error {2}runtime {2}what is wrong with bad pears/);
    const times = stdout.split('\n').flatMap((line) => /^\S+Z(?= )/.exec(line)?.[0] ?? []);
    expect(times).toEqual([...times].sort());
  });

  test('have colours where results may have them', async () => {
    let colored = '';
    const coloredStdout = (text: string): void => {
      colored += text;
    };
    const { stdout } = await logs(['--filter', '"what is wrong"'], { coloredStdout });
    expect({ stdout, colored }).toEqual({
      stdout: '',
      colored: expect.stringContaining('what is wrong with bad pears'),
    });
    expect(colored.startsWith('\u001b[31m')).toBe(true);
    expect(colored.endsWith('\u001b[0m\n')).toBe(true);
  });
});

describe('of a session', () => {
  test('there are its lines, those without an id that its process printed, and none of others', async () => {
    const { stdout } = await logs(['--session', third.sessionId]);
    const messages = messagesIn(stdout).join('\n');
    expect(messages).toMatch(/invocation started[\s\S]*plums[\s\S]*plain plums/);
    expect(messages).not.toMatch(/apples|pears/);
    expect(stdout).not.toContain(third.sessionId);
  });

  test('by the beginning of its id there are the same, as lines have it', async () => {
    const whole = await logs(['--session', third.sessionId, '--json']);
    const short = await logs(['--session', third.sessionId.slice(0, 8), '--json']);
    expect(dataIn(short.json).lines).toEqual(dataIn(whole.json).lines);
  });

  test('that is not there nothing is said but that', async () => {
    const { exitCode, stdout, stderr } = await logs(['--session', 'x'.repeat(36)]);
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringMatching(
        /\nNo lines since .*Z\. Others may be older: --since 7d, for example\.\n$/,
      ),
    });
  });
});

describe('of a run', () => {
  test('there are the lines of its invocation and what is said of it, of all processes and other runs nothing', async () => {
    const { exitCode, json } = await logs(['--run', second.runId, '--json']);
    expect(exitCode).toBe(0);
    const { lines } = dataIn(json);
    const said = lines.map(({ source, message }) => `${source} ${message}`);
    expect(said).toEqual(
      expect.arrayContaining([
        'runtime invocation started',
        'runtime bad pears',
        'runtime what is wrong with bad pears',
        'runtime plain bad pears\u001b[2J',
        'runs run started',
        'runs run ended',
      ]),
    );
    expect(said.filter((text) => /apples|plums|listening/i.test(text))).toEqual([]);
    expect(lines.find(({ message }) => message === 'what is wrong with bad pears')).toMatchObject({
      level: 'error',
      group: deployed.outputs.RuntimeLogGroupName,
      stream: expect.stringContaining(`[runtime-logs]${second.sessionId}`),
      fields: { sessionId: second.sessionId },
    });
  });

  test('by the beginning of its id there are the same', async () => {
    const { json } = await logs(['--run', second.runId.slice(0, 8), '--source', 'runs', '--json']);
    expect(dataIn(json).lines.map(({ message }) => message)).toEqual(['run started', 'run ended']);
  });

  test('no older lines are promised', async () => {
    const { stderr } = await logs(['--run', second.runId, '--filter', '"nobody says this"']);
    expect(stderr).toMatch(/\nNo lines since \S+Z\.\n$/);
  });

  test('of one source there are those alone', async () => {
    const { json } = await logs(['--run', first.runId, '--source', 'runs', '--json']);
    expect(dataIn(json).lines.map(({ message }) => message)).toEqual(['run started', 'run ended']);
  });

  test('that "act run" has begun there is what Nova Act says of it, and it is said where the rest was printed', async () => {
    const novaAct = new NovaActClient(deployed.connection);
    const { workflowRunId } = await createRun(novaAct, 'shop');
    novaAct.destroy();
    const invocationId = newInvocationId(undefined, randomUUID());
    const s3 = new S3Client({ ...deployed.connection, forcePathStyle: true });
    await s3.send(
      new PutObjectCommand({
        ...{ Bucket: deployed.outputs.ArtifactBucketName, Key: `shop/${runKey(workflowRunId)}` },
        Body: JSON.stringify({ invocationId }),
      }),
    );
    s3.destroy();
    const { exitCode, stdout, stderr } = await logs(['--run', workflowRunId]);
    expect({ exitCode, messages: messagesIn(stdout) }).toEqual({
      exitCode: 0,
      messages: [expect.stringMatching(/^run started/)],
    });
    expect(stderr).toMatch(
      /was begun outside AgentCore, by "act run" or .* what its program printed was printed there/,
    );
  });

  test('that no workflow has is a wrong use', async () => {
    const { exitCode, stderr } = await logs(['--run', '00000000-0000-4000-8000-000000000000']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/Error: There is no run 0.* of shop\. Name the workflow/),
    });
  });
});

test('a limit gives the last lines', async () => {
  const all = (await logs(['shop', '--source', 'runtime'])).stdout.split('\n');
  const { stdout } = await logs(['shop', '--source', 'runtime', '--limit', '3']);
  expect(stdout.split('\n')).toEqual(all.slice(-4));
});

describe('--follow', () => {
  test('prints an object a line, of what is there no more than the limit, and ends by Ctrl-C', async () => {
    const stop = new AbortController();
    let lines = '';
    const { exitCode } = await logs(['shop', '--follow', '--json', '--limit', '2', '--filter', 'plain'], {
      interrupt: stop.signal,
      stdout: (text) => {
        lines += text;
        if (text.includes('plums')) stop.abort();
      },
    });
    expect(exitCode).toBe(130);
    const messages = lines
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(messages).toMatchObject([
      { message: expect.stringMatching(/^plain bad pears/), level: null },
      { message: expect.stringMatching(/^plain plums/) },
    ]);
  });

  test('waits for a group that is not there, where a single look is a wrong use', async () => {
    const file = deployed.project.write(
      'other.json',
      JSON.stringify({
        'NovaActWorkflow-shop': {
          ...deployed.outputs,
          LogGroupName: '/not/there',
          RuntimeLogGroupName: '/nor/there',
        },
      }),
    );
    const args = ['shop', '--outputs-file', file];
    const once = await logs(args);
    expect({ exitCode: once.exitCode, stderr: once.stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringContaining('Error: There is no log group yet: /nor/there, /not/there. It is made'),
    });
    const stop = new AbortController();
    let said = '';
    const { exitCode, stdout } = await logs([...args, '--follow'], {
      interrupt: stop.signal,
      stderr: (text) => {
        said += text;
        if (text.includes('/not/there is not there yet; waiting')) stop.abort();
      },
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(said).toContain('/nor/there is not there yet; waiting');
  });
});

test.each([
  [
    ['--since', 'yesterday'],
    /--since "yesterday" is not a time\. So long ago is allowed, as 30s, 10m, 2h or 1d/,
  ],
  [['--limit', '0'], /--limit "0" is not a number of lines/],
  [['--source', 'runtimes'], /Allowed are runtime, runs, all\. Did you mean "runtime"\?/],
  [['--run', 'a', '--session', 'b'], /given together/],
  [['--session', 'a" || "b'], /is not the id of a session/],
  [['--session', '0123456'], /its beginning, 8 or more/],
  [['--run', 'Hello'], /"Hello" is not the id of a run/],
  [['--filter', '{ $.level = '], /Invalid filter pattern/],
  [['shops'], /"shops" is not deployed to local AWS/],
  [
    ['arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/a_b-a1B2c3D4e5'],
    /Give the name of the workflow/,
  ],
])('%j is refused', async (args, message) => {
  const { exitCode, stderr, stdout } = await logs(args);
  expect({ exitCode, stderr, stdout }).toEqual({
    exitCode: 2,
    stderr: expect.stringMatching(message),
    stdout: '',
  });
});

function dataIn(json: unknown): {
  readonly lines: readonly {
    readonly source: string;
    readonly level: string | null;
    readonly message: string;
    readonly group: string;
    readonly stream: string;
    readonly fields: object;
  }[];
} {
  expect(json).toEqual({ ok: true, data: { lines: expect.any(Array), missingGroups: [] } });
  return Reflect.get(Object(json), 'data');
}
