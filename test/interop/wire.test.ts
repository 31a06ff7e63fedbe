import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isRecord } from '../../lib/core/is-record.ts';
import { type LocalAws, startLocalAws } from '../../lib/local/index.ts';
import { localEnvironment } from '../../lib/local/local-environment.ts';
import { ActAgentFailed, cdpBrowser, defineTool, NovaAct, Workflow } from '../../lib/sdk/index.ts';
import { agentCall, scriptedAgent, servePage } from '../../lib/testing/index.ts';
import { type Chromium, startChromium } from './support/chromium.ts';
import { run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';
import { readableRequests } from './wire/readable-request.ts';
import { startRecordingProxy } from './wire/recording-proxy.ts';

const DEFINITION = 'wire';
const PAGE = `<!doctype html><title>Wire</title><body style="margin:0"><h1>Orders</h1>
<input type="file" style="position:absolute;left:100px;top:200px;width:300px;height:40px">
<button style="position:absolute;left:100px;top:300px;width:200px;height:40px" onclick="this.textContent='Sent'">Send</button>`;
const FIELD = { x: 100, y: 200, width: 300, height: 40 };
const BUTTON = { x: 100, y: 300, width: 200, height: 40 };

const folder = mkdtempSync(path.join(os.tmpdir(), 'wire-'));
const file = path.join(folder, 'order.txt');
writeFileSync(file, 'one pair of shoes');

/** What the service asks for, of both SDKs. */
const service = scriptedAgent([
  {
    prompt: /order 7/,
    steps: [
      [agentCall.think('I look it up.'), agentCall.tool('lookup_order', { id: '7' }), agentCall.look()],
    ],
    returns: 'shipped',
  },
  {
    prompt: /permission/,
    steps: [
      [agentCall.tool('human_Approve', { message: 'May I buy it?' }), agentCall.look()],
      [agentCall.tool('human_UiTakeover', { message: 'Please pay.' }), agentCall.settle(), agentCall.look()],
      [agentCall.click(BUTTON), agentCall.settle(), agentCall.look()],
    ],
    returns: 'bought',
  },
  {
    prompt: /Upload/,
    steps: [[agentCall.type(file, FIELD), agentCall.settle(), agentCall.look()]],
    returns: { done: true },
  },
  { prompt: /cannot/, throws: 'It cannot be done.' },
]);

let tools: Python;
let local: LocalAws;
let chromium: Chromium;
let page: Awaited<ReturnType<typeof servePage>>;

beforeAll(async () => {
  tools = await python();
  local = await startLocalAws({ agent: service, definitionsOnDemand: true });
  chromium = await startChromium();
  page = await servePage(PAGE);
}, PREPARATION_MS);

afterAll(async () => {
  await page?.[Symbol.asyncDispose]();
  await chromium?.[Symbol.asyncDispose]();
  await local?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the same acts by both SDKs, for the same service', () => {
  test('are the same on the wire, but for what docs/compatibility.md says', async () => {
    const theirs = await requestsOf(async (url) => {
      const environment = { ...localEnvironment(url) };
      const args = [tools.script('wire'), DEFINITION, page.url, chromium.devToolsUrl, file];
      await run(tools.executable, args, environment);
    });
    const ours = await requestsOf(actsOfOurs);

    expect(ours.map(agreed)).toEqual(theirs.map(agreed));
  }, 180_000);
});

async function requestsOf(work: (url: string) => Promise<void>): Promise<readonly object[]> {
  await using proxy = await startRecordingProxy(local.url);
  await work(proxy.url);
  return readableRequests(proxy.requests);
}

async function actsOfOurs(endpoint: string): Promise<void> {
  const lookup = defineTool({
    name: 'lookup_order',
    description: 'Gives the state of an order.',
    input: {
      type: 'object',
      properties: { id: { type: 'string', description: 'of the order' } },
      required: ['id'],
    },
    run: ({ id }) => ({ id, state: 'shipped' }),
  });
  await Workflow.run({ definitionName: DEFINITION, endpoint }, async () => {
    await using nova = await NovaAct.start({
      startingPage: page.url,
      browser: cdpBrowser({ endpointUrl: chromium.devToolsUrl }),
      tools: [lookup],
      human: { approve: () => true, takeOver: () => true },
      allowedFileUploadPaths: [file],
    });
    await nova.act('Look up order 7');
    await nova.act('Buy it, with permission');
    await nova.actGet('Upload the file', { type: 'object', properties: { done: { type: 'boolean' } } });
    await expect(nova.act('Do what cannot be done')).rejects.toBeInstanceOf(ActAgentFailed);
  });
}

/** A request without what differs on purpose, and says only what is on each side. */
function agreed(request: object): object {
  const text = JSON.stringify(request, (name, value: unknown) => {
    // Each has its own.
    if (name === 'sdkVersion') return 'a version';
    if (name === 'toolSpecs' && Array.isArray(value)) return value.map(withoutWordsOfPeople);
    // Python reports all that it knows of an act, the prompt included; this SDK reports why it failed.
    if (name === 'error' && isRecord(value)) return { type: value.type };
    return value;
  });
  return JSON.parse(text);
}

/** The tools of people have names and schemas of the protocol; their words are each SDK's own. */
function withoutWordsOfPeople(spec: unknown): unknown {
  if (!isRecord(spec) || !String(spec.name).startsWith('human_')) return spec;
  return JSON.parse(JSON.stringify(spec, (name, value) => (name === 'description' ? undefined : value)));
}
