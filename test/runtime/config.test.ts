import { describe, expect, test } from '@jest/globals';
import { RuntimeConfigError, readConfig } from '../../lib/runtime/index.ts';

describe('when the environment says nothing', () => {
  test('the settings are those that AgentCore requires', () => {
    expect(readConfig({})).toEqual({
      host: '0.0.0.0',
      port: 8080,
      concurrency: 1,
      logLevel: 'info',
      storesTraces: true,
      earlyBrowser: true,
      takesTakeOversOnly: false,
    });
  });
});

describe('when sessions take their browser from elsewhere, or the process is one of local AWS', () => {
  test.each([
    { NOVA_ACT_BROWSER: 'agentcore' },
    { NOVA_ACT_LOCAL_SESSION: 'x' },
    { NOVA_ACT_EARLY_BROWSER: '0' },
  ])('%j: no browser is started early', (env) => {
    expect(readConfig(env).earlyBrowser).toBe(false);
  });
});

describe('when people can take over', () => {
  test('the WebSocket is for them alone', () => {
    expect(readConfig({ NOVA_ACT_WEB_SOCKET: 'take-overs' }).takesTakeOversOnly).toBe(true);
    expect(readConfig({ NOVA_ACT_WEB_SOCKET: '' }).takesTakeOversOnly).toBe(false);
  });

  test.each(['take-over', 'Take-Overs', '1', 'off'])(
    'a host for which that is written as %s does not start',
    (text) => {
      expect(() => readConfig({ NOVA_ACT_WEB_SOCKET: text })).toThrow(
        `NOVA_ACT_WEB_SOCKET is "${text}"; it must be "take-overs", or not set.`,
      );
    },
  );
});

describe('when there is an artifact bucket', () => {
  test('records go there, below the prefix, in the region of the runtime', () => {
    const env = {
      NOVA_ACT_ARTIFACT_BUCKET: 'my-artifacts',
      NOVA_ACT_ARTIFACT_PREFIX: 'my-workflow',
      AWS_REGION: 'us-west-2',
    };
    expect(readConfig(env).artifacts).toEqual({
      bucket: 'my-artifacts',
      prefix: 'my-workflow',
      region: 'us-west-2',
    });
  });

  test('traces of acts go there, too, unless that is turned off', () => {
    expect(readConfig({ NOVA_ACT_ARTIFACTS: '0' }).storesTraces).toBe(false);
    expect(() => readConfig({ NOVA_ACT_ARTIFACTS: 'no' })).toThrow(/NOVA_ACT_ARTIFACTS is "no"/);
  });

  test('a name that cannot be one is refused', () => {
    const env = { NOVA_ACT_ARTIFACT_BUCKET: 'My Bucket', NOVA_ACT_ARTIFACT_PREFIX: '/a' };
    expect(() => readConfig(env)).toThrow(
      /NOVA_ACT_ARTIFACT_BUCKET is "My Bucket".*NOVA_ACT_ARTIFACT_PREFIX is "\/a"/,
    );
  });
});

test.each(['localhost:9000', 'ftp://bucket', 'nonsense'])('the S3 endpoint %s is refused', (endpoint) => {
  const env = { NOVA_ACT_ARTIFACT_BUCKET: 'my-artifacts', AWS_ENDPOINT_URL_S3: endpoint };
  expect(() => readConfig(env)).toThrow(`AWS_ENDPOINT_URL_S3 is "${endpoint}"; it must be a URL with http`);
});

describe('when the environment is wrong', () => {
  test('every problem is in one error, with what is allowed', () => {
    const read = (): unknown =>
      readConfig({ NOVA_ACT_RUNTIME_PORT: '80a', NOVA_ACT_CONCURRENCY: '0', NOVA_ACT_LOG_LEVEL: 'all' });
    expect(read).toThrow(RuntimeConfigError);
    expect(read).toThrow(/NOVA_ACT_RUNTIME_PORT is "80a"; it must be a whole number from 0 to 65535\./);
    expect(read).toThrow(/NOVA_ACT_CONCURRENCY is "0"; it must be a whole number from 1 to 100\./);
    expect(read).toThrow(/NOVA_ACT_LOG_LEVEL is "all"; it must be one of debug, info, warn, error\./);
  });
});
