import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  type CreateLogGroupCommandInput,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  type FilteredLogEvent,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  type InputLogEvent,
  PutLogEventsCommand,
  type PutLogEventsCommandInput,
  PutRetentionPolicyCommand,
  paginateDescribeLogGroups,
  paginateDescribeLogStreams,
  paginateFilterLogEvents,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { scriptedAgent } from '../../../lib/agents/index.ts';
import { deploymentOf, RuntimeRegistry } from '../../../lib/local/agentcore/index.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import {
  CreateWorkflowDefinitionCommand,
  NovaActClient,
  UpdateActCommand,
  UpdateWorkflowRunCommand,
} from '../../../lib/service/index.ts';
import { createAct, openingStep } from '../nova-act/local-service.ts';

const stateDir = mkdtempSync(path.join(tmpdir(), 'logs-'));
const SESSION = '621355ed-f4eb-4c02-a110-16f02a8afacf';
const OTHER_SESSION = 'a0f0f2f4-f4eb-4c02-a110-16f02a8afacf';
const BEGAN_MS = Date.parse('2026-01-01T00:00:00Z');

/** As the commands filter that the AgentCore starter toolkit prints: `--log-stream-name-prefix "YYYY/MM/DD/[runtime-logs]"`. */
const streamOf = (session: string): string => `2026/01/01/[runtime-logs]${session}`;

const line = (second: number, message: string, level = 'info'): string =>
  `${JSON.stringify({ level, time: new Date(BEGAN_MS + second * 1000).toISOString(), message })}\n`;

let local: LocalAws;
let logs: CloudWatchLogsClient;
let novaAct: NovaActClient;
let group: string;
beforeAll(async () => {
  mkdirSync(path.join(stateDir, 'logs'));
  writeFileSync(path.join(stateDir, 'main.mjs'), '');
  const entry = { name: 'shop', entry: 'shop.ts', definitionName: 'shop', description: 'A shop.' };
  const { id } = new RuntimeRegistry({ stateDir }).deploy(deploymentOf(entry, stateDir));
  const file = (name: string): string => path.join(stateDir, 'logs', `${id}-${name}.log`);
  const lines = Array.from({ length: 25 }, (_, index) => line(index * 2, `even ${index * 2}`));
  writeFileSync(file(SESSION), lines.join(''));
  writeFileSync(
    file(OTHER_SESSION),
    `${line(3, 'odd 3', 'error')}    at main (shop.ts:1:1)\n${line(5, 'odd 5')}`,
  );
  writeFileSync(file(`${SESSION}.live`), line(1, 'through live'));
  group = `/aws/bedrock-agentcore/runtimes/${id}-DEFAULT`;

  local = await startLocalAws({ stateDir, agent: scriptedAgent([{ returns: 'Shop' }]) });
  const aws = { endpoint: local.url, region: 'us-east-1', maxAttempts: 1 };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  logs = new CloudWatchLogsClient({ ...aws, credentials });
  novaAct = new NovaActClient({ ...aws, credentials });
});
afterEach(() => local.setFailures([]));
afterAll(async () => {
  logs.destroy();
  novaAct.destroy();
  await local.close();
  rmSync(stateDir, { recursive: true, force: true });
});

const get = (input: Partial<GetLogEventsCommandInput> = {}) =>
  logs.send(new GetLogEventsCommand({ logGroupName: group, logStreamName: streamOf(SESSION), ...input }));
const filter = (input: Partial<FilterLogEventsCommandInput> = {}) =>
  logs.send(new FilterLogEventsCommand({ logGroupName: group, ...input }));
const said = (events: readonly FilteredLogEvent[] = []): readonly string[] =>
  events.map(({ message = '' }) => /"message":"([^"]+)"/.exec(message)?.[1] ?? message);
const even = (from: number, to: number): readonly string[] =>
  Array.from({ length: (to - from) / 2 + 1 }, (_, index) => `even ${from + index * 2}`);

