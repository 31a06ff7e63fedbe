import { describe, expect, test } from '@jest/globals';
import { knownOf, knownOfDeployed } from '../../../lib/cli/preflight/world.ts';
import { world } from './example-world.ts';

describe('parameters', () => {
  const body = {
    Parameters: {
      Stage: { Type: 'String', Default: 'dev' },
      Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' },
      Size: { Type: 'Number' },
    },
    Resources: {},
  };

  test('of the assembly have their defaults; those that are looked up stay unknown', () => {
    const region = world({ planned: { A: body } });
    const [planned] = region.planned;

    expect(planned && Object.fromEntries(knownOf(planned, region))).toEqual({
      'AWS::Partition': 'aws',
      'AWS::Region': 'us-east-1',
      'AWS::StackName': 'A',
      'AWS::URLSuffix': 'amazonaws.com',
      Stage: 'dev',
    });
  });

  test('of a deployed stack have what they were given', () => {
    const region = world({
      deployed: { A: { body, parameters: { Stage: 'prod', Version: '/version', Size: '7' } } },
    });
    const [deployed] = region.deployed;
    const values = deployed && knownOfDeployed(deployed, region);

    expect(['Stage', 'Version', 'Size', 'AWS::AccountId'].map((name) => values?.get(name))).toEqual([
      'prod',
      undefined,
      '7',
      '123456789012',
    ]);
  });

  test('of the assembly keep the values that the deployed stack has, unless these are hidden', () => {
    const region = world({
      planned: {
        A: { ...body, Parameters: { ...body.Parameters, Login: { Type: 'String', Default: 'x' } } },
      },
      deployed: { A: { body, parameters: { Stage: 'prod', Version: '/version', Login: '****', Old: 'y' } } },
    });
    const [planned] = region.planned;
    const values = planned && knownOf(planned, region);

    expect(['Stage', 'Version', 'Login', 'Old', 'Size'].map((name) => values?.get(name))).toEqual([
      'prod',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
