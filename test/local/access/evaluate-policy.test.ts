import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluatePolicy } from '../../../lib/local/access/evaluate-policy.ts';
import { requestKeys } from '../../../lib/local/access/request-keys.ts';
import type { PolicyStatement } from '../../../lib/local/access/role.ts';
import { statement, workflowRole } from './roles.ts';

const ROLE = { arn: 'arn:aws:iam::000000000000:role/Reader' };
const DEFINITION = 'arn:aws:nova-act:us-east-1:000000000000:workflow-definition/shop';

interface Call {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const decide = (statements: readonly PolicyStatement[], { action, resource, context }: Call) =>
  evaluatePolicy(statements, { action, resource, lookUp: requestKeys(ROLE, { resource, context }) });
const outcome = (statements: readonly PolicyStatement[], call: Call) => decide(statements, call).outcome;

/** A variable of a policy. */
const variable = (text: string): string => `\${${text}}`;

const STEP: Call = { action: 'nova-act:InvokeActStep', resource: DEFINITION };

describe('what decides', () => {
  test('what no statement allows is not allowed', () => {
    expect(outcome([], STEP)).toBe('not-allowed');
    expect(outcome([statement({ actions: ['nova-act:CreateAct'] })], STEP)).toBe('not-allowed');
  });

  test('what one allows is allowed, unless another denies it, wherever it stands', () => {
    const allow = statement({ actions: ['*'] });
    const deny = statement({ effect: 'Deny', actions: ['nova-act:Invoke*'] });

    expect(outcome([allow], STEP)).toBe('allowed');
    expect(outcome([allow, deny], STEP)).toBe('denied');
    expect(outcome([deny, allow], STEP)).toBe('denied');
  });
});

describe('which actions a statement is about', () => {
  test.each([
    ['nova-act:InvokeActStep', true],
    ['NOVA-ACT:invokeactstep', true],
    ['nova-act:*', true],
    ['nova-act:Invoke*Step', true],
    ['nova-act:InvokeActSte?', true],
    ['*', true],
    ['nova-act:InvokeActSteps', false],
    ['nova-act:InvokeActStep?', false],
    ['nova-act:Invoke', false],
    ['s3:*', false],
    // No pattern, but a text in which only two characters mean something else.
    ['nova-act:InvokeAct....', false],
  ])('%s: %p', (action, isAbout) => {
    expect(outcome([statement({ actions: [action] })], STEP)).toBe(isAbout ? 'allowed' : 'not-allowed');
    expect(outcome([statement({ actions: [action], areActionsExcluded: true })], STEP)).toBe(
      isAbout ? 'not-allowed' : 'allowed',
    );
  });
});

describe('which resources a statement is about', () => {
  const OBJECT = 'arn:aws:s3:::bucket/shop/runs/a.json';
  const STREAM = 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/x-1:log-stream:a';
  test.each([
    ['*', OBJECT, true],
    ['arn:aws:s3:::bucket/shop/*', OBJECT, true],
    ['arn:aws:s3:::bucket/*.json', OBJECT, true],
    ['arn:aws:s3:::bucket/shop/runs/?.json', OBJECT, true],
    ['arn:aws:s3:::bucket/Shop/*', OBJECT, false],
    ['arn:aws:s3:::bucket', OBJECT, false],
    ['arn:aws:s3:::other/*', OBJECT, false],
    // What is missing of the six segments is any.
    ['arn:aws:s3', OBJECT, true],
    ['arn:aws:logs', OBJECT, false],
    // At the end of a segment a star goes on, elsewhere it does not.
    ['arn:aws:logs:*', STREAM, true],
    ['arn:aws:logs:us-east-1:000000000000:log-group:/aws/x-*:log-stream:*', STREAM, true],
    ['arn:aws:logs:us-east-1:000000000000:log-group:/aws/x-*', STREAM, true],
    ['arn:aws:logs:us-*0:log-group:/aws/x-1:log-stream:a', STREAM, false],
    // Calls about no resource.
    ['*', '*', true],
    ['arn:aws:*', '*', false],
    // Variables.
    [
      `arn:aws:s3:::bucket/shop/${variable('aws:PrincipalAccount')}`,
      'arn:aws:s3:::bucket/shop/000000000000',
      true,
    ],
    [`arn:aws:s3:::bucket/shop/${variable('AWS:principalaccount')}`, 'arn:aws:s3:::bucket/shop/1', false],
    [`arn:aws:s3:::bucket/${variable("aws:username, 'anyone'")}`, 'arn:aws:s3:::bucket/anyone', true],
    [`arn:aws:s3:::bucket/${variable('*')}`, 'arn:aws:s3:::bucket/*', true],
    [`arn:aws:s3:::bucket/${variable('*')}`, 'arn:aws:s3:::bucket/a', false],
  ])('%s and %s: %p', (pattern, resource, isAbout) => {
    const call = { action: 'x:Do', resource };
    const about = statement({ actions: ['x:Do'], resources: [pattern] });

    expect(outcome([about], call)).toBe(isAbout ? 'allowed' : 'not-allowed');
    expect(outcome([{ ...about, areResourcesExcluded: true }], call)).toBe(
      isAbout ? 'not-allowed' : 'allowed',
    );
  });

  test('a pattern with many stars takes no long time', () => {
    const pattern = `arn:aws:s3:::${'a*'.repeat(40)}b`;
    const call = { action: 'x:Do', resource: `arn:aws:s3:::${'a'.repeat(400)}` };

    expect(outcome([statement({ actions: ['*'], resources: [pattern] })], call)).toBe('not-allowed');
  });
});

describe('whether conditions hold', () => {
  test.each([
    [{ StringEquals: { 's3:prefix': ['a/', 'b/'] } }, { 's3:prefix': 'b/' }, true],
    [{ StringEquals: { 'S3:Prefix': ['a/'] } }, { 's3:prefix': 'A/' }, false],
    [{ StringEquals: { 's3:prefix': ['a*'] } }, { 's3:prefix': 'ab' }, false],
    [{ StringNotEquals: { 's3:prefix': ['a', 'b'] } }, { 's3:prefix': 'b' }, false],
    [{ StringNotEquals: { 's3:prefix': ['a', 'b'] } }, { 's3:prefix': 'c' }, true],
    [{ StringEqualsIgnoreCase: { 's3:prefix': ['A'] } }, { 's3:prefix': 'a' }, true],
    [{ StringNotEqualsIgnoreCase: { 's3:prefix': ['A'] } }, { 's3:prefix': 'a' }, false],
    [{ StringLike: { 's3:prefix': ['a/*'] } }, { 's3:prefix': 'a/b:c' }, true],
    [{ StringNotLike: { 's3:prefix': ['a/*'] } }, { 's3:prefix': 'b' }, true],
    [{ ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/R*'] } }, {}, true],
    [{ ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::*'] } }, {}, false],
    [{ ArnEquals: { 'aws:PrincipalArn': ['arn:aws:iam::000000000000:role/Reader'] } }, {}, true],
    [{ ArnNotEquals: { 'aws:PrincipalArn': ['arn:aws:iam::000000000000:role/Reader'] } }, {}, false],
    [{ Bool: { 'aws:SecureTransport': ['true'] } }, {}, true],
    [{ Bool: { 'aws:SecureTransport': ['False'] } }, {}, false],
    [{ Null: { 's3:prefix': ['true'] } }, { 's3:prefix': undefined }, true],
    [{ Null: { 's3:prefix': ['false'] } }, { 's3:prefix': 'a' }, true],
    [{ Null: { 's3:prefix': ['true'] } }, { 's3:prefix': 'a' }, false],
    [{ NumericLessThanEquals: { 's3:max-keys': ['10'] } }, { 's3:max-keys': '10' }, true],
    [{ NumericGreaterThan: { 's3:max-keys': ['10'] } }, { 's3:max-keys': '9' }, false],
    [{ NumericNotEquals: { 's3:max-keys': ['10'] } }, { 's3:max-keys': '9' }, true],
    [{ DateGreaterThan: { 'aws:CurrentTime': ['2020-01-01T00:00:00Z'] } }, {}, true],
    [{ DateLessThan: { 'aws:CurrentTime': ['2020-01-01T00:00:00Z'] } }, {}, false],
    [{ DateGreaterThan: { 'aws:EpochTime': ['1577836800'] } }, {}, true],
    // A key that the request has not.
    [{ StringEquals: { 's3:prefix': ['a'] } }, { 's3:prefix': undefined }, false],
    [{ StringNotEquals: { 's3:prefix': ['a'] } }, { 's3:prefix': undefined }, true],
    [{ StringEqualsIfExists: { 's3:prefix': ['a'] } }, { 's3:prefix': undefined }, true],
    [{ StringEqualsIfExists: { 's3:prefix': ['a'] } }, { 's3:prefix': 'b' }, false],
    // A key with several values.
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['a', 'b'] }, true],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['a', 'b'] }, false],
    [{ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': undefined }, true],
    [{ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': undefined }, false],
    [{ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a'] } }, { 'aws:TagKeys': ['a', 'b'] }, true],
    // All must hold.
    [{ StringEquals: { 's3:prefix': ['a'], 'aws:PrincipalAccount': ['1'] } }, { 's3:prefix': 'a' }, false],
    [
      { StringEquals: { 'aws:RequestedRegion': ['us-east-1'] } },
      { 'aws:RequestedRegion': 'us-east-1' },
      true,
    ],
    [
      { StringEquals: { 's3:prefix': [variable('aws:PrincipalAccount')] } },
      { 's3:prefix': '000000000000' },
      true,
    ],
  ])('%p with %p: %p', (conditions, context, hold) => {
    const call = { action: 's3:ListBucket', resource: 'arn:aws:s3:::bucket', context };

    expect(outcome([statement({ actions: ['s3:*'], conditions })], call)).toBe(
      hold ? 'allowed' : 'not-allowed',
    );
  });
});

describe('what cannot be decided here', () => {
  const unknown = [
    [
      { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } },
      'the condition operator IpAddress is not evaluated here',
    ],
    [
      { StringEquals: { 'aws:PrincipalOrgID': ['o-1'] } },
      'the value of aws:PrincipalOrgID is not known here',
    ],
    [{ StringNotEquals: { 'aws:SourceVpc': ['vpc-1'] } }, 'the value of aws:SourceVpc is not known here'],
    [{ Null: { 'aws:SourceVpc': ['true'] } }, 'the value of aws:SourceVpc is not known here'],
    [
      { StringEqualz: { 'aws:PrincipalAccount': ['1'] } },
      'the condition operator StringEqualz is not evaluated here',
    ],
    [{ NumericEquals: { 'aws:EpochTime': ['soon'] } }, '"soon" cannot be read for Numeric conditions'],
  ] as const;

  test.each(unknown)('%p does not allow, and denies', (conditions, reason) => {
    const undecided = statement({ actions: ['*'], conditions });
    const expected = { undecided: [reason] };

    expect(decide([undecided], STEP)).toMatchObject({ outcome: 'not-allowed', ...expected });
    const denies = [statement({ actions: ['*'] }), statement({ ...undecided, effect: 'Deny' })];
    expect(decide(denies, STEP)).toMatchObject({ outcome: 'denied', ...expected });
  });

  test('matters only where nothing else decides', () => {
    const conditions = { StringEquals: { 'aws:SourceVpc': ['vpc-1'], 'aws:PrincipalAccount': ['1'] } };
    const deny = statement({ effect: 'Deny', actions: ['*'], conditions });

    expect(outcome([statement({ actions: ['*'] }), deny], STEP)).toBe('allowed');
  });

  test('a variable of a resource, too, unless the rest fits in no case', () => {
    const deny = (resource: string) => statement({ effect: 'Deny', actions: ['*'], resources: [resource] });
    const allow = statement({ actions: ['*'] });

    expect(outcome([allow, deny(`arn:aws:nova-act:*:*:*/${variable('aws:PrincipalTag/team')}`)], STEP)).toBe(
      'denied',
    );
    expect(outcome([allow, deny(`arn:aws:s3:::${variable('aws:PrincipalTag/team')}`)], STEP)).toBe('allowed');
    // Roles have none.
    expect(decide([{ ...deny(variable('aws:username')), effect: 'Allow' }], STEP)).toMatchObject({
      outcome: 'not-allowed',
      undecided: ['aws:username has no value'],
    });
  });
});

test('those statements are named that come near', () => {
  const { statements } = workflowRole({ definitionName: 'other' });

  expect(decide(statements, STEP)).toMatchObject({
    nearby: [
      'it is allowed on arn:aws:nova-act:us-east-1:000000000000:workflow-definition/other, ' +
        'arn:aws:nova-act:us-east-1:000000000000:workflow-definition/other/workflow-run/* only',
    ],
  });
  const conditions = { StringEquals: { 'aws:RequestedRegion': ['eu-west-1'] } };
  expect(decide([statement({ actions: ['nova-act:*'], conditions })], STEP)).toMatchObject({
    nearby: ['the condition StringEquals aws:RequestedRegion eu-west-1 is not met'],
  });
});

describe('whatever the statements are', () => {
  const actions = ['s3:GetObject', 's3:PutObject', 's3:*', '*', 'logs:Get*', 'nova-act:CreateAct'];
  const resources = ['*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/b', 'arn:aws:logs:*:*:*'];
  const conditions = [
    {},
    { StringEquals: { 'aws:PrincipalAccount': ['000000000000'] } },
    { StringEquals: { 'aws:PrincipalAccount': ['1'] } },
    { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8'] } },
  ];
  const statements = fc
    .tuple(
      fc.constantFrom<PolicyStatement['effect']>('Allow', 'Deny'),
      fc.subarray(actions, { minLength: 1 }),
      fc.subarray(resources, { minLength: 1 }),
      fc.constantFrom(...conditions),
      fc.constantFrom(true, false),
      fc.constantFrom(true, false),
    )
    .map(([effect, some, on, when, areActionsExcluded, areResourcesExcluded]) =>
      statement({
        effect,
        actions: some,
        resources: on,
        conditions: when,
        areActionsExcluded,
        areResourcesExcluded,
      }),
    );
  const policies = fc.tuple(statements, statements, statements);
  const calls = fc
    .tuple(
      fc.constantFrom('s3:GetObject', 's3:PutObject', 'logs:GetLogEvents', 'nova-act:CreateAct'),
      fc.constantFrom('*', 'arn:aws:s3:::a/b', 'arn:aws:s3:::a/c', 'arn:aws:logs:us-east-1:1:log-group:x'),
    )
    .map(([action, resource]) => ({ action, resource }));

  test('one that denies everything wins', () => {
    const everything = statement({ effect: 'Deny', actions: ['*'] });
    fc.assert(
      fc.property(policies, calls, (policy, call) => outcome([...policy, everything], call) === 'denied'),
    );
  });

  test('one more that allows takes nothing away, and one more that denies gives nothing', () => {
    fc.assert(
      fc.property(policies, statements, calls, (policy, more, call) => {
        const [before, after] = [outcome(policy, call), outcome([...policy, more], call)];
        if (before === after) return true;
        return more.effect === 'Allow' ? after === 'allowed' : after === 'denied';
      }),
    );
  });

  test('their order does not matter', () => {
    fc.assert(
      fc.property(
        policies,
        calls,
        (policy, call) => outcome(policy, call) === outcome(policy.toReversed(), call),
      ),
    );
  });

  test('all actions but some, and these, are all', () => {
    fc.assert(
      fc.property(fc.subarray(actions, { minLength: 1 }), calls, (some, call) => {
        const these = statement({ actions: some });
        return outcome([these, { ...these, areActionsExcluded: true }], call) === 'allowed';
      }),
    );
  });
});
