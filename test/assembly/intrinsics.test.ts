import { describe, expect, test } from '@jest/globals';
import {
  importsOf,
  referencesIn,
  resolveValue,
  sameValue,
  type TemplateScope,
} from '../../lib/assembly/intrinsics.ts';
import { parseTemplate } from '../../lib/assembly/template.ts';
import { unknownsIn } from '../../lib/assembly/unknowns.ts';
import { template } from '../cli/preflight/example-world.ts';

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

describe('with all that local AWS knows', () => {
  const scope: TemplateScope = {
    get: (name) => known.get(name) ?? (name === 'Bucket' ? 'bucket-1' : undefined),
    attribute: (id, attribute) =>
      id === 'Role' && attribute === 'Arn' ? 'arn:aws:iam::1:role/r' : undefined,
    exported: (name) => (name === 'prod:One' ? 'one' : undefined),
    template: {
      conditions: {
        IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
        IsOther: { 'Fn::Not': [{ Condition: 'IsProd' }] },
        IsBoth: { 'Fn::And': [{ Condition: 'IsProd' }, { Condition: 'IsOther' }] },
        IsEither: { 'Fn::Or': [{ Condition: 'IsUnknown' }, { Condition: 'IsProd' }] },
        IsUnknown: { 'Fn::Equals': [{ Ref: 'Nobody' }, 'x'] },
      },
      mappings: { Sizes: { prod: { memory: 4 } } },
    },
  };

  test.each<[string, unknown, unknown]>([
    ['a resource', { Ref: 'Bucket' }, 'bucket-1'],
    ['an attribute', { 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws:iam::1:role/r'],
    ['an attribute in a substitution', { 'Fn::Sub': `<\${Role.Arn}>` }, '<arn:aws:iam::1:role/r>'],
    ['an import', { 'Fn::ImportValue': { 'Fn::Sub': `\${Stage}:One` } }, 'one'],
    ['an import of nothing', { 'Fn::ImportValue': 'Two' }, { 'Fn::ImportValue': 'Two' }],
    [
      'a part of a text',
      { 'Fn::Select': [5, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Role', 'Arn'] }] }] },
      'role/r',
    ],
    [
      'a part of what is not known',
      { 'Fn::Select': [1, { 'Fn::Split': [':', { Ref: 'X' }] }] },
      { 'Fn::Select': [1, { 'Fn::Split': [':', { Ref: 'X' }] }] },
    ],
    ['a map', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 4],
    [
      'a key that no map has',
      { 'Fn::FindInMap': ['Sizes', 'x', 'y'] },
      { 'Fn::FindInMap': ['Sizes', 'x', 'y'] },
    ],
    ['a choice', { 'Fn::If': ['IsProd', { Ref: 'Stage' }, 'b'] }, 'prod'],
    ['the other choice', { 'Fn::If': ['IsOther', 'a', 'b'] }, 'b'],
    ['both', { 'Fn::If': ['IsBoth', 'a', 'b'] }, 'b'],
    ['either, of which one is known', { 'Fn::If': ['IsEither', 'a', 'b'] }, 'a'],
    [
      'a choice that is not known',
      { 'Fn::If': ['IsUnknown', 'a', 'b'] },
      { 'Fn::If': ['IsUnknown', 'a', 'b'] },
    ],
    [
      'no value',
      { a: { 'Fn::If': ['IsProd', { Ref: 'AWS::NoValue' }, 1] }, b: [{ Ref: 'AWS::NoValue' }, 2] },
      { b: [2] },
    ],
  ])('%s is resolved', (_, value, expected) => {
    expect(resolveValue(value, scope)).toEqual(expected);
  });

  test('what is not known is named', () => {
    const value = {
      a: { 'Fn::Join': ['', ['x', { Ref: 'Nobody' }]] },
      b: [{ 'Fn::GetAtt': ['Table', 'Arn'] }, { 'Fn::ImportValue': 'Two' }],
      c: { 'Fn::GetAZs': 'us-east-1' },
      d: 'key-{{resolve:ssm:/name}}',
      e: 'known',
    };

    expect(unknownsIn(resolveValue(value, scope))).toEqual([
      { function: 'Ref', name: 'Nobody' },
      { function: 'Fn::GetAtt', name: 'Table', attribute: 'Arn' },
      { function: 'Fn::ImportValue', name: 'Two' },
      { function: 'Fn::GetAZs', name: '"us-east-1"' },
      { function: '{{resolve}}', name: '{{resolve:ssm:/name}}' },
    ]);
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
