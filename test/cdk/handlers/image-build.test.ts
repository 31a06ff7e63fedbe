import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { imageBuild } from '../../../lib/cdk/handlers/image-build.ts';
import { type BuildService, type Fate, startBuildService } from './build-service.ts';

const TAG = 'hello.0123';

const before = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
  });
  // What the function writes into its log.
  for (const kind of ['log', 'error'] as const) jest.spyOn(console, kind).mockImplementation(() => {});
});
afterEach(() => {
  process.env = { ...before };
  jest.restoreAllMocks();
});

/** Runs the function as CloudFormation does, and returns what it was answered. */
async function call(
  service: BuildService,
  options: {
    readonly type?: 'Create' | 'Update' | 'Delete';
    readonly remainingMs?: number;
    readonly properties?: Readonly<Record<string, string>>;
  } = {},
): Promise<{ Status: string; Reason?: string | undefined }> {
  const { type = 'Create', remainingMs = 90_000 } = options;
  process.env.AWS_ENDPOINT_URL = service.url;
  await imageBuild({ pollMs: 1, retryMs: 1 })(
    {
      RequestType: type,
      ResponseURL: `${service.url}/answer`,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Image',
      ...(type !== 'Create' && { PhysicalResourceId: 'Image' }),
      ResourceProperties: {
        ProjectName: 'project',
        RepositoryName: 'images',
        ImageTag: TAG,
        ...options.properties,
      },
    },
    { getRemainingTimeInMillis: () => remainingMs },
  );
  expect(service.answers).toHaveLength(1);
  return service.answers[0] ?? { Status: 'none' };
}

const serviceWith = (...fates: readonly Fate[]): Promise<BuildService> =>
  startBuildService({ tag: TAG, fates });

describe('when the repository has the image', () => {
  test.each(['Create', 'Update'] as const)('nothing is built, and %s succeeds', async (type) => {
    await using service = await serviceWith('builds');
    service.tags.add(TAG);

    expect(await call(service, { type })).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'Image',
      Data: { ImageTag: TAG },
    });
    expect(service.calls).toEqual([]);
  });
});

describe('when the repository does not have the image', () => {
  test('it is built, once, and the answer comes when it is there', async () => {
    await using service = await serviceWith('builds');

    expect(await call(service)).toMatchObject({ Status: 'SUCCESS' });
    expect(service.calls).toEqual(['StartBuild']);
    expect(service.tags).toEqual(new Set([TAG]));
  });

  test('somebody else who builds the same may be first: the image is there', async () => {
    await using service = await serviceWith('comes second');

    expect(await call(service, { type: 'Update' })).toMatchObject({ Status: 'SUCCESS' });
    expect(service.calls).toEqual(['StartBuild']);
  });

  test('a build that fails is not repeated; the reason has phase, message, log and its end', async () => {
    await using service = await serviceWith('fails', 'builds');

    expect(await call(service)).toMatchObject({
      Status: 'FAILED',
      Reason:
        'The build of images:hello.0123 ended as FAILED in BUILD. Error while executing command: docker build ' +
        'Log: https://console.example/log Its end:\nof project:0\nE: Unable to locate package',
    });
    expect(service.calls).toEqual(['StartBuild', 'GetLogEvents']);
  });

  test('a build that says that it succeeded is not believed', async () => {
    await using service = await serviceWith('loses');

    expect(await call(service)).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/succeeded, but the image is not in the repository/),
    });
  });

  test('a build that does not end in time is stopped, and the deployment fails', async () => {
    await using service = await serviceWith('hangs');

    expect(await call(service, { remainingMs: 30_100 })).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/ended as TIMED_OUT in PRE_BUILD/),
    });
    expect(service.calls).toEqual(['StartBuild', 'StopBuild', 'GetLogEvents']);
  });

  test('a repository that is not there ends the work', async () => {
    await using service = await serviceWith('builds');

    expect(await call(service, { properties: { RepositoryName: 'others' } })).toMatchObject({
      Status: 'FAILED',
      Reason: 'No such repository',
    });
    expect(service.calls).toEqual([]);
  });
});

describe('when permissions have not arrived yet', () => {
  test('a build that could not fetch its source is started again', async () => {
    await using service = await serviceWith('denied', 'denied', 'builds');

    expect(await call(service)).toMatchObject({ Status: 'SUCCESS' });
    expect(service.calls.filter((name) => name === 'StartBuild')).toHaveLength(3);
  });

  test('but not for ever', async () => {
    await using service = await serviceWith('denied', 'denied', 'denied', 'denied', 'builds');

    expect(await call(service)).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(
        /FAILED in DOWNLOAD_SOURCE\. AccessDenied: Access Denied for primary source/,
      ),
    });
    expect(service.calls.filter((name) => name === 'StartBuild')).toHaveLength(4);
  });

  test('calls that are denied are made again', async () => {
    await using service = await startBuildService({ tag: TAG, fates: ['builds'], denials: 3 });

    expect(await call(service)).toMatchObject({ Status: 'SUCCESS' });
  });

  test('calls that stay denied are the reason', async () => {
    await using service = await startBuildService({ tag: TAG, fates: ['builds'], denials: 100 });

    expect(await call(service)).toMatchObject({
      Status: 'FAILED',
      Reason: 'not authorized to perform DescribeImages',
    });
  });
});

describe('when the resource goes', () => {
  test('the image stays: older versions of the runtime have it', async () => {
    await using service = await serviceWith();
    service.tags.add(TAG);

    expect(await call(service, { type: 'Delete' })).toMatchObject({ Status: 'SUCCESS' });
    expect([service.calls, [...service.tags]]).toEqual([[], [TAG]]);
  });
});
