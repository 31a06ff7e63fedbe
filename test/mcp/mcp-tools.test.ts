import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mcpTools } from '../../lib/mcp/index.ts';
import { NovaAct, type OpenToolSource, workflow } from '../../lib/sdk/index.ts';
import { agentCall, scriptedAgent, startScenario } from '../../lib/testing/index.ts';
import { calling, everything, opened, rawServer, runningServers, server } from './support.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'mcp-tools-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('an act uses the tools of a real MCP server, which ends with the session', async () => {
  const agent = scriptedAgent([
    {
      prompt: /sum/,
      steps: [
        [agentCall.tool('x_get-sum', { a: 'two' })],
        [agentCall.tool('x_get-sum', { a: 2, b: 3 })],
        [agentCall.tool('x_get-structured-content', { location: 'Chicago' })],
        [agentCall.tool('x_get-tiny-image', {})],
        [agentCall.tool('x_get-resource-links', { count: 1 })],
      ],
      returns: 'done',
    },
  ]);
  await using scenario = await startScenario({ agent });
  const tools = [mcpTools({ ...everything, prefix: 'x_', except: ['simulate-research-query'] })];
  const main = workflow({ definitionName: 'sums' }, async () => {
    await using nova = await NovaAct.start({ tools });
    return (await nova.act('Add the sum')).response;
  });

  expect(await scenario.run(() => main())).toBe('done');

  const [act] = scenario.aws.store.acts();
  expect(act?.toolSpecs?.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['x_echo', 'x_get-sum', 'x_get-structured-content']),
  );
  const texts = scenario.aws.store.steps(act?.actId ?? '').map(({ results }) => results[0]?.text);
  expect(texts.slice(1)).toEqual([
    expect.stringMatching(/^AgentRedirectError: The input of tool "x_get-sum" does not match its schema: /),
    '"The sum of 2 and 3 is 5."',
    '{"temperature":36,"conditions":"Light rain / drizzle","humidity":82}',
    expect.stringMatching(
      /Here's the image you requested:\\n\[image \(image\/png, \d+ bytes\), which cannot be shown\]/,
    ),
    expect.stringContaining('[link to the resource \\"'),
  ]);
  expect(runningServers()).toEqual([]);
});

describe('a server of standard input and output', () => {
  const file = path.join(folder, 'canceled');
  let source: OpenToolSource;

  /** Waits until the server has written this. */
  const holds = async (text: string): Promise<void> => {
    while (!existsSync(file) || readFileSync(file, 'utf8') !== text) await pause(10);
  };

  beforeAll(async () => {
    process.env.OTHERS_SECRET = 'not for servers';
    source = await opened(mcpTools(server('tools', file, '--api-key', 's3cr3t-s3cr3t')));
  });

  afterAll(async () => {
    delete process.env.OTHERS_SECRET;
    await source.close();
  });

  test('has names, schemas and descriptions; who has none is described by name and server', () => {
    expect(source.tools).toContainEqual(
      expect.objectContaining({
        name: 'echo',
        description: 'Says it again',
        input: expect.objectContaining({ jsonSchema: { type: 'object', properties: {} } }),
      }),
    );
    expect(source.tools.find(({ name }) => name === 'nothing')?.description).toMatch(
      /^nothing, a tool of the MCP server "node /,
    );
  });

  test('gets only what every program needs of the environment', async () => {
    const names = String(await calling(source, 'environment'));

    expect(
      names.split(' ').filter((name) => !/^(HOME|LOGNAME|PATH|SHELL|TERM|USER|__CF.*)$/.test(name)),
    ).toEqual([]);
  });

  test('an empty result is said to be empty', async () => {
    expect(await calling(source, 'nothing')).toBe('The tool is done; it gave no result.');
  });

  test('what a tool calls an error goes back to the agent, which can mend it', async () => {
    await expect(calling(source, 'refuse')).rejects.toMatchObject({
      name: 'AgentRedirectError',
      message: 'The tool "refuse" failed: There is no order X.',
    });
  });

  test('an act that is canceled tells the server so', async () => {
    const act = new AbortController();
    const hanging = calling(source, 'hang', {}, act.signal);
    await holds('called,');

    act.abort(new Error('the act was canceled'));

    await expect(hanging).rejects.toThrow('the act was canceled');
    await holds('called,canceled');
  });

  test('a server that ends during a call fails the act with its last words, without secrets, and later calls as well', async () => {
    const failure = {
      name: 'ActMCPError',
      code: 'act-mcp',
      message: expect.stringMatching(
        /^Tool "\w+" of the MCP server "node [^ ]*server\.mjs" failed: its process has ended\. Its last lines on stderr: the database is gone \| I cannot go on, key \[secret\]$/,
      ),
    };

    await expect(calling(source, 'die')).rejects.toMatchObject(failure);
    await expect(calling(source, 'echo', { message: 'x' })).rejects.toMatchObject(failure);
  });
});

