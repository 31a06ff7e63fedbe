import { describe, expect, test } from '@jest/globals';
import { importsOf, referencesIn, resolveValue, sameValue } from '../../lib/assembly/intrinsics.ts';
import { parseTemplate } from '../../lib/assembly/template.ts';
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
