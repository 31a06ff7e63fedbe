import { describe, expect, test } from '@jest/globals';
import { planOf, probe, roleWith } from './hand-made.ts';

const statement = (more: Readonly<Record<string, unknown>> = {}) => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::b/*',
  ...more,
});
const READ = {
  effect: 'Allow',
  actions: ['s3:GetObject'],
  areActionsExcluded: false,
  resources: ['arn:aws:s3:::b/*'],
  areResourcesExcluded: false,
  conditions: {},
};

/** The statements of the role of a runtime, and what is said of it. */
function roleIn(resources: Readonly<Record<string, unknown>>, others: Parameters<typeof planOf>[0] = {}) {
  const { runtimes, notes } = planOf({ Shop: { Resources: { Runtime: probe(), ...resources } }, ...others });
  return { role: runtimes[0]?.deployment.role, notes };
}

describe('the role of a runtime', () => {
  test('has the statements of all its policies, in whatever stack', () => {
    const policy = (action: string, more: unknown) => ({
      ...Object(more),
      Properties: {
        ...Object(more).Properties,
        PolicyDocument: { Statement: statement({ Action: action }) },
      },
    });
    const own = roleWith(statement({ Action: 'a:Inline' }));
    const { role, notes } = roleIn(
      {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: { ...Object(own.Role).Properties, ManagedPolicyArns: [{ Ref: 'Managed' }] },
        },
        Policy: policy('a:Policy', { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }] } }),
        Single: policy('a:Single', {
          Type: 'AWS::IAM::RolePolicy',
          Properties: { RoleName: { Ref: 'Role' } },
        }),
        Managed: policy('a:Managed', { Type: 'AWS::IAM::ManagedPolicy' }),
        Foreign: policy('a:Foreign', { Type: 'AWS::IAM::Policy', Properties: { Roles: ['another'] } }),
      },
      {
        Late: {
          Resources: {
            Policy: policy('a:Late', { Type: 'AWS::IAM::Policy', Properties: { Roles: ['probe'] } }),
          },
        },
      },
    );

    expect(role?.statements.flatMap(({ actions }) => actions)).toEqual([
      'a:Inline',
      'a:Policy',
      'a:Single',
      'a:Managed',
      'a:Late',
    ]);
    expect(role).toMatchObject({ name: 'probe', arn: 'arn:aws:iam::000000000000:role/probe' });
    expect(notes).toEqual([]);
  });

  test.each<[string, unknown, unknown]>([
    ['one action and one resource', statement(), READ],
    ['lists', statement({ Action: ['a:B', 'a:C'] }), { ...READ, actions: ['a:B', 'a:C'] }],
    [
      'exclusions',
      statement({ Action: undefined, NotAction: 'a:B', Resource: undefined, NotResource: 'arn:r' }),
      {
        ...READ,
        actions: ['a:B'],
        areActionsExcluded: true,
        resources: ['arn:r'],
        areResourcesExcluded: true,
      },
    ],
    ['denials', statement({ Effect: 'Deny' }), { ...READ, effect: 'Deny' }],
    [
      'conditions',
      statement({
        Condition: { StringEquals: { 'aws:x': { Ref: 'AWS::Region' } }, Bool: { 'aws:y': [true] } },
      }),
      { ...READ, conditions: { StringEquals: { 'aws:x': ['us-east-1'] }, Bool: { 'aws:y': ['true'] } } },
    ],
  ])('is read with %s', (_, given, expected) => {
    expect(roleIn(roleWith(given))).toMatchObject({ role: { statements: [expected] }, notes: [] });
  });

  const KNOWN = 'arn:aws:s3:::b/*';
  const TABLE = { 'Fn::GetAtt': ['Table', 'Arn'] };
  const WHY = 'it needs Table (AWS::DynamoDB::Table), which local AWS does not make';

  test.each<[string, unknown, readonly unknown[]]>([
    ['a resource beside one that is known', statement({ Resource: [KNOWN, TABLE] }), [READ]],
    ['the only resource', statement({ Resource: TABLE }), []],
    ['a resource that is excluded', statement({ Resource: undefined, NotResource: [KNOWN, TABLE] }), []],
    ['a condition', statement({ Condition: { ArnLike: { 'aws:x': TABLE } } }), []],
  ])('allows nothing by what is not known: %s', (_, given, expected) => {
    const table = { Table: { Type: 'AWS::DynamoDB::Table' } };
    const { role, notes } = roleIn({ ...roleWith(given), ...table });

    expect(role?.statements).toEqual(expected);
    expect(notes).toEqual([
      `Shop › Role › Policies.0 statement 1: ${WHY}. What it allows there is refused here.`,
    ]);
  });

  const NOPE = { 'Fn::Nope': 1 };
  const CONDITION = { ArnLike: { 'aws:x': NOPE, 'aws:y': 'arn:y' } };
  const DENIED = { ...READ, effect: 'Deny' };
  const ANYTHING = { ...DENIED, actions: ['*'], resources: ['*'] };
  const STATEMENT = 'Shop › Role › Policies.0 statement 1: it';

  test.each<[string, unknown, unknown]>([
    ['a resource', { Resource: NOPE }, { ...DENIED, resources: ['*'] }],
    ['an action', { Action: ['a:B', NOPE] }, { ...DENIED, actions: ['a:B', '*'] }],
    [
      'a resource that is excepted',
      { Resource: undefined, NotResource: [NOPE, KNOWN] },
      { ...DENIED, areResourcesExcluded: true },
    ],
    ['a condition', { Condition: CONDITION }, { ...DENIED, conditions: { ArnLike: { 'aws:y': ['arn:y'] } } }],
    ['the effect', { Effect: NOPE }, DENIED],
  ])('denies all that could be meant by what is not known: %s', (_, given, expected) => {
    const { role, notes } = roleIn(roleWith(statement({ Effect: 'Deny', ...Object(given) })));

    expect(role?.statements).toEqual([expected]);
    expect(notes).toEqual([
      `${STATEMENT} has Fn::Nope, which is not resolved here. What it could deny there is refused here.`,
    ]);
  });

  test('denies, and does not allow, what depends on a condition or a role that is not known', () => {
    const policy = (more: unknown, roles: unknown) => ({
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [roles],
        PolicyDocument: { Statement: [statement(), statement({ Effect: 'Deny' })] },
      },
      ...Object(more),
    });
    const either = { 'Fn::If': ['Big', statement({ Effect: 'Deny' }), statement()] };
    const { runtimes, notes } = planOf({
      Shop: {
        Parameters: { Size: { Type: 'String' } },
        Conditions: { Big: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] } },
        Resources: {
          ...roleWith(either, NOPE),
          Runtime: probe(),
          Maybe: policy({ Condition: 'Big' }, 'probe'),
          Whose: policy({}, { Ref: 'Size' }),
        },
      },
    });

    const denied = [DENIED, ANYTHING, DENIED, DENIED];
    expect(runtimes[0]?.deployment.role?.statements).toEqual(denied);
    expect(notes).toHaveLength(7);
    expect(notes[0]).toBe(
      `${STATEMENT} depends on the condition Big, which is not known here. What it could deny there is refused here.`,
    );
  });

  test.each<[string, unknown, string]>([
    [
      'another effect',
      statement({ Effect: 'deny' }),
      'its Effect is "deny", and has to be "Allow" or "Deny"',
    ],
    ['no effect', statement({ Effect: undefined }), 'its Effect is missing'],
    ['no object', 'Allow', 'it is no object'],
    ['no action', statement({ Action: undefined }), 'it has to have either Action or NotAction'],
    ['both kinds of resources', statement({ NotResource: '*' }), 'either Resource or NotResource'],
    ['an empty list', statement({ Resource: [] }), 'its Resource is empty'],
    ['an action without a service', statement({ Action: 'GetObject' }), 'its Action has "GetObject"'],
    ['a resource that is no ARN', statement({ Resource: ['shop'] }), 'its Resource has "shop"'],
    ['another element', statement({ Resources: '*' }), 'policies of roles have no "Resources"'],
    ['conditions that are none', statement({ Condition: 'x' }), 'its Condition is no object'],
  ])('is refused with what IAM refuses: %s', (_, given, why) => {
    expect(() => roleIn(roleWith(given))).toThrow(
      'Shop › Role › Policies.0 statement 1: IAM refuses the policy, and CloudFormation would deploy nothing: ',
    );
    expect(() => roleIn(roleWith(given))).toThrow(why);
  });

  test('says so when a policy of AWS, or a boundary, is not known', () => {
    const { notes } = roleIn({
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'probe',
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
          PermissionsBoundary: 'arn:aws:iam::000000000000:policy/x',
        },
      },
    });

    expect(notes).toEqual([
      'Shop › Role › ManagedPolicyArns: arn:aws:iam::aws:policy/ReadOnlyAccess is not in the assembly: what only that policy allows is refused here, and what it denies is not.',
      'Shop › Role › PermissionsBoundary: permissions boundaries are not evaluated here: AWS may refuse more.',
    ]);
  });

  test('that is of another stack is not known, and that is said', () => {
    const { runtimes, notes } = planOf({
      Shop: { Resources: { Runtime: probe({ RoleArn: 'arn:aws:iam::123456789012:role/theirs' }) } },
    });

    expect(runtimes[0]?.deployment.role).toBeUndefined();
    expect(notes).toEqual([
      'Shop › Runtime › RoleArn: arn:aws:iam::123456789012:role/theirs is not in the assembly: what it may do is not known, and nothing is refused to the workflow here.',
    ]);
  });
});