test('a schema that cannot be compiled, and a description that is too long, are told', async () => {
  const notices: string[] = [];
  const source = await opened(mcpTools(server('odd')), (notice) => notices.push(notice));

  expect(notices).toEqual([
    expect.stringMatching(
      /^The tool "broken" of .* has an input schema that cannot be used here, so that only the server checks its input: /,
    ),
    expect.stringMatching(/^The tool "long" of .* has a description of 10001 characters/),
  ]);
  expect(await calling(source, 'broken')).toBe('called');
  await source.close();
});

test('a server that cannot be started is why the session cannot, with what it said', async () => {
  await using scenario = await startScenario({ agent: scriptedAgent([]) });
  const main = workflow({ definitionName: 'crash' }, async () => {
    await NovaAct.start({ tools: [mcpTools(server('crash'))] });
  });

  await expect(scenario.run(() => main())).rejects.toMatchObject({
    name: 'StartFailed',
    message: expect.stringMatching(
      /^The browser session could not be started: The MCP server "node .*" cannot be used: its process has ended\. Its last lines on stderr: cannot read the configuration$/,
    ),
  });
});

test('a tool list or a result that is none of MCP is told in one line, with the name of the tool', async () => {
  await expect(opened(mcpTools(rawServer('list')))).rejects.toThrow(
    /cannot be used: it broke the protocol: its tool "bad" is none of MCP: [^\n]+inputSchema[^\n]+$/,
  );
  const source = await opened(mcpTools(rawServer('call')));
  await expect(calling(source, 'good')).rejects.toThrow(
    /failed: it broke the protocol: Invalid result for tools\/call: content\.0[^\n{]+$/,
  );
  await source.close();
});

test.each(['result', 'error'])(
  'the agent gets no secret that the server was given, in a %s',
  async (kind) => {
    const options = rawServer(kind, 'Bearer', 'abcd-s3cr3t-0123', 'postgresql://u:s3cr3t-pass@h/db');
    const source = await opened(mcpTools({ ...options, env: { SHOP_TOKEN: 'abcd-s3cr3t-0123' } }));
    const said = await Promise.resolve(calling(source, 'good')).catch((error: Error) => error.message);
    await source.close();

    expect(said).toMatch(/Bearer \[secret\] postgresql:\/\/(?:u:\[secret\]@)?h\/db$/);
  },
);

test.each([
  ['a program that is not there', { command: 'no-such-program' }, 'there is no program "no-such-program"'],
  [
    'a folder that is not there',
    { ...server('tools'), cwd: '/no/such/folder' },
    'its working directory /no/such/folder is not there',
  ],
  [
    'a file in place of a folder',
    { ...server('tools'), cwd: import.meta.filename },
    `its working directory ${import.meta.filename} is no folder`,
  ],
  [
    'a folder in place of a program',
    { command: import.meta.dirname },
    `its \`command\` ${import.meta.dirname} is a folder, not a program`,
  ],
  [
    'a program with its arguments',
    { command: 'node scratch/bad.mjs s3cr3t' },
    'The MCP server "node" cannot be used: there is no program of the whole name that `command` has. Pass the program alone ("node") as `command`, and what follows as `args`.',
  ],
  [
    'a name with the prefix',
    { ...server('tools'), prefix: 'x_', only: ['x_echo'] },
    'Names there are those of the server, without the prefix: "echo".',
  ],
  [
    'an address that nobody answers at',
    { url: 'http://127.0.0.1:1/mcp' },
    'it cannot be reached: fetch failed (cause: bad port)',
  ],
])('%s is told', async (_, options, message) => {
  await expect(opened(mcpTools(options))).rejects.toThrow(message);
});
