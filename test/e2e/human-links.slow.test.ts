import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { deployLocally } from '../../lib/local/agentcore/index.ts';
import { type LocalAws, startLocalAws } from '../../lib/local/index.ts';
import { noteRunning } from '../../lib/local/running-local-aws.ts';
import { NovaActClient } from '../../lib/service/index.ts';
import { servePage } from '../../lib/testing/index.ts';
import { makeProject } from '../bundle/project.ts';
import { callCommand } from '../cli/call-command.ts';
import { answerBy, readBy } from '../sdk/human/web/support/desk-server.ts';

// A workflow in a process of its own.
jest.setTimeout(120_000);

const SDK = path.resolve(import.meta.dirname, '..', '..', 'lib', 'sdk', 'index.ts');

const project = makeProject({
  'workflows/buy.ts': `
    import { writeFileSync } from 'node:fs';
    import { NovaAct, webHuman, workflow } from ${JSON.stringify(SDK)};
    export const main = workflow({ definitionName: 'buy' }, async ({ url, linkFile }: Record<string, string>) => {
      const talkative = {
        name: 'talkative',
        notify: ({ link }: { link: string }) => {
          console.log(link);
          console.error('please', { link });
          process.stdout.write('at ' + link + '\\n');
          writeFileSync(linkFile, link);
          throw new Error('cannot tell ' + encodeURIComponent(link));
        },
      };
      const human = webHuman({ notify: talkative, onNotifyFailure: 'wait' });
      await using nova = await NovaAct.start({ startingPage: url, human });
      const { response } = await nova.act("Ask for approval before you click 'Buy', then return the main heading");
      return response;
    });
  `,
});
const stateDir = path.join(project.root, '.nova-act');
const linkFile = path.join(project.root, 'link.txt');
let aws: LocalAws;
let unNote: () => void;
let agentCore: BedrockAgentCoreClient;
let page: Awaited<ReturnType<typeof servePage>>;
let agentRuntimeArn: string;

beforeAll(async () => {
  page = await servePage('<title>Shop</title><h1>Basket</h1><button>Buy</button>');
  aws = await startLocalAws({ stateDir });
  unNote = noteRunning(stateDir, { url: aws.url, region: 'us-east-1' });
  const connection = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  agentCore = new BedrockAgentCoreClient({ ...connection, endpoint: aws.url, maxAttempts: 1 });
  const client = new NovaActClient({ ...connection, endpoint: aws.url });
  const [deployment] = await deployLocally({
    catalog: [{ name: 'buy', entry: 'workflows/buy.ts', definitionName: 'buy', description: 'Buys.' }],
    projectRoot: project.root,
    ...{ stateDir, client },
  });
  client.destroy();
  agentRuntimeArn = deployment?.outputs.RuntimeArn ?? '';
});
afterEach(() => {
  rmSync(linkFile, { force: true });
});
afterAll(async () => {
  agentCore?.destroy();
  unNote?.();
  await aws?.close();
  await page?.close();
  project.remove();
});

const payload = () => JSON.stringify({ url: page.url, linkFile });
const command = (...args: readonly string[]) =>
  callCommand([...args, '--local', '--state-dir', stateDir], { projectRoot: project.root });

test('what a notifier prints of its link is in no log of the session', async () => {
  const result = invoke('a-session-whose-notifier-is-talkative');
  const link = await linkOf();
  expect((await answerBy(link, { answer: 'yes', name: 'Ana' })).status).toBe(200);

  expect(await result).toBe('Basket');
  mustBeSecret(link);
  const [log = ''] = filesWith('talkative could not tell people');
  expect(readFileSync(log, 'utf8').match(/\[secret\]/g)?.length).toBeGreaterThanOrEqual(4);
});

test('nor is it in what `run` prints', async () => {
  const running = command('run', 'workflows/buy.ts', '--payload', payload());
  const link = await linkOf();
  await answerBy(link, { answer: 'yes' });

  const { exitCode, stdout, stderr } = await running;

  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('Basket')]);
  expect(`${stdout}${stderr}`).not.toContain(tokenIn(link));
  expect(stderr).toContain('talkative could not tell people');
  mustBeSecret(link);
});

test('a run that is stopped while it asks takes its question back, and says so to whoever opens the link', async () => {
  const result = invoke('a-session-that-is-stopped-while-it-asks-people').catch((error: Error) => error);
  const link = await linkOf();
  const runId = aws.store.runs().at(-1)?.runId ?? '';

  const { exitCode } = await command('runs', 'stop', runId);

  expect(exitCode).toBe(0);
  expect(await result).toBeInstanceOf(Error);
  expect(aws.store.runs().at(-1)).toMatchObject({ runId, status: 'FAILED' });
  expect(await readBy(link)).toMatchObject({
    status: 'withdrawn',
    withdrawnBecause: expect.stringMatching(/./),
  });
  expect((await answerBy(link, { answer: 'yes' })).status).toBe(410);
  mustBeSecret(link);
});

async function invoke(runtimeSessionId: string): Promise<unknown> {
  const { response } = await agentCore.send(
    new InvokeAgentRuntimeCommand({
      ...{ agentRuntimeArn, runtimeSessionId },
      payload: new TextEncoder().encode(payload()),
    }),
  );
  return JSON.parse((await response?.transformToString()) ?? 'null');
}

async function linkOf(): Promise<string> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const link = existsSync(linkFile) ? readFileSync(linkFile, 'utf8') : '';
    if (link !== '') return link;
    await pause(200);
  }
  throw new Error('nobody was told within 60 s');
}

function tokenIn(link: string): string {
  const token = link.split('/').at(-1) ?? '';
  expect(token).toHaveLength(43);
  return token;
}

function mustBeSecret(link: string): void {
  expect(filesWith(tokenIn(link))).toEqual([]);
}

/** Of all that local AWS keeps, logs of sessions among it. */
function filesWith(text: string): readonly string[] {
  return readdirSync(stateDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}
