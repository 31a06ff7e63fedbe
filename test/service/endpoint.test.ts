import { describe, expect, test } from '@jest/globals';
import { resolveNovaActEndpoint } from '../../lib/service/endpoint.ts';

describe('the host name', () => {
  test.each([
    [{ Region: 'us-east-1' }, 'https://nova-act.us-east-1.amazonaws.com/'],
    [{ Region: 'cn-north-1' }, 'https://nova-act.cn-north-1.amazonaws.com.cn/'],
    [{ Region: 'us-gov-west-1' }, 'https://nova-act.us-gov-west-1.amazonaws.com/'],
    [{ Region: 'us-east-1', UseFIPS: true }, 'https://nova-act-fips.us-east-1.amazonaws.com/'],
    [{ Region: 'us-east-1', UseDualStack: true }, 'https://nova-act.us-east-1.api.aws/'],
    [{ Region: 'us-east-1', UseFIPS: true, UseDualStack: true }, 'https://nova-act-fips.us-east-1.api.aws/'],
    [{ Region: 'us-east-1', Endpoint: 'http://127.0.0.1:8787/x' }, 'http://127.0.0.1:8787/x'],
  ])('for %j is %s', (parameters, url) => {
    expect(resolveNovaActEndpoint(parameters).url.href).toBe(url);
  });
});

describe('what cannot be resolved is one clear error', () => {
  test.each([
    [{}, /region is missing; set `region` or AWS_REGION/],
    [{ Region: 'x@evil.example/' }, /"x@evil.example\/" is not a region name/],
    [{ Region: 'us-east-1', Endpoint: 'http://a', UseFIPS: true }, /FIPS and a custom endpoint/],
    [{ Region: 'us-east-1', Endpoint: 'http://a', UseDualStack: true }, /Dual-stack and a custom endpoint/],
    [{ Region: 'us-east-1', Endpoint: 'not a url' }, /endpoint "not a url" is not a URL/],
  ])('%j', (parameters, message) => {
    expect(() => resolveNovaActEndpoint(parameters)).toThrow(message);
  });
});
