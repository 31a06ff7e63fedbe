import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
import { SecretValues } from '../../../lib/local/secrets/secret-values.ts';

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

  test('is read after a byte order mark, and its digits stay as they are', async () => {
    writeFileSync(file, '\uFEFF{ "shop/api-key": { "pin": 12345678901234567890 } }');
    expect((await getValue({ SecretId: 'shop/api-key' })).SecretString).toBe('{"pin":12345678901234567890}');
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

  const LARGE = 'x'.repeat(65_537);

  test.each<[string, string | Uint8Array, string]>([
    ['no JSON', `{"shop/api-key": ${VALUE}`, 'line 1, column 18: a value has to stand here'],
    ['no object', `["${VALUE}"]`, 'line 1, column 1: an object'],
    ['empty', '', 'line 1, column 1: an object'],
    ['cut off', `{\n "shop/api-key": "${VALUE}"`, `line 2, column 31: a comma or } has to stand here`],
    ['followed by more', `{}\n${VALUE}`, 'line 2, column 1: nothing may follow'],
    ['twice the same', `{"other":"${VALUE}",\n"other":"x"}`, 'line 2, column 1: the same name'],
    ['with a number', '{"shop/api-key": 5}', 'line 1, column 18: a number'],
    ['with null', '{"shop/api-key": null}', 'line 1, column 18: a number, true, false or null'],
    ['with too much', JSON.stringify({ 'shop/api-key': LARGE }), 'has more than 65536 bytes'],
    ['no UTF-8', new Uint8Array([0xff, 0xfe, 0x7b, 0]), 'cannot be read: it is no UTF-8 text'],
  ])('a file that is broken meanwhile, %s, without what is in it', async (_what, content, why) => {
    writeFileSync(file, content);
    const error = await getValue({ SecretId: 'shop/api-key' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'InvalidRequestException', $metadata: { attempts: 1 } });
    expect(String(error)).toContain(`The file ${file} with values of secrets `);
    expect(String(error)).toContain(why);
    expect(String(error)).not.toContain(VALUE);
  });

  test('a folder in the place of the file', async () => {
    rmSync(file);
    mkdirSync(file);
    await expect(getValue({ SecretId: 'shop/api-key' })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining('cannot be read: it is a directory'),
    });
    rmSync(file, { recursive: true });
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

  test('takes later is refused at the next question', async () => {
    const project = mkdtempSync(path.join(tmpdir(), 'secrets-'));
    const later = path.join(project, 'secrets.json');
    writeFileSync(later, '{"other":"x"}');
    const values = new SecretValues({ file: later, environment: {} });
    const run = (...args: string[]) => execFileSync('git', ['-C', project, ...args], { stdio: 'ignore' });
    const ask = () => values.valueOf('other', ['other']);
    expect(ask()).toEqual({ value: 'x' });

    run('init');
    expect(ask).toThrow('git does not ignore it');
    writeFileSync(path.join(project, '.gitignore'), '*.json');
    expect(ask()).toEqual({ value: 'x' });
    run('add', '--force', 'secrets.json');
    expect(ask).toThrow('and git has it');
    rmSync(project, { recursive: true });
  });
});
