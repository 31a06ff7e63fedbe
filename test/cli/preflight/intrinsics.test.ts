import { describe, expect, test } from '@jest/globals';
import { importsOf, referencesIn, resolveValue, sameValue } from '../../../lib/cli/preflight/intrinsics.ts';
import { parseTemplate } from '../../../lib/cli/preflight/template.ts';
import { knownOf, knownOfDeployed } from '../../../lib/cli/preflight/world.ts';
import { template, world } from './example-world.ts';

const known = new Map([
  ['AWS::Region', 'us-east-1'],
  ['AWS::Partition', 'aws'],
  ['Stage', 'prod'],
]);

describe('a value of a template', () => {
  test.each([
    ['a text', 'x', 'x'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['a parameter', { Ref: 'Stage' }, 'prod'],
    ['a resource', { Ref: 'Bucket' }, { Ref: 'Bucket' }],
    ['a join of what is known', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 'b']] }, 'a-prod-b'],
    [
      'a join of what is half known',
      {
        'Fn::Join': [
          '',
          ['arn:', { Ref: 'AWS::Partition' }, ':x:', { 'Fn::GetAtt': ['A', 'Id'] }, '-', 'live'],
        ],
      },
      { 'Fn::Join': ['', ['arn:aws:x:', { 'Fn::GetAtt': ['A', 'Id'] }, '-live']] },
    ],
    ['a substitution', { 'Fn::Sub': `\${Stage}-\${!x}-\${AWS::Region}` }, `prod-\${x}-us-east-1`],
    [
      'a substitution with variables',
      { 'Fn::Sub': [`\${A}/\${Role.Arn}`, { A: { Ref: 'Stage' } }] },
      { 'Fn::Join': ['', ['prod/', { 'Fn::GetAtt': ['Role', 'Arn'] }]] },
    ],
    ['an attribute as a text', { 'Fn::GetAtt': 'A.B.C' }, { 'Fn::GetAtt': ['A', 'B.C'] }],
    ['something within', [{ a: { Ref: 'Stage' } }], [{ a: 'prod' }]],
  ])('%s is resolved as far as it is known', (_, value, expected) => {
    expect(resolveValue(value, known)).toEqual(expected);
  });
});

describe('values are the same', () => {
  test.each([
    ['with keys in another order', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
    ['as numbers, truths and texts', { a: 1, b: true }, { a: '1', b: 'true' }, true],
    ['without what is undefined', { a: 1, b: undefined }, { a: 1 }, true],
    ['but not lists in another order', [1, 2], [2, 1], false],
    ['but not nothing and empty', undefined, '', false],
  ])('%s', (_, a, b, expected) => {
    expect(sameValue(a, b)).toBe(expected);
  });
});

test('references are found in functions of all kinds', () => {
  const value = [{ Ref: 'A' }, { 'Fn::GetAtt': ['B', 'x'] }, { 'Fn::Sub': `\${C.y} \${!D} \${E}` }];

  expect([...referencesIn(value)]).toEqual(['A', 'B', 'C', 'E']);
});

test('imports are found in resources and outputs', () => {
  const parsed = parseTemplate(
    template(
      { A: { Type: 'X', Properties: { a: [{ 'Fn::ImportValue': { 'Fn::Sub': `\${Stage}:One` } }] } } },
      { Two: { Value: { 'Fn::ImportValue': 'Two' } } },
    ),
  );

  expect(parsed && [...importsOf(parsed, known)]).toEqual(['prod:One', 'Two']);
});

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
