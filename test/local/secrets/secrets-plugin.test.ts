import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { deploymentOf, RuntimeRegistry } from '../../../lib/local/agentcore/index.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { localSecret } from '../../../lib/local/secrets/local-secret.ts';

const COMPLETE = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/prices-AbCdEf';
const VALUE = 'tr0ub4dor&3';

let folder: string;
let file: string;
let local: LocalAws;
let client: SecretsManagerClient;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
  file = path.join(folder, 'secrets.json');
  writeFileSync(path.join(folder, 'main.mjs'), '');
  local = await startLocalAws({
    stateDir: path.join(folder, 'state'),
    secretsFile: file,
    parentEnvironment: { NOVA_ACT_SECRET_SHOP_PRICES: '{"currency":"EUR"}' },
  });
  new RuntimeRegistry({ stateDir: local.stateDir }).deploy(
    deploymentOf(
      {
        name: 'shop',
        entry: 'shop.ts',
        definitionName: 'shop',
        description: 'Shops.',
        environment: { MODE: 'fast' },
        secrets: { API_KEY_ARN: 'shop/api-key', PRICES_ARN: COMPLETE, OTHER_ARN: 'other' },
      },
      folder,
    ),
  );
  client = clientIn('us-east-1');
});
afterAll(async () => {
  client.destroy();
  await local.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => writeFileSync(file, JSON.stringify({ 'shop/api-key': VALUE })));

function clientIn(region: string): SecretsManagerClient {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  return new SecretsManagerClient({ endpoint: local.url, region, credentials });
}

const getValue = async (input: GetSecretValueCommandInput) => client.send(new GetSecretValueCommand(input));

describe('a secret that a workflow names', () => {
  test('is an ARN in the variables of its runtime, the same on every machine', () => {
    const environment = new RuntimeRegistry({ stateDir: local.stateDir }).list()[0]?.environment;
    expect(environment).toEqual({
      MODE: 'fast',
      API_KEY_ARN: expect.stringMatching(
        /^arn:aws:secretsmanager:us-east-1:000000000000:secret:shop\/api-key-[A-Za-z0-9]{6}$/,
      ),
      PRICES_ARN: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:shop/prices-AbCdEf',
      OTHER_ARN: localSecret('other').arn,
    });
  });

  test('is found by its name, its ARN, and its ARN without the end', async () => {
    const { arn } = localSecret('shop/api-key');
    const answers = await Promise.all(
      ['shop/api-key', arn, arn.slice(0, -7)].map((SecretId) => getValue({ SecretId })),
    );

    expect(answers.map(({ SecretString }) => SecretString)).toEqual([VALUE, VALUE, VALUE]);
    expect(answers[0]).toMatchObject({ ARN: arn, Name: 'shop/api-key', VersionStages: ['AWSCURRENT'] });
    expect(answers[0]?.CreatedDate).toBeInstanceOf(Date);
  });

  test('said by an ARN of AWS is found by that, too; its value is in a variable', async () => {
    const { SecretString } = await getValue({ SecretId: COMPLETE });
    expect(JSON.parse(SecretString ?? '')).toEqual({ currency: 'EUR' });
  });

  test('has another version once its value is edited', async () => {
    const { VersionId: first } = await getValue({ SecretId: 'shop/api-key' });
    expect((await getValue({ SecretId: 'shop/api-key', VersionId: first })).SecretString).toBe(VALUE);

    writeFileSync(file, JSON.stringify({ 'shop/api-key': { user: 'ada' } }));
    const edited = await getValue({ SecretId: 'shop/api-key' });
    expect(edited.SecretString).toBe('{"user":"ada"}');
    expect(edited.VersionId).not.toBe(first);
    await expect(getValue({ SecretId: 'shop/api-key', VersionId: first })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const described = await client.send(new DescribeSecretCommand({ SecretId: 'shop/api-key' }));
    expect(described.VersionIdsToStages).toEqual({ [edited.VersionId ?? '']: ['AWSCURRENT'] });
  });

  test('leaves no trace of its value in the state folder', async () => {
    await getValue({ SecretId: 'shop/api-key' });
    const kept = readdirSync(local.stateDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
    expect(kept.join('')).toContain('shop/api-key');
    expect(kept.join('')).not.toContain(VALUE);
  });
});

describe('what is refused', () => {
  test.each([
    [
      'a secret that nobody names',
      { SecretId: 'mine' },
      /no secret mine .*\(shop\/api-key, shop\/prices, other\)/,
    ],
    ['an ARN with another end', { SecretId: COMPLETE.replace('AbCdEf', 'Abcdef') }, /no secret/],
    [
      'one without a value',
      { SecretId: 'other' },
      /other has no value on local AWS: write "other" into .*secrets\.json, or start local AWS with NOVA_ACT_SECRET_OTHER set/,
    ],
    [
      'another stage',
      { SecretId: 'shop/api-key', VersionStage: 'AWSPREVIOUS' },
      /no staging label AWSPREVIOUS/,
    ],
  ])('%s', async (_what, input, message) => {
    const error = await getValue(input).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringMatching(message),
    });
    expect(String(error)).not.toContain(VALUE);
  });

  test('a client of another region', async () => {
    const elsewhere = clientIn('eu-west-1');
    await expect(elsewhere.send(new GetSecretValueCommand({ SecretId: 'other' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    elsewhere.destroy();
  });

  test('a file that was broken meanwhile, without what is in it', async () => {
    writeFileSync(file, `{ "shop/api-key": "${VALUE}`);
    await expect(getValue({ SecretId: 'shop/api-key' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: expect.stringMatching(
        /^The file \S+ with values of secrets is no JSON object\. Write it like/,
      ),
    });
  });

  test('other operations', async () => {
    await expect(client.send(new ListSecretsCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringContaining('Of this service it has: GetSecretValue, DescribeSecret.'),
    });
  });
});

describe('a file that git', () => {
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
  const start = () => startLocalAws({ secretsFile: file });
  beforeAll(() => {
    git('init');
  });

  test('would take is refused, until it is ignored; one that it has is refused anyway', async () => {
    await expect(start()).rejects.toThrow(
      /secrets\.json holds values of secrets, and git does not ignore it/,
    );

    writeFileSync(path.join(folder, '.gitignore'), 'secrets.json\n');
    await (await start()).close();

    git('add', '--force', 'secrets.json');
    await expect(start()).rejects.toThrow(/secrets\.json holds values of secrets, and git has it/);
  });

  test('has not, and that comes later, is looked at then', async () => {
    const late = path.join(folder, 'late.json');
    await using second = await startLocalAws({ secretsFile: late });
    cpSync(path.join(local.stateDir, 'runtimes.json'), path.join(second.stateDir, 'runtimes.json'));
    writeFileSync(late, '{"other":"x"}');

    const of = new SecretsManagerClient({
      endpoint: second.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    });
    await expect(of.send(new GetSecretValueCommand({ SecretId: 'other' }))).rejects.toThrow(
      'git does not ignore it',
    );
    of.destroy();
  });
});