describe('what sessions print', () => {
  test('is in a group for each endpoint, and in a stream for each session', async () => {
    const { logGroups } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/bedrock-agentcore/' }),
    );
    const live = group.replace('-DEFAULT', '-live');
    expect(logGroups?.map(({ logGroupName }) => logGroupName)).toEqual([group, live]);
    expect(logGroups?.[0]?.arn).toBe(`arn:aws:logs:us-east-1:000000000000:log-group:${group}:*`);

    const ofLive = await logs.send(
      new DescribeLogStreamsCommand({ logGroupIdentifier: logGroups?.[1]?.logGroupArn }),
    );
    expect(ofLive.logStreams).toMatchObject([{ logStreamName: streamOf(SESSION) }]);
  });

  test('streams come in the order of names, or of their last events, in pages', async () => {
    const names: (string | undefined)[][] = [];
    const question = { logGroupName: group, orderBy: 'LastEventTime', descending: true } as const;
    for await (const page of paginateDescribeLogStreams({ client: logs, pageSize: 1 }, question)) {
      names.push(page.logStreams?.map(({ logStreamName }) => logStreamName) ?? []);
    }
    expect(names).toEqual([[streamOf(SESSION)], [streamOf(OTHER_SESSION)]]);
    const { logStreams } = await logs.send(
      new DescribeLogStreamsCommand({
        logGroupName: group,
        logStreamNamePrefix: '2026/01/01/[runtime-logs]a',
      }),
    );
    expect(logStreams).toMatchObject([
      { firstEventTimestamp: BEGAN_MS + 3000, lastEventTimestamp: BEGAN_MS + 5000 },
    ]);
  });

  test('is read from its end, back to its beginning and on, by tokens', async () => {
    const last = await get({ limit: 3 });
    expect(said(last.events)).toEqual(even(44, 48));
    const before = await get({ limit: 3, nextToken: last.nextBackwardToken });
    expect(said(before.events)).toEqual(even(38, 42));
    const again = await get({ limit: 3, nextToken: before.nextForwardToken });
    expect(again).toMatchObject({ events: last.events, nextForwardToken: last.nextForwardToken });
    const end = await get({ nextToken: last.nextForwardToken });
    expect(end).toMatchObject({ events: [], nextForwardToken: last.nextForwardToken });
  });

  test('is read from its beginning, and between two times', async () => {
    expect(said((await get({ startFromHead: true, limit: 2 })).events)).toEqual(even(0, 2));
    const times = { startTime: BEGAN_MS + 10_000, endTime: BEGAN_MS + 20_000 };
    expect(said((await get(times)).events)).toEqual(even(10, 18));
    expect(said((await get({ ...times, startFromHead: true })).events)).toEqual(even(10, 18));
  });

  test('is filtered across streams in the order of time, and lines of a stack stay with their error', async () => {
    const { events } = await filter({ endTime: BEGAN_MS + 5000, interleaved: true });
    expect(said(events)).toEqual([
      'even 0',
      'even 2',
      'odd 3',
      '    at main (shop.ts:1:1)',
      'even 4',
      'odd 5',
    ]);
    expect(await filter({ endTime: BEGAN_MS + 5000, filterPattern: '' })).toMatchObject({ events });
    expect(said((await filter({ filterPattern: '{ $.level = "error" }' })).events)).toEqual(['odd 3']);
    expect(said((await filter({ filterPattern: 'odd', startTime: BEGAN_MS + 4000 })).events)).toEqual([
      'odd 5',
    ]);
    const ofOne = await filter({
      logStreamNames: [streamOf(OTHER_SESSION)],
      filterPattern: '-main',
    });
    expect(said(ofOne.events)).toEqual(['odd 3', 'odd 5']);
  });

  test('comes in pages, each event once, with an id that it keeps', async () => {
    const all = (await filter()).events ?? [];
    const paged: FilteredLogEvent[] = [];
    for await (const page of paginateFilterLogEvents(
      { client: logs, pageSize: 4 },
      { logGroupName: group },
    )) {
      expect(page.events?.length).toBeLessThanOrEqual(4);
      paged.push(...(page.events ?? []));
    }
    expect(paged).toEqual(all);
    expect(new Set(all.map(({ eventId }) => eventId)).size).toBe(28);
  });
});

test('a run has a stream in the group of its definition, made from its records', async () => {
  const act = await createAct(novaAct, 'Return the heading');
  await novaAct.send(openingStep(act));
  const error = { type: 'ActAgentFailed', message: 'no heading' };
  await novaAct.send(new UpdateActCommand({ ...act, status: 'FAILED', error }));
  await novaAct.send(new UpdateWorkflowRunCommand({ ...act, status: 'SUCCEEDED' }));

  const { events } = await filter({ logGroupName: '/nova-act/workflow-runs/shop' });
  const lines = events?.map(({ message = '' }) => JSON.parse(message)) ?? [];
  expect(new Set(events?.map(({ logStreamName }) => logStreamName))).toEqual(new Set([act.workflowRunId]));
  expect(lines).toMatchObject([
    { message: 'run started', definitionName: 'shop', workflowRunId: act.workflowRunId },
    { message: 'session started', sessionId: act.sessionId },
    { message: 'act started', actId: act.actId, prompt: 'Return the heading' },
    { message: 'step 1', url: 'https://shop.example/', calls: ['return ["Shop"]'] },
    { message: 'act ended', level: 'error', status: 'FAILED', error },
    { message: 'run ended', level: 'info', status: 'SUCCEEDED' },
  ]);
  expect(lines.map(({ time }) => Date.parse(time))).toEqual(events?.map(({ timestamp }) => timestamp));
});

