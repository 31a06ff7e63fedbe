import { describe, expect, test } from '@jest/globals';
import { checkSettings } from '../../lib/catalog/define-settings.ts';
import {
  type DeploymentSettings,
  defineSettings,
  SettingsError,
  type WorkflowCatalogEntry,
} from '../../lib/catalog/index.ts';
import type { Problem } from '../../lib/core/problems.ts';

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/12345678-90ab-cdef-1234-567890abcdef';
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:alarms';
const issuer = 'https://login.example.com/.well-known/openid-configuration';

/** Everything that can be said. */
const bank: DeploymentSettings = {
  environments: {
    development: { account: '111111111111', regions: ['eu-central-1'], keepData: false, hotswap: true },
    production: {
      account: '222222222222',
      regions: ['eu-central-1'],
      qualifier: 'bank',
      permissionsBoundary: 'arn:aws:iam::222222222222:policy/platform/boundary',
      tags: { 'cost-center': '4711', owner: 'team a@example.com' },
      stage: 'prod',
      build: 'codebuild',
      keepData: true,
      terminationProtection: true,
      logRetentionDays: 365,
      artifactRetentionDays: 365,
      customerKey: KEY,
      accessLogBucket: 'bank-access-logs',
      lostRuns: { marginMinutes: 20, everyMinutes: 60 },
      secretKeys: [KEY],
      pipeline: true,
      approval: true,
      environment: { SHOP: 'https://shop.example.com' },
      secrets: { LOGIN_ARN: 'shop/login' },
      image: { revision: 'abc' },
      lifecycle: { idleTimeoutSeconds: 300 },
      vpc: {
        vpcId: 'vpc-0123456789abcdef0',
        subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
        securityGroupIds: ['sg-0123456789abcdef0'],
      },
      tracing: true,
      delivery: { usage: true },
      monitoring: { alarmActions: [TOPIC], latencySeconds: 300 },
      requestHeaders: ['X-Customer-Id'],
      sessionStorage: { mountPath: '/mnt/data' },
      userIds: true,
      browserProfile: true,
      humanInTheLoop: {
        signIn: {
          issuer: 'https://id.example.com/pool',
          clientId: 'page',
          audience: 'desk',
          scopes: ['openid'],
        },
        notify: ['desk@example.com'],
      },
      fleet: {
        concurrency: 10,
        toleratedFailurePercentage: 0,
        retries: { lost: 2, failed: 1 },
        lostAfterSeconds: 120,
        itemBuckets: ['bank-lists'],
        startOnUpload: { bucket: 'bank-uploads', prefix: 'lists/', suffix: '.csv', format: 'csv' },
        quotas: { actStepsPerSecond: 50, activeSessions: 5000 },
      },
      schedule: {
        cron: '0 3 ? * MON-FRI *',
        timeZone: 'Europe/Berlin',
        windowMinutes: 15,
        enabled: true,
        items: { format: 'objects', bucket: 'bank-lists', key: 'orders/' },
      },
      trace: 'retain-on-failure',
      roleCanBeAssumedBy: ['222222222222', 'arn:aws:iam::222222222222:role/teams/Developer'],
      rollout: { payload: { url: 'https://shop.example.com', depth: [1, null] }, timeoutSeconds: 120 },
      workflows: {
        'say-hello': { liveVersion: '7', rollout: false, vpc: false },
        shop: {
          authorizer: { discoveryUrl: issuer, allowedClients: ['app'] },
          rollout: false,
          humanInTheLoop: { signIn: false },
          fleet: false,
          schedule: false,
        },
      },
    },
  },
  personal: { account: '111111111111', keepData: false },
  pipeline: {
    account: '333333333333',
    region: 'eu-central-1',
    qualifier: 'bank',
    customerKey: true,
    smokeTest: 'shop',
  },
};

const catalog: readonly WorkflowCatalogEntry[] = ['say-hello', 'shop'].map((name) => ({
  name,
  entry: `${name}.ts`,
  definitionName: name,
  description: 'Works',
}));

