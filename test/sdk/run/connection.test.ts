import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { localIdentityOf, makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { NovaAct, Workflow } from '../../../lib/sdk/index.ts';
import { type ConnectionOptions, connect } from '../../../lib/sdk/run/connection.ts';
import { ListModelsCommand, NovaActClient } from '../../../lib/service/index.ts';
import { servePage } from '../../../lib/testing/index.ts';
import { REAL, withAwsHome } from '../../service/aws-home.ts';
import { loopbackSources, sourcesElsewhere } from '../../service/endpoint-sources.ts';
import { LoopbackServer, type RecordedRequest, type Reply } from '../../service/loopback-server.ts';
import { transportTo } from '../../service/transport-to.ts';

/** What is on this machine, and what stands where AWS and other servers would. */
let here: LoopbackServer;
let elsewhere: LoopbackServer;
const SOMEWHERE = 'http://127.0.0.1:1';

beforeAll(async () => {
  here = await LoopbackServer.start(answerLikeNovaAct);
  elsewhere = await LoopbackServer.start(answerLikeNovaAct);
});

beforeEach(() => {
  for (const server of [here, elsewhere]) server.requests.length = 0;
});

afterAll(async () => {
  await here[Symbol.asyncDispose]();
  await elsewhere[Symbol.asyncDispose]();
});

let home: AsyncDisposable | undefined;
async function configured(source: Parameters<typeof withAwsHome>[0]): Promise<void> {
  home = await withAwsHome(source);
}
afterEach(async () => {
  await home?.[Symbol.asyncDispose]();
  home = undefined;
});

/** Connects, and sends one request. */
async function call(options: ConnectionOptions = {}) {
  const connection = await connect(options);
  if (!connection.isLoopback) connection.client.config.requestHandler = transportTo(elsewhere.url);
  try {
    await connection.client.send(new ListModelsCommand({ clientCompatibilityVersion: 1 }));
    return connection;
  } finally {
    connection.release();
  }
}

const keyOf = ({ headers }: RecordedRequest): string | undefined =>
  /Credential=([^/]+)/.exec(headers.authorization ?? '')?.[1];

/** Nothing of the keys of AWS, and a key of local AWS. */
function expectLocalSignature(request: RecordedRequest): void {
  expect(localIdentityOf(keyOf(request) ?? '')).toBeDefined();
  expect(request.headers).not.toHaveProperty('x-amz-security-token');
  expect(JSON.stringify(request)).not.toMatch(/real/i);
}

describe('an endpoint on this machine gets local credentials, and the DOM', () => {
  test.each(loopbackSources('NOVA_ACT', SOMEWHERE).map(({ name }) => name))('%s', async (name) => {
    await configured(loopbackSources('NOVA_ACT', here.url).find((source) => source.name === name));

    const { isLoopback, url } = await call();

    expect({ isLoopback, port: new URL(url).port }).toEqual({
      isLoopback: true,
      port: new URL(here.url).port,
    });
    expectLocalSignature(here.only);
  });

  const real = { accessKeyId: REAL.AWS_ACCESS_KEY_ID, secretAccessKey: REAL.AWS_SECRET_ACCESS_KEY };
  test.each<[string, Readonly<Record<string, string>>, ConnectionOptions]>([
    ['the option', {}, {}],
    ['the option, before variables', { AWS_ENDPOINT_URL_NOVA_ACT: 'https://elsewhere.example' }, {}],
    [
      'the option, which AWS_IGNORE_CONFIGURED_ENDPOINT_URLS does not concern',
      { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      {},
    ],
    ['the option, with a region', {}, { region: 'eu-west-1' }],
    ['the option, with credentials of AWS', {}, { credentials: real }],
  ])('%s', async (_, environment, options) => {
    await configured({ environment });

    expect(await call({ endpoint: here.url, ...options })).toMatchObject({ isLoopback: true, url: here.url });

    expectLocalSignature(here.only);
  });

  test.each(['http://[::1]:9', 'http://127.9.9.9:9', 'http://a.localhost:9', 'http://LOCALHOST:9'])(
    '%s is this machine, too',
    async (endpoint) => {
      await configured({});
      const { client, isLoopback } = await connect({ endpoint });

      expect(isLoopback).toBe(true);
      expect(localIdentityOf((await client.config.credentials()).accessKeyId)).toBeDefined();
    },
  );

  test('a provider of credentials is not even asked', async () => {
    await configured({});
    let asked = 0;
    const credentials = async () => {
      asked += 1;
      return real;
    };

    await call({ endpoint: here.url, credentials });

    expect(asked).toBe(0);
    expectLocalSignature(here.only);
  });

  test('a whole run: every request is signed so, and the step carries the DOM', async () => {
    await configured(loopbackSources('NOVA_ACT', here.url).find(({ name }) => /^the services/.test(name)));

    await runAct();

    expect(here.requests.map(({ path }) => path.split('/').at(-1) || 'invoke-step')).toEqual(
      expect.arrayContaining(['workflow-runs', 'sessions', 'acts', 'invoke-step']),
    );
    for (const request of here.requests) expectLocalSignature(request);
    expect(domIn(here)).toContain('Shoes');
  });
});

describe('another endpoint gets the credentials of the usual chain, and no DOM', () => {
  test.each(sourcesElsewhere('NOVA_ACT', SOMEWHERE).map(({ name }) => name))('%s', async (name) => {
    const source = sourcesElsewhere('NOVA_ACT', here.url).find((candidate) => candidate.name === name);
    await configured(source);

    const { isLoopback } = await call();

    expect(isLoopback).toBe(false);
    expect(here.requests).toEqual([]);
    expect(elsewhere.only.headers.host).toBe(source?.host('nova-act'));
    expect(keyOf(elsewhere.only)).toBe(REAL.AWS_ACCESS_KEY_ID);
  });

  test('the option, before variables that lead here', async () => {
    await configured({ environment: { AWS_ENDPOINT_URL_NOVA_ACT: here.url } });

    const { isLoopback, url } = await call({ endpoint: 'https://elsewhere.example/below/' });

    expect({ isLoopback, url }).toEqual({ isLoopback: false, url: 'https://elsewhere.example/below' });
    expect(keyOf(elsewhere.only)).toBe(REAL.AWS_ACCESS_KEY_ID);
  });

  test('credentials that were given come before the chain', async () => {
    await configured({});

    await call({ credentials: { accessKeyId: 'AKIAGIVENGIVENGIVENG', secretAccessKey: 'secret' } });

    expect(keyOf(elsewhere.only)).toBe('AKIAGIVENGIVENGIVENG');
  });

  test('a whole run: the step carries no DOM', async () => {
    await configured({
      environment: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', AWS_ENDPOINT_URL: here.url },
    });
    const client = new NovaActClient({ requestHandler: transportTo(elsewhere.url) });

    await runAct({ client });

    expect(here.requests).toEqual([]);
    expect(domIn(elsewhere)).toBe('');
    client.destroy();
  });
});

describe('credentials that local AWS handed out', () => {
  const handedOut = makeLocalCredentials();
  const environment = {
    AWS_ACCESS_KEY_ID: handedOut.accessKeyId,
    AWS_SECRET_ACCESS_KEY: handedOut.secretAccessKey,
  };

  test('are kept, but for a session token, which is not theirs', async () => {
    await configured({ environment: { ...environment, AWS_SESSION_TOKEN: REAL.AWS_SESSION_TOKEN } });

    await call({ endpoint: here.url });

    expectLocalSignature(here.only);
    expect(keyOf(here.only)).toBe(handedOut.accessKeyId);
  });

  test('are kept when they are an option, before those of the environment', async () => {
    await configured({ environment });
    const credentials = makeLocalCredentials();

    await call({ endpoint: here.url, credentials });

    expect(keyOf(here.only)).toBe(credentials.accessKeyId);
  });

  test('a process that has none makes its own, the same for all its runs', async () => {
    await configured({});

    await call({ endpoint: here.url });
    await call({ endpoint: here.url });

    const [first, second] = here.requests.map(keyOf);
    expect(first).toBe(second);
  });

  test.each<[string, Readonly<Record<string, string>>, ConnectionOptions]>([
    ['from the environment', environment, {}],
    ['from an option', {}, { credentials: handedOut }],
    ['from a provider', {}, { credentials: async () => handedOut }],
    ['to a server elsewhere', environment, { endpoint: 'https://elsewhere.example' }],
  ])('never leave this machine: %s', async (_, variables, options) => {
    await configured({ environment: variables });

    await expect(call(options)).rejects.toThrow(
      /^The credentials are those of local AWS, but requests go to/,
    );

    expect(elsewhere.requests).toEqual([]);
  });

  test('and a run that would send them is an AuthError', async () => {
    await configured({ environment });

    await expect(Workflow.run({ definitionName: 'shop' }, () => 1)).rejects.toMatchObject({
      name: 'AuthError',
      message: expect.stringContaining('Unset AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to use your own'),
    });
  });
});

describe('a client of the caller', () => {
  const given = { accessKeyId: 'AKIAGIVENGIVENGIVENG', secretAccessKey: 'secret' };

  test('is used as it is; whether it is local, it says itself', async () => {
    await configured({ config: `[default]\nendpoint_url = ${here.url}\n` });
    const client = new NovaActClient({ credentials: given });

    expect(await call({ client })).toMatchObject({ client, isLoopback: true, url: here.url });

    expect(keyOf(here.only)).toBe(given.accessKeyId);
    client.destroy();
  });

  test('with an endpoint provider of its own is asked for that', async () => {
    await configured({ environment: { AWS_ENDPOINT_URL: here.url } });
    const endpointProvider = () => ({ url: new URL('https://elsewhere.example') });

    const connection = await connect({ client: new NovaActClient({ endpointProvider }) });

    expect(connection).toMatchObject({ isLoopback: false, url: 'https://elsewhere.example' });
  });
});

describe('the address of local AWS', () => {
  test('is that of the run, or none', async () => {
    await configured({ config: `[default]\nendpoint_url = ${here.url}\n` });
    await Workflow.run({ definitionName: 'shop' }, (run) => expect(run.localAwsUrl).toBe(here.url));

    const client = new NovaActClient({
      endpoint: 'https://elsewhere.example',
      requestHandler: transportTo(elsewhere.url),
    });
    await Workflow.run({ definitionName: 'shop', client }, (run) => expect(run.localAwsUrl).toBeUndefined());
    client.destroy();
  });
});

describe('what is refused before anything is sent', () => {
  const both = { AWS_USE_FIPS_ENDPOINT: 'true' };
  test.each<[string, Parameters<typeof withAwsHome>[0], string, string]>([
    ['a name of this machine that may be none', {}, 'http://localhost.:9', 'may or may not be this machine'],
    ['the address that servers listen on', {}, 'http://0.0.0.0:9', 'Write it as http://127.0.0.1'],
    ['127.0.0.1 as IPv6', {}, 'http://[::ffff:127.0.0.1]:9', 'may or may not be this machine'],
    [
      'FIPS on this machine',
      { environment: both },
      SOMEWHERE,
      'FIPS and a custom endpoint cannot be combined',
    ],
    [
      'no URL',
      {},
      'localhost',
      'The endpoint of Nova Act cannot be told: Invalid URL: "localhost". Check the option',
    ],
    ['a host without a scheme', {}, 'localhost:9', 'Write it in full, as in http://127.0.0.1:8737'],
  ])('%s', async (_, home, endpoint, said) => {
    await configured(home);

    await expect(Workflow.run({ definitionName: 'shop', endpoint }, () => 1)).rejects.toMatchObject({
      name: 'StartFailed',
      message: expect.stringContaining(said),
      cause: { name: 'ValidationFailed', retryable: false },
    });
  });
});

test('a server on this machine cannot send the client on to another', async () => {
  await configured({});
  await using sly = await LoopbackServer.start(() => ({
    status: 307,
    headers: { location: `${elsewhere.url}/models` },
  }));

  await expect(call({ endpoint: sly.url })).rejects.toMatchObject({ $metadata: { httpStatusCode: 307 } });

  expect(elsewhere.requests).toEqual([]);
});

/** One act in a browser, which ends with its first step. */
async function runAct(options: ConnectionOptions = {}): Promise<void> {
  await using page = await servePage('<title>Shop</title><h1>Shoes</h1>');
  await Workflow.run({ definitionName: 'shop', ...options }, async () => {
    await using nova = await NovaAct.start({ startingPage: page.url });
    await nova.act('look');
  });
}

/** The DOM in the one step that a server was sent; empty when there is none in it. */
function domIn({ requests }: LoopbackServer): string {
  const [step, ...more] = requests.filter(({ path }) => path.endsWith('/invoke-step/'));
  expect(more).toEqual([]);
  const { callResults } = JSON.parse(step?.body ?? '');
  const observation = JSON.parse(callResults.at(-1).content[0].text);
  expect(observation).toHaveProperty('screenshotBase64');
  return observation.simplifiedDOM ?? '';
}

/** Just enough of the service for a run with one act of one step. */
function answerLikeNovaAct({ path }: RecordedRequest): Reply {
  if (path === '/models')
    return { body: { modelSummaries: [], modelAliases: [], compatibilityInformation: {} } };
  if (path.endsWith('/invoke-step/')) {
    return { body: { stepId: 'step', calls: [{ callId: '1', name: 'return', input: [null] }] } };
  }
  const id = '00000000-0000-4000-8000-000000000000';
  return { body: { workflowRunId: id, sessionId: id, actId: id, status: 'RUNNING' } };
}