test('clients may write groups, streams and events of their own, which survive', async () => {
  const place = { logGroupName: '/my/app', logStreamName: 'main' };
  await logs.send(new CreateLogGroupCommand(place));
  await logs.send(new CreateLogStreamCommand(place));
  const now = Date.now();
  const logEvents = [-30 * 86_400_000, 0, 1].map((offset) => ({
    timestamp: now + offset,
    message: `at ${offset}`,
  }));
  const put = await logs.send(new PutLogEventsCommand({ ...place, logEvents }));
  expect(put.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  expect(said((await get(place)).events)).toEqual(['at 0', 'at 1']);
  expect(said((await filter({ logGroupName: '/my/app' })).events)).toEqual(['at 0', 'at 1']);
  await expect(logs.send(new CreateLogGroupCommand(place))).rejects.toThrow('already exists');
  await expect(logs.send(new CreateLogStreamCommand(place))).rejects.toThrow('already exists');
  // Into a group that local AWS has of itself, too.
  await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'mine' }));
  const toFile = { logGroupName: group, logStreamName: streamOf(SESSION), logEvents };
  await expect(logs.send(new PutLogEventsCommand(toFile))).rejects.toThrow('is written by local AWS itself');
});

test('of a batch AWS takes so many events, bytes and hours, and of an entity it says that it is not kept', async () => {
  const place = { logGroupName: '/my/batches', logStreamName: 'main' };
  await logs.send(new CreateLogGroupCommand(place));
  await logs.send(new CreateLogStreamCommand(place));
  const now = Date.now();
  const put = (logEvents: readonly InputLogEvent[], more: Partial<PutLogEventsCommandInput> = {}) =>
    logs.send(new PutLogEventsCommand({ ...place, logEvents: [...logEvents], ...more }));
  const event = { timestamp: now, message: 'x' };
  const largest = { timestamp: now, message: 'x'.repeat(1_048_576 - 26) };
  const refused: readonly (readonly [readonly InputLogEvent[], string])[] = [
    [Array.from({ length: 10_001 }, () => event), '1 to 10000 events, has 10001'],
    [[{ ...largest, message: `é${largest.message.slice(1)}` }], 'this one has 1048577'],
    [[event, { timestamp: now - 1, message: 'x' }], 'chronological order'],
    [[{ timestamp: now - 25 * 3_600_000, message: 'x' }, event], 'may span 24 hours, and these span 25.0'],
    [[{ timestamp: 1.5, message: 'x' }], 'whole milliseconds'],
  ];
  for (const [events, message] of refused) {
    await expect(put(events)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining(message),
    });
  }
  expect((await get(place)).events).toEqual([]);
  await put([largest]);
  const { rejectedEntityInfo } = await put([event], { entity: { keyAttributes: { Name: 'shop' } } });
  expect(rejectedEntityInfo).toEqual({ errorType: 'UnsupportedLogGroupType' });
});

test('groups belong to their region', async () => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const aws = { endpoint: local.url, region: 'eu-west-1', maxAttempts: 1, credentials };
  const europe = new CloudWatchLogsClient(aws);
  const europeanNovaAct = new NovaActClient(aws);
  const place = { logGroupName: '/my/europe', logStreamName: 'main' };
  try {
    await europe.send(new CreateLogGroupCommand(place));
    await europe.send(new CreateLogStreamCommand(place));
    const logEvents = [{ timestamp: Date.now(), message: 'bonjour' }];
    await europe.send(new PutLogEventsCommand({ ...place, logEvents }));
    await europeanNovaAct.send(new CreateWorkflowDefinitionCommand({ name: 'kiosk' }));
    // Nothing of the runtimes, runs and clients of us-east-1.
    const { logGroups } = await europe.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.map(({ arn }) => arn)).toEqual([
      'arn:aws:logs:eu-west-1:000000000000:log-group:/my/europe:*',
      'arn:aws:logs:eu-west-1:000000000000:log-group:/nova-act/workflow-runs/kiosk:*',
    ]);
    await expect(europe.send(new FilterLogEventsCommand({ logGroupName: group }))).rejects.toThrow(
      'does not exist',
    );
    await expect(filter({ logGroupName: '/my/europe' })).rejects.toThrow('does not exist');
    expect(said((await europe.send(new GetLogEventsCommand(place))).events)).toEqual(['bonjour']);
  } finally {
    europe.destroy();
    europeanNovaAct.destroy();
  }
});

