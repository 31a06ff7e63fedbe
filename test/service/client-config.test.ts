import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  ListModelsCommand,
  NovaActClient,
  type NovaActClientConfig,
  PACKAGE_VERSION,
} from '../../lib/service/index.ts';
import { AWS_SDK_RUNTIME_VERSION } from '../../lib/service/version.ts';
import { withEnvironment } from './environment.ts';
import { LoopbackServer, testCredentials } from './loopback-server.ts';

const answer = { body: { modelSummaries: [], modelAliases: [], compatibilityInformation: {} } };
const unset = {
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: undefined,
  AWS_PROFILE: undefined,
  AWS_ENDPOINT_URL: undefined,
  AWS_ENDPOINT_URL_NOVA_ACT: undefined,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: undefined,
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_USE_FIPS_ENDPOINT: undefined,
  AWS_USE_DUALSTACK_ENDPOINT: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
};

let folder: string;
let environment: Disposable;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'nova-act-config-'));
  environment = withEnvironment({
    ...unset,
    AWS_CONFIG_FILE: path.join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'credentials'),
  });
});

afterEach(async () => {
  environment[Symbol.dispose]();
  await fs.rm(folder, { recursive: true, force: true });
});

async function listModels(config: NovaActClientConfig): Promise<void> {
  const client = new NovaActClient(config);
  try {
    await client.send(new ListModelsCommand({ clientCompatibilityVersion: 1 }));
  } finally {
    client.destroy();
  }
}

describe('the endpoint', () => {
  test('comes from AWS_ENDPOINT_URL_NOVA_ACT before AWS_ENDPOINT_URL', async () => {
    await using specific = await LoopbackServer.start(() => answer);
    await using general = await LoopbackServer.start(() => answer);
    process.env.AWS_ENDPOINT_URL_NOVA_ACT = specific.url;
    process.env.AWS_ENDPOINT_URL = general.url;
    await listModels({ credentials: testCredentials });
    expect([specific.requests.length, general.requests.length]).toEqual([1, 0]);
  });

  test('comes from AWS_ENDPOINT_URL, with its path', async () => {
    await using server = await LoopbackServer.start(() => answer);
    process.env.AWS_ENDPOINT_URL = `${server.url}/below`;
    await listModels({ credentials: testCredentials });
    expect(server.only.path).toBe('/below/models');
  });

  test('comes from the profile: its services section, or its endpoint_url', async () => {
    await using specific = await LoopbackServer.start(() => answer);
    await using general = await LoopbackServer.start(() => answer);
    await fs.writeFile(
      path.join(folder, 'config'),
      `[profile a]\nservices = local\nendpoint_url = ${general.url}\n` +
        `[services local]\nnova_act =\n  endpoint_url = ${specific.url}\n[profile b]\nendpoint_url = ${general.url}\n`,
    );
    process.env.AWS_PROFILE = 'a';
    await listModels({ credentials: testCredentials });
    expect([specific.requests.length, general.requests.length]).toEqual([1, 0]);
  });

  test('comes from the option before everything else', async () => {
    await using server = await LoopbackServer.start(() => answer);
    process.env.AWS_ENDPOINT_URL_NOVA_ACT = 'http://127.0.0.1:9';
    await listModels({ credentials: testCredentials, endpoint: server.url });
    expect(server.requests).toHaveLength(1);
  });

  test('that is not a URL is one clear error', async () => {
    process.env.AWS_ENDPOINT_URL_NOVA_ACT = 'localhost';
    await expect(listModels({ credentials: testCredentials })).rejects.toThrow(/localhost|Invalid URL/);
  });
});

describe('the region', () => {
  test('is us-east-1 when nothing names one', async () => {
    expect(await new NovaActClient({}).config.region()).toBe('us-east-1');
  });

  test('comes from AWS_REGION', async () => {
    process.env.AWS_REGION = 'eu-west-1';
    expect(await new NovaActClient({}).config.region()).toBe('eu-west-1');
  });

  test('comes from the profile', async () => {
    await fs.writeFile(path.join(folder, 'config'), '[profile team]\nregion = ap-northeast-1\n');
    expect(await new NovaActClient({ profile: 'team' }).config.region()).toBe('ap-northeast-1');
  });

  test('comes from the option before all', async () => {
    process.env.AWS_REGION = 'eu-west-1';
    expect(await new NovaActClient({ region: 'us-west-2' }).config.region()).toBe('us-west-2');
  });
});

describe('when there are no credentials', () => {
  test('nothing is sent, and the error says what to do', async () => {
    await using server = await LoopbackServer.start(() => answer);
    await expect(listModels({ endpoint: server.url })).rejects.toMatchObject({
      name: 'CredentialsProviderError',
      message: expect.stringMatching(/No AWS credentials found.*aws configure.*AWS_ACCESS_KEY_ID/),
    });
    expect(server.requests).toHaveLength(0);
  });

  test('credentials of the environment are found', async () => {
    await using server = await LoopbackServer.start(() => answer);
    process.env.AWS_ACCESS_KEY_ID = 'AKIDENV';
    process.env.AWS_SECRET_ACCESS_KEY = 'secret';
    await listModels({ endpoint: server.url });
    expect(server.only.headers.authorization).toContain('Credential=AKIDENV/');
  });
});

describe('the user agent', () => {
  test('has our product token, then the caller’s own', async () => {
    await using server = await LoopbackServer.start(() => answer);
    await listModels({ endpoint: server.url, credentials: testCredentials, customUserAgent: 'shop/3' });
    expect(server.only.headers['user-agent']).toMatch(new RegExp(` nova-act-cdk/${PACKAGE_VERSION} shop/3$`));
  });

  test('tells the true versions of this package and of the SDK', async () => {
    const root = path.join(import.meta.dirname, '../..');
    const versionOf = async (file: string) =>
      JSON.parse(await fs.readFile(path.join(root, file), 'utf8')).version;
    expect(PACKAGE_VERSION).toBe(await versionOf('package.json'));
    expect(AWS_SDK_RUNTIME_VERSION).toBe(await versionOf('node_modules/@aws-sdk/core/package.json'));
  });
});