const problemsOf = (settings: unknown): readonly Problem[] => checkSettings({ settings, catalog });
const production = (part: Readonly<Record<string, unknown>>): readonly string[] =>
  problemsOf({ environments: { production: part } }).map(({ where, what }) => `${where} ${what}`);

describe('settings that are right', () => {
  test('are given back, frozen', () => {
    const settings = defineSettings(bank);

    expect(settings).toEqual(bank);
    expect(problemsOf(bank)).toEqual([]);
    const { production: one } = settings.environments;
    expect(
      [settings, settings.environments, one, one?.tags, one?.vpc, one?.workflows?.shop].every(
        Object.isFrozen,
      ),
    ).toBe(true);
  });
});

describe('settings that are wrong', () => {
  test('have all of their problems said at once, each with its path', () => {
    const wrong = JSON.parse(
      JSON.stringify({
        enviroments: {},
        environments: {
          development: { hotswap: true, rollout: { payload: 1 }, account: 12 },
          production: { acount: '123456789012', workflows: { shp: { vpc: { vpcId: 'vpc' } } } },
        },
        personal: { stage: 'me' },
        pipeline: { region: 'Frankfurt' },
      }),
    );

    expect(() => defineSettings(wrong)).toThrow(SettingsError);
    expect(
      problemsOf(wrong)
        .map(({ where }) => where)
        .sort(),
    ).toEqual([
      'settings.enviroments',
      'settings.environments.development.account',
      'settings.environments.development.rollout',
      'settings.environments.production.acount',
      'settings.environments.production.workflows.shp',
      'settings.environments.production.workflows.shp.vpc.subnetIds',
      'settings.environments.production.workflows.shp.vpc.vpcId',
      'settings.personal.stage',
      'settings.pipeline.region',
    ]);
    expect(problemsOf(wrong)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ got: '"enviroments"', fix: 'did you mean "environments"?' }),
        expect.objectContaining({ got: '12', allowed: 'the 12 digits of an account, in quotes' }),
        expect.objectContaining({ got: '"shp"', fix: 'did you mean "shop"?' }),
      ]),
    );
  });

  test.each<[Readonly<Record<string, unknown>>, string]>([
    [{ account: '12345' }, 'account is not an account'],
    [{ regions: ['us-east-1', 'us-east-1'] }, 'regions has an entry twice'],
    [
      { monitoring: { alarmActions: ['a', 'b', 'c', 'd', 'e', 'f'].map((end) => `${TOPIC}-${end}`) } },
      'monitoring.alarmActions has more for eu-central-1 than an alarm can tell',
    ],
    [{ tags: { owner: 'a', Owner: 'b' } }, 'tags has a key twice'],
    [{ toString: 1 }, 'toString is not a known key'],
    [{ regions: [] }, 'regions is not a list of regions'],
    [{ regions: ['virginia'] }, 'regions[0] is not the name of a region'],
    [{ qualifier: 'much-too-long' }, 'qualifier is not a qualifier'],
    [
      { permissionsBoundary: 'arn:aws:iam::123456789012:role/x' },
      'permissionsBoundary is not a managed policy',
    ],
    [{ tags: { 'aws:owner': 'me' } }, 'tags.aws:owner is not a key of a tag'],
    [{ tags: { owner: '' } }, 'tags.owner is not a value of a tag'],
    [
      { tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, 'x'])) },
      'tags has too many tags',
    ],
    [{ stage: 'pre-prod' }, 'stage is not a stage'],
    [{ stage: 'encrypted' }, 'stage is not a stage'],
    [{ build: 'codebild' }, 'build is not one of the choices'],
    [{ logRetentionDays: 42 }, 'logRetentionDays is not a number of days that CloudWatch Logs knows'],
    [{ artifactRetentionDays: 0 }, 'artifactRetentionDays is out of range'],
    [{ customerKey: 'alias/bank' }, 'customerKey is not a key'],
    [{ secretKeys: ['key'] }, 'secretKeys[0] is not the ARN of a key'],
    [{ accessLogBucket: 's3://logs' }, 'accessLogBucket is not the name of a bucket'],
    [{ lostRuns: { everyMinutes: 0 } }, 'lostRuns.everyMinutes is out of range'],
    [{ humanInTheLoop: 'yes' }, 'humanInTheLoop is not a setting for asking people'],
    [
      { humanInTheLoop: { signIn: { issuer: 'id.example.com', clientId: 'page' } } },
      'humanInTheLoop.signIn.issuer is not the issuer of tokens',
    ],
    [
      { humanInTheLoop: { notify: ['Desk <desk@example.com>'] } },
      'humanInTheLoop.notify[0] is not an address of e-mail',
    ],
    [{ fleet: 'yes' }, 'fleet is not a setting for fleets'],
    [{ fleet: { concurrency: 10_001 } }, 'fleet.concurrency is out of range'],
    [{ fleet: { toleratedFailurePercentage: 101 } }, 'fleet.toleratedFailurePercentage is out of range'],
    [{ fleet: { retries: { lost: -1 } } }, 'fleet.retries.lost is out of range'],
    [{ schedule: { enabled: false } }, 'schedule does not say when'],
    [{ fleet: { lostAfterSeconds: 29 } }, 'fleet.lostAfterSeconds is out of range'],
    [{ fleet: { itemBuckets: ['s3://lists'] } }, 'fleet.itemBuckets[0] is not the name of a bucket'],
    [{ fleet: { itemBuckets: ['lists', 'lists'] } }, 'fleet.itemBuckets has an entry twice'],
    [
      { fleet: { startOnUpload: { suffix: '.csv' } } },
      'fleet.startOnUpload would start the fleet with whatever',
    ],
    [{ fleet: { startOnUpload: { bucket: 'lists' } } }, 'fleet.startOnUpload does not say how items are'],
    [
      { fleet: { startOnUpload: { bucket: 'lists', format: 'objects' } } },
      'fleet.startOnUpload.format is not one',
    ],
    [{ fleet: { startOnUpload: { format: 'xml' } } }, 'fleet.startOnUpload.format is not one of the choices'],
    [{ fleet: { quotas: { activeSessions: 0 } } }, 'fleet.quotas.activeSessions is out of range'],
    [{ schedule: true }, 'schedule is not a setting of its kind'],
    [{ schedule: {} }, 'schedule does not say when'],
    [{ schedule: { cron: '0 3 * * ? *', rate: '1 day' } }, 'schedule says more than once when'],
    [{ schedule: { cron: '0 3 * * *' } }, 'schedule.cron has 5 of 6 fields'],
    [{ schedule: { rate: '1 hours' } }, 'schedule.rate does not say how often'],
    [{ schedule: { at: '2031-02-30T18:00:00' } }, 'schedule.at is not a time of one day'],
    [
      { schedule: { rate: '1 hour', timeZone: 'UTC' } },
      'schedule has a time zone, which means nothing to a rate',
    ],
    [
      { schedule: { at: '2031-12-24T18:00:00', timeZone: 'Europe/Bonn' } },
      'schedule.timeZone is not a time zone',
    ],
    [{ schedule: { rate: '1 day', windowMinutes: 1441 } }, 'schedule.windowMinutes is out of range'],
    [{ schedule: { rate: '1 day', payload: 'x' } }, 'schedule.payload is not what a run is called with'],
    [
      { schedule: { rate: '1 day', payload: { a: () => 1 } } },
      'schedule.payload is not JSON: payload.a is a function',
    ],
    [
      { schedule: { rate: '1 day', payload: { text: 'é'.repeat(98_304) } } },
      'schedule.payload is not JSON: payload has 196619 bytes',
    ],
    [{ schedule: { rate: '1 day', items: {} } }, 'schedule.items.key is not a text of a file with items'],
    [{ schedule: { rate: '1 day', items: { key: 'a' } } }, 'schedule.items do not say how they are written'],
    [
      { schedule: { rate: '1 day', items: { key: 'shops.txt' } } },
      'schedule.items do not say how they are written down',
    ],
    [
      { fleet: true, schedule: { rate: '1 day', payload: {}, items: { key: 'shops.jsonl' } } },
      'schedule starts both one run and a fleet',
    ],
    [{ monitoring: { alarmActions: ['topic'] } }, 'monitoring.alarmActions[0] is nothing that an alarm does'],
    [{ monitoring: { latencySeconds: 901 } }, 'monitoring.latencySeconds is out of range'],
    [{ rollout: {} }, 'rollout.payload is not JSON: is missing'],
    [{ rollout: { payload: 'x'.repeat(60_000) } }, 'rollout.payload is not JSON: payload has more than'],
    [{ rollout: { payload: () => 1 } }, 'rollout.payload is not JSON: payload is a function'],
    [{ authorizer: { discoveryUrl: issuer } }, 'authorizer does not say whose tokens'],
    [{ sessionStorage: { mountPath: '/data' } }, 'sessionStorage.mountPath is not a path'],
    [{ liveVersion: '7' }, 'liveVersion is of one workflow'],
    [{ workflows: { shop: { liveVersion: '0' } } }, 'workflows.shop.liveVersion is not a version'],
    [{ workflows: { shop: { pipeline: true } } }, 'workflows.shop.pipeline is not a known key'],
    [{ rollout: { payload: 'é'.repeat(30_000) } }, 'rollout.payload is not JSON: payload has 60002 bytes'],
    [{ secrets: { AWS_REGION: 'x' } }, 'secrets.AWS_REGION is set by the construct'],
    [{ environment: { A: '1' }, secrets: { A: 'x' } }, 'secrets.A is a variable of environment, too'],
  ])('%j is refused', (part, problem) => {
    expect(production(part)).toEqual([
      expect.stringContaining(`settings.environments.production.${problem}`),
    ]);
  });

  test.each<[Readonly<Record<string, unknown>>, Partial<Problem>]>([
    [
      { monitoring: { alarmAction: [TOPIC] } },
      { allowed: 'alarmActions, latencySeconds', fix: 'did you mean "alarmActions"?' },
    ],
    [
      { vpc: { vpcId: 'vpc-01234567', subnetIds: ['subnet-01234567'], x: 1 } },
      { allowed: 'vpcId, subnetIds, securityGroupIds' },
    ],
    [{ humanInTheLoop: { signin: false } }, { allowed: 'signIn, notify', fix: 'did you mean "signIn"?' }],
    [{ fleet: { concurency: 5 } }, { got: '"concurency"', fix: 'did you mean "concurrency"?' }],
    [{ schedule: { cron: '0 3 * * ? *', timezone: 'UTC' } }, { fix: 'did you mean "timeZone"?' }],
    [{ schedule: { cron: 'cron(0 3 * * ? *)' } }, { fix: 'write "0 3 * * ? *"' }],
    [{ schedule: { rate: '2 hour' } }, { fix: 'write "2 hours"' }],
    [{ logRetentionDays: '90' }, { fix: 'write 90, without quotes' }],
    [{ artifactRetentionDays: '90' }, { fix: 'write 90, without quotes' }],
    [{ regions: ['us-east-1', 'us-east-1'] }, { got: '"us-east-1"', fix: 'leave "us-east-1" out once' }],
  ])('%j is said with what to write', (part, said) => {
    expect(problemsOf({ environments: { production: part } })).toEqual([expect.objectContaining(said)]);
  });

  test.each(['Pipeline', 'BuildLogs', 'Default', 'constructor', 'toString'])(
    'no environment is called %s',
    (name) => {
      expect(problemsOf(JSON.parse(`{ "environments": { "live": {"stage": "l"}, "${name}": {} } }`))).toEqual(
        [expect.objectContaining({ where: `settings.environments.${name}` })],
      );
    },
  );

  test('need environments', () => {
    expect(problemsOf({ environments: {} })).toHaveLength(1);
    expect(problemsOf({ environments: { '1st one': {} } })).toEqual([
      expect.objectContaining({ where: 'settings.environments.1st one' }),
    ]);
    expect(problemsOf(undefined)).toHaveLength(1);
  });
});