test('what is new comes by itself, while somebody listens', async () => {
  const { region, credentials, endpoint } = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'l', secretAccessKey: 'l' },
    endpoint: local.url,
  };
  // Otherwise the client would look for the host stream-127.0.0.1.
  const client = new CloudWatchLogsClient({ region, credentials, endpoint, disableHostPrefix: true });
  const logGroupIdentifiers = [`arn:aws:logs:us-east-1:000000000000:log-group:${group}`];
  const { responseStream = [] } = await client.send(
    new StartLiveTailCommand({ logGroupIdentifiers, logEventFilterPattern: '-unwanted' }),
  );
  const seen: unknown[] = [];
  for await (const { sessionStart, sessionUpdate } of responseStream) {
    if (sessionStart !== undefined) {
      const log = path.join(stateDir, 'logs', `${group.split('/').at(-1)?.replace('-DEFAULT', '')}-new.log`);
      writeFileSync(
        log,
        `${JSON.stringify({ time: new Date().toISOString(), message: 'fresh' })}\nunwanted\n`,
      );
    }
    seen.push(...said(sessionUpdate?.sessionResults));
    if (seen.length > 0) break;
  }
  client.destroy();
  expect(seen).toEqual(['fresh']);
});

test('groups are found by a part of their name, in pages', async () => {
  const found: (string | undefined)[] = [];
  const question = { logGroupNamePattern: '-' };
  for await (const page of paginateDescribeLogGroups({ client: logs, pageSize: 1 }, question)) {
    found.push(...(page.logGroups ?? []).map(({ logGroupName }) => logGroupName));
  }
  expect(found).toEqual(expect.arrayContaining([group, '/nova-act/workflow-runs/shop']));
  expect(found).toEqual([...new Set(found)].sort());
});

/** Which is refused. */
const create = (input: Partial<CreateLogGroupCommandInput>) =>
  logs.send(new CreateLogGroupCommand({ logGroupName: '/my/refused', ...input }));

describe('what is refused, is refused as by the service', () => {
  const NOT_FOUND = 'ResourceNotFoundException';
  const INVALID = 'InvalidParameterException';

  test.each([
    ['an unknown group', () => filter({ logGroupName: '/no' }), NOT_FOUND, 'log group does not exist'],
    ['an unknown stream', () => get({ logStreamName: 'no' }), NOT_FOUND, 'log stream does not exist'],
    [
      'a stream that is filtered',
      () => filter({ logStreamNames: ['no'] }),
      NOT_FOUND,
      'log stream does not exist',
    ],
    [
      'the group of another region',
      () =>
        filter({
          logGroupName: undefined,
          logGroupIdentifier: `arn:aws:logs:eu-west-1:000000000000:log-group:${group}`,
        }),
      NOT_FOUND,
      'log group does not exist',
    ],
    [
      'the group of another partition',
      () =>
        filter({
          logGroupName: undefined,
          logGroupIdentifier: `arn:aws-cn:logs:us-east-1:000000000000:log-group:${group}`,
        }),
      NOT_FOUND,
      'log group does not exist',
    ],
    ['tags', () => create({ tags: { team: 'shop' } }), INVALID, 'does not serve tags of CreateLogGroup'],
    ['a key', () => create({ kmsKeyId: 'arn:aws:kms:…' }), INVALID, 'does not serve kmsKeyId'],
    ['another class', () => create({ logGroupClass: 'DELIVERY' }), INVALID, 'unless it is "STANDARD"'],
    ['what is masked', () => get({ unmask: true }), INVALID, 'does not serve unmask of GetLogEvents'],
    [
      'linked accounts',
      () => logs.send(new DescribeLogGroupsCommand({ includeLinkedAccounts: true })),
      INVALID,
      'does not serve includeLinkedAccounts',
    ],
    [
      'another account',
      () => logs.send(new DescribeLogGroupsCommand({ accountIdentifiers: ['111111111111'] })),
      INVALID,
      'no groups of the account 111111111111',
    ],
    ['no streams', () => filter({ logStreamNames: [] }), INVALID, '1 to 100 items'],
    [
      'a deep pattern',
      () => filter({ filterPattern: `{${'('.repeat(5000)}$.a = 1${')'.repeat(5000)}}` }),
      INVALID,
      'may have 1024 characters; this one has 10009',
    ],
    ['a pattern', () => filter({ filterPattern: '[a, b]' }), INVALID, 'patterns of columns'],
    ['a token', () => filter({ nextToken: 'x' }), INVALID, 'nextToken is invalid'],
    ['the token of a stream', () => get({ nextToken: 'f/1' }), INVALID, 'nextToken is invalid'],
    ['a limit', () => get({ limit: 10_001 }), INVALID, 'limit must be from 1 to 10000'],
  ])('%s', async (_what, call, name, message) => {
    await expect(call()).rejects.toMatchObject({ name, message: expect.stringContaining(message) });
  });

  test('an operation that is not served, with those that are', async () => {
    const call = logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 1 }));
    await expect(call).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: expect.stringMatching(/does not serve PutRetentionPolicy .* It serves .*FilterLogEvents/),
    });
  });

  test('a call that is to fail', async () => {
    local.setFailures(['FilterLogEvents throttle call 1']);
    await expect(filter()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(get()).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });
});
