import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { scriptedAgent } from '../../../lib/agents/index.ts';
import { OUTPUTS_FILE_NAME } from '../../../lib/catalog/names.ts';
import { deployLocally } from '../../../lib/local/agentcore/index.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { localEnvironment } from '../../../lib/local/local-environment.ts';
import { NovaActClient } from '../../../lib/service/index.ts';
import { startPageServer } from '../../browser/support/page-server.ts';
import { makeProject } from '../../bundle/project.ts';
import { callInvoke } from '../../cli/invoke/call-invoke.ts';
import { startIdentityProvider } from './identity-provider.ts';
import { signingFetch } from './signing-fetch.ts';

const SDK = path.resolve(import.meta.dirname, '..', '..', '..', 'lib', 'sdk', 'index.ts');
const READER = `
  import { z } from 'zod';
  import { NovaAct, workflow } from ${JSON.stringify(SDK)};
  export const main = workflow({ definitionName: 'DEFINITION', payload: z.object({ url: z.string() }) }, async ({ url }) => {
    await using nova = await NovaAct.start({ startingPage: url });
    return { heading: (await nova.actGet('Return the heading', z.string())).data };
  });
`;
const project = makeProject({
  'signed.ts': READER.replace('DEFINITION', 'signed'),
  'tokens.ts': READER.replace('DEFINITION', 'tokens'),
});
const stateDir = path.join(project.root, 'state');
const agent = scriptedAgent([
  { returns: ({ observation }) => /<h1[^>]*>([^<]*)</.exec(observation.simplifiedDOM)?.[1]?.trim() },
]);

let aws: LocalAws;
let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
let pages: Awaited<ReturnType<typeof startPageServer>>;
let page: string;
const arns = new Map<string, string>();
beforeAll(async () => {
  [provider, pages, aws] = await Promise.all([
    startIdentityProvider(),
    startPageServer(),
    startLocalAws({ stateDir, agent }),
  ]);
  page = pages.page('<h1>Read for an agent</h1>');
  const client = new NovaActClient({ endpoint: aws.url, ...local });
  const common = { description: 'Reads a page.', serverProtocol: 'MCP' } as const;
  const authorizer = { discoveryUrl: provider.discoveryUrl, allowedClients: ['agent'] };
  const catalog = [
    { name: 'signed', entry: 'signed.ts', definitionName: 'signed', ...common },
    { name: 'tokens', entry: 'tokens.ts', definitionName: 'tokens', authorizer, ...common },
  ];
  for (const { name, outputs } of await deployLocally({
    catalog,
    projectRoot: project.root,
    stateDir,
    client,
  }))
    arns.set(name, outputs.RuntimeArn);
  client.destroy();
});
afterAll(async () => {
  await aws.close();
  await Promise.all([pages.close(), provider[Symbol.asyncDispose]()]);
  project.remove();
});

const local = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** The address of a runtime, as AWS has it. */
const urlOf = (name: string): URL =>
  new URL(`${aws.url}/runtimes/${encodeURIComponent(arns.get(name) ?? '')}/invocations?qualifier=DEFAULT`);

const transport = (name = 'signed', sessionId?: string) =>
  new StreamableHTTPClientTransport(urlOf(name), {
    fetch: signingFetch(local.credentials),
    ...(sessionId && {
      requestInit: { headers: { 'x-amzn-bedrock-agentcore-runtime-session-id': sessionId } },
    }),
  });

const headingRead = { heading: 'Read for an agent' };

describe('a workflow that is deployed as a tool to local AWS', () => {
  test.each<[string, ClientOptions]>([
    ['that shakes hands', {}],
    ['of the stateless version', { versionNegotiation: { mode: 'auto' } }],
  ])('is listed and called by a client %s', async (_, options) => {
    const client = new Client({ name: 'agent', version: '1' }, options);
    await client.connect(transport('signed', 'a-session-of-at-least-33-characters'));
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['signed', 'signed_start', 'signed_status']);
    expect(tools[0]).toMatchObject({
      description: expect.stringContaining('Reads a page.'),
      inputSchema: { properties: { url: { type: 'string' } } },
    });
    const told: unknown[] = [];
    const result = await client.callTool(
      { name: 'signed', arguments: { url: page } },
      { onprogress: ({ message }) => told.push(message) },
    );
    expect(result).toMatchObject({ structuredContent: headingRead });
    expect(told.length).toBeGreaterThan(3);
    await client.close();
  });

  test('is called by a client of the older package, which stays in the session that it was given', async () => {
    const client = new OldClient({ name: 'agent', version: '1' });
    const used = new OldTransport(urlOf('signed'), { fetch: signingFetch(local.credentials) });
    await client.connect(used);
    const result = await client.callTool({ name: 'signed', arguments: { url: page } });
    expect(result).toMatchObject({ structuredContent: headingRead });
    expect(used.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    await client.close();
    const { invocations } = aws.store;
    const [run] = aws.store.runs().slice(-1);
    const record = () => run && invocations.read(invocations.idOfRun(run) ?? '')?.record;
    // The host writes how it ended after its answer.
    while (record()?.status === 'RUNNING') await pause(20);
    expect(record()).toMatchObject({
      sessionId: used.sessionId,
      status: 'SUCCEEDED',
      payload: { url: page },
    });
  });

  test('takes a token where it has an authorizer, and no signature', async () => {
    const client = new Client({ name: 'agent', version: '1' });
    const token = provider.token({ client_id: 'agent' });
    await client.connect(
      new StreamableHTTPClientTransport(urlOf('tokens'), {
        requestInit: { headers: { authorization: `Bearer ${token}` } },
      }),
    );
    const result = await client.callTool({ name: 'tokens', arguments: { url: page } });
    expect(result).toMatchObject({ structuredContent: headingRead });
    await client.close();
    await expect(new Client({ name: 'agent', version: '1' }).connect(transport('tokens'))).rejects.toThrow(
      /Authorization method mismatch/,
    );
  });

  test('is called by act invoke, by its name and by its ARN, also when nobody waits', async () => {
    const environment = { ...localEnvironment(aws.url) };
    const payload = JSON.stringify({ url: page });
    const outputsFile = path.join(stateDir, OUTPUTS_FILE_NAME);
    const named = { workflow: 'signed', outputsFile, payload };
    const invoked = await callInvoke({ ...named, stream: true }, { environment });
    expect({ ...invoked, stdout: JSON.parse(invoked.stdout) }).toMatchObject({
      exitCode: 0,
      stdout: headingRead,
      stderr: expect.stringContaining('step 1'),
    });

    const workflow = arns.get('signed') ?? '';
    expect(await callInvoke({ workflow, payload }, { environment })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('The runtime speaks MCP'),
    });
    const started = await callInvoke({ workflow, payload, protocol: 'mcp', async: true }, { environment });
    const waited = await callInvoke(
      { workflow, protocol: 'mcp', wait: started.stdout.trim() },
      { environment },
    );
    expect(JSON.parse(waited.stdout)).toEqual(headingRead);
  });

  test('whose payload is wrong, or that fails, is a failure for every caller', async () => {
    const environment = { ...localEnvironment(aws.url) };
    const outputsFile = path.join(stateDir, OUTPUTS_FILE_NAME);
    const invoked = await callInvoke(
      { workflow: 'signed', outputsFile, payload: '{"url":1}' },
      { environment },
    );
    expect(invoked).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('url') });
  });
});
