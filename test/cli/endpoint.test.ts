import { describe, expect, test } from '@jest/globals';
import { connectionOf, regionOf } from '../../lib/cli/aws-config.ts';
import { configuredEndpoint } from '../../lib/cli/endpoint.ts';

describe('when endpoints are configured', () => {
  test('the variable of the service comes before the one of all services', () => {
    const both = { AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: 'http://b' };

    expect(configuredEndpoint(both, 'BEDROCK_AGENTCORE')).toBe('http://b');
    expect(configuredEndpoint(both, 'CLOUDFORMATION')).toBe('http://a');
    expect(configuredEndpoint({ ...both, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, 'X')).toBeUndefined();
    expect(configuredEndpoint({ AWS_ENDPOINT_URL: '' }, 'X')).toBeUndefined();
  });
});

describe('when a client is connected', () => {
  const service = 'BEDROCK_AGENTCORE';
  const local = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' };

  test('AWS is left to the usual chains', () => {
    expect(connectionOf({ service, environment: {} })).toEqual({});
    expect(connectionOf({ service, environment: {}, profile: 'dev' })).toEqual({ profile: 'dev' });
  });

  test('a server on this machine gets made-up credentials', () => {
    expect(connectionOf({ service, environment: local })).toEqual({
      endpoint: 'http://127.0.0.1:1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  });

  test('keys in the environment are kept, a profile is not asked, and no others are sent to other machines', () => {
    const environment = { ...local, AWS_ACCESS_KEY_ID: 'mine' };

    expect(connectionOf({ service, environment })).toEqual({ endpoint: 'http://127.0.0.1:1' });
    expect(connectionOf({ service, environment: { ...local, AWS_PROFILE: 'expired' } })).toMatchObject({
      credentials: { accessKeyId: 'local' },
    });
    expect(connectionOf({ service, environment: { AWS_ENDPOINT_URL: 'http://example.com' } })).toEqual({
      endpoint: 'http://example.com',
    });
  });
});

describe('when a region is needed', () => {
  test('the option wins', async () => {
    expect(await regionOf({ region: 'eu-west-1', environment: { AWS_DEFAULT_REGION: 'eu-west-2' } })).toBe(
      'eu-west-1',
    );
  });
});