describe('settings that contradict each other are refused', () => {
  const regions = ['eu-central-1', 'eu-west-1'];
  const vpc = { vpcId: 'vpc-01234567', subnetIds: ['subnet-01234567'] };
  const rollout = { payload: {} };
  const authorizer = { discoveryUrl: issuer, allowedClients: ['app'] };
  const schedule = { rate: '1 day' };
  const humanInTheLoop = { signIn: { issuer: 'https://id.example.com', clientId: 'page' } };

  test.each<[Readonly<Record<string, unknown>>, readonly string[]]>([
    [{ hotswap: true, workflows: { shop: { liveVersion: '7' } } }, ['workflows.shop.liveVersion']],
    [{ hotswap: true, rollout }, ['rollout']],
    [{ rollout, workflows: { shop: { liveVersion: '7' } } }, ['rollout']],
    [{ rollout, authorizer }, ['rollout']],
    [{ authorizer, workflows: { shop: { rollout } } }, ['workflows.shop.rollout']],
    [{ humanInTheLoop, authorizer }, ['humanInTheLoop']],
    [{ humanInTheLoop, workflows: { shop: { authorizer } } }, ['humanInTheLoop']],
    [{ authorizer, workflows: { shop: { humanInTheLoop } } }, ['workflows.shop.humanInTheLoop']],
    [{ requestHeaders: ['authorization'] }, ['requestHeaders']],
    [{ fleet: true, authorizer }, ['fleet']],
    [
      { fleet: true, schedule: { ...schedule, payload: {} }, workflows: { shop: { authorizer } } },
      ['fleet', 'schedule'],
    ],
    [{ fleet: true, schedule }, ['schedule']],
    [{ schedule, workflows: { shop: { fleet: true } } }, ['schedule']],
    [{ authorizer, workflows: { shop: { schedule } } }, ['workflows.shop.schedule']],
    [{ schedule: { rate: '1 day', items: { key: 'shops.jsonl' } } }, ['schedule']],
    [
      {
        fleet: true,
        schedule: { rate: '1 day', items: { key: 'a.ndjson' } },
        workflows: { shop: { fleet: false } },
      },
      ['schedule'],
    ],
    [
      {
        regions,
        fleet: { itemBuckets: ['lists'], startOnUpload: { bucket: 'lists', suffix: '.csv' } },
        schedule: { rate: '1 day', items: { bucket: 'lists', key: 'shops.jsonl' } },
      },
      ['fleet.itemBuckets', 'fleet.startOnUpload.bucket', 'schedule.items.bucket'],
    ],
    [
      { regions, vpc, accessLogBucket: 'logs', customerKey: KEY, workflows: { shop: { vpc } } },
      ['vpc', 'workflows.shop.vpc', 'accessLogBucket', 'customerKey'],
    ],
    [{ regions: ['eu-west-1'], customerKey: KEY }, ['customerKey']],
    [{ regions: ['eu-west-1'], monitoring: { alarmActions: [TOPIC] } }, ['monitoring.alarmActions']],
    [{ regions, monitoring: { alarmActions: [TOPIC] } }, ['monitoring.alarmActions']],
    [
      { account: '123456789012', permissionsBoundary: 'arn:aws:iam::210987654321:policy/boundary' },
      ['permissionsBoundary'],
    ],
    [
      {
        regions: ['eu-west-1'],
        secretKeys: [KEY],
        secrets: { LOGIN_ARN: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:login-AbCdEf' },
      },
      ['secretKeys[0]', 'secrets.LOGIN_ARN'],
    ],
    [
      {
        regions: ['eu-central-1'],
        permissionsBoundary: 'arn:aws-cn:iam::123456789012:policy/boundary',
        customerKey: KEY.replace('aws', 'aws-cn'),
        monitoring: { alarmActions: [TOPIC.replace('aws', 'aws-us-gov')] },
      },
      ['permissionsBoundary', 'customerKey', 'monitoring.alarmActions[0]'],
    ],
  ])('%j', (part, places) => {
    expect(problemsOf({ environments: { production: part } }).map(({ where }) => where)).toEqual(
      places.map((place) => `settings.environments.production.${place}`),
    );
  });

  test('what a workflow takes back is none', () => {
    const off = { rollout: false, vpc: false, requestHeaders: [], fleet: false, schedule: false };
    const part = {
      rollout,
      fleet: true,
      schedule: { ...schedule, payload: {} },
      workflows: { shop: { ...off, requestHeaders: undefined, authorizer } },
    };

    expect(production(part)).toEqual([]);
  });

  test('nobody takes over what speaks MCP, unless the workflow takes the sign-in back', () => {
    const settings = { environments: { development: { humanInTheLoop } } };
    const withTool = (taken: object): readonly Problem[] =>
      checkSettings({
        settings,
        catalog: catalog.map((entry) =>
          entry.name === 'shop' ? { ...entry, serverProtocol: 'MCP' as const, ...taken } : entry,
        ),
      });

    expect(withTool({})).toEqual([
      expect.objectContaining({
        where: 'settings.environments.development.humanInTheLoop',
        what: expect.stringContaining('speaks MCP has no WebSocket'),
        fix: expect.stringContaining('"humanInTheLoop: { signIn: false }"'),
      }),
    ]);
    expect(withTool({ humanInTheLoop: { signIn: false } })).toEqual([]);
    expect(withTool({ humanInTheLoop: false })).toEqual([]);
  });

  test('what speaks MCP is no fleet and has no schedule, unless the workflow takes them back', () => {
    const settings = {
      environments: { development: { fleet: true, schedule: { ...schedule, payload: {} } } },
    };
    const withTool = (taken: object): readonly Problem[] =>
      checkSettings({
        settings,
        catalog: catalog.map((entry) =>
          entry.name === 'shop' ? { ...entry, serverProtocol: 'MCP' as const, ...taken } : entry,
        ),
      });

    expect(withTool({}).map(({ where, fix }) => ({ where, fix }))).toEqual(
      ['fleet', 'schedule'].map((member) => ({
        where: `settings.environments.development.${member}`,
        fix: `leave ${member} out, or write "${member}: false" for this workflow`,
      })),
    );
    expect(withTool({ fleet: false, schedule: false })).toEqual([]);
  });

  test('what the catalog says is named by its workflow', () => {
    const settings = { environments: { development: { hotswap: true, regions } } };
    const problems = checkSettings({
      settings,
      catalog: catalog.map((entry) => (entry.name === 'shop' ? { ...entry, rollout, vpc } : entry)),
    });

    expect(problems.map(({ where }) => where)).toEqual(['shop.vpc', 'shop.rollout']);
  });
});

describe('two environments', () => {
  const refused = (one: object, other: object): boolean =>
    problemsOf({ environments: { one, other } }).some(
      ({ where }) => where === 'settings.environments.other.stage',
    );

  test('of one account have stages of their own', () => {
    expect(refused({}, {})).toBe(true);
    expect(refused({ stage: 'prod' }, { stage: 'PROD' })).toBe(true);
    expect(refused({ account: '111111111111' }, { account: '111111111111' })).toBe(true);
    expect(refused({}, { stage: 'prod' })).toBe(false);
  });

  test('of two accounts need none', () => {
    expect(refused({ account: '111111111111' }, { account: '222222222222' })).toBe(false);
    expect(refused({ account: '111111111111' }, {})).toBe(true);
    // What is not known cannot meet: the account is said to be wrong.
    expect(refused({ account: '111111111111' }, { account: 222222222222 })).toBe(false);
  });
});
