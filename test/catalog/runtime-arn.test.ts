import { describe, expect, test } from '@jest/globals';
import { looksLikeArn, OutputsError, parseRuntimeArn } from '../../lib/catalog/index.ts';

const ARN = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/getting_started-a1B2c3D4e5';

describe('when it is the ARN of a runtime', () => {
  test('its parts are given', () => {
    expect(parseRuntimeArn(ARN)).toEqual({
      arn: ARN,
      partition: 'aws',
      region: 'us-east-1',
      accountId: '123456789012',
      runtimeId: 'getting_started-a1B2c3D4e5',
    });
  });

  test.each(['aws-us-gov:us-gov-west-1', 'aws-cn:cn-north-1'])('partition and region %s', (pair) => {
    const [partition, region] = pair.split(':');
    const arn = `arn:${partition}:bedrock-agentcore:${region}:123456789012:runtime/x-a1B2c3D4e5`;

    expect(parseRuntimeArn(arn)).toMatchObject({ partition, region });
  });
});

describe('when it is not', () => {
  test.each([
    ['hello', 'fewer than six parts'],
    [` ${ARN}`, 'white space'],
    ['arn:aws:s3:::bucket', 'service "s3"'],
    ['arn:aws:bedrock-agentcore:us-east-1:123:runtime/x', 'account "123" is not twelve digits'],
    ['arn:aws:bedrock-agentcore::123456789012:runtime/x', 'no region'],
    ['arn:aws:bedrock-agentcore:us-east-1:123456789012:browser/x', 'resource "browser/x"'],
    ['arn:other:bedrock-agentcore:us-east-1:123456789012:runtime/x', 'partition "other"'],
    [`${ARN}/runtime-endpoint/prod`, `Give ${ARN} and "prod" as the qualifier.`],
  ])('%j is refused and the error says why', (text, why) => {
    expect(() => parseRuntimeArn(text)).toThrow(OutputsError);
    expect(() => parseRuntimeArn(text)).toThrow(why);
  });

  test('the error says where the text was found', () => {
    expect(() => parseRuntimeArn('x', { where: 'argument' })).toThrow(
      'Not the ARN of an AgentCore runtime (argument): "x"',
    );
  });
});

describe('when a text may be a name or an ARN', () => {
  test('its beginning tells', () => {
    expect(looksLikeArn('ARN:aws:oops')).toBe(true);
    expect(looksLikeArn('arnold')).toBe(false);
  });
});
