import { describe, expect, test } from '@jest/globals';
import { RemovalPolicy, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  type ExportLocation,
  WorkflowDefinition,
  type WorkflowDefinitionProps,
} from '../../../lib/cdk/index.ts';
import { policyLines, testStack } from '../synthesis.ts';

const TYPE = 'AWS::NovaAct::WorkflowDefinition';

function nameOf(props: WorkflowDefinitionProps): string {
  return new WorkflowDefinition(testStack(), 'Definition', props).workflowDefinitionName;
}

function someBucket(name: string): ExportLocation['bucket'] {
  return Bucket.fromBucketName(testStack(), 'Bucket', name);
}

describe('when a definition has only a name', () => {
  test('it has exactly that name and nothing else', () => {
    const stack = testStack();
    new WorkflowDefinition(stack, 'Definition', { workflowDefinitionName: 'book-flight' });

    const [properties] = Object.values(Template.fromStack(stack).findResources(TYPE)).map(
      ({ Properties }) => Properties,
    );
    expect(properties).toEqual({ Name: 'book-flight' });
  });

  test('it and its runs survive the stack, but not a failed creation', () => {
    const stack = testStack();
    new WorkflowDefinition(stack, 'Definition', { workflowDefinitionName: 'book-flight' });

    Template.fromStack(stack).hasResource(TYPE, {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('another removal policy is taken', () => {
    const stack = testStack();
    new WorkflowDefinition(stack, 'Definition', {
      workflowDefinitionName: 'book-flight',
      removalPolicy: RemovalPolicy.DESTROY,
    });

    Template.fromStack(stack).hasResource(TYPE, { DeletionPolicy: 'Delete' });
  });
});

describe('when a property changes that the service cannot change', () => {
  const base = { workflowDefinitionName: 'book-flight' };

  test('the name changes with the description', () => {
    const names = [nameOf({ ...base, description: 'old' }), nameOf({ ...base, description: 'new' })];

    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^book-flight-[0-9a-f]{6}$/);
  });

  test('the name changes with the bucket and with the prefix', () => {
    const names = [
      nameOf({ ...base, exportTo: { bucket: someBucket('one') } }),
      nameOf({ ...base, exportTo: { bucket: someBucket('two') } }),
      nameOf({ ...base, exportTo: { bucket: someBucket('two'), prefix: 'elsewhere' } }),
    ];

    expect(new Set(names).size).toBe(3);
  });

  test('the name stays the same when nothing changes', () => {
    const props = { ...base, description: 'same', exportTo: { bucket: someBucket('one') } };

    expect(nameOf(props)).toBe(nameOf(props));
  });

  test('an exact name can be asked for', () => {
    expect(nameOf({ ...base, description: 'any', fingerprint: false })).toBe('book-flight');
  });
});

describe('when run data is exported', () => {
  test('the prefix is the name unless another is given', () => {
    const stack = testStack();
    const bucket = Bucket.fromBucketName(stack, 'Bucket', 'traces');
    const exact = { fingerprint: false, exportTo: { bucket } };
    new WorkflowDefinition(stack, 'One', { workflowDefinitionName: 'one', ...exact });
    new WorkflowDefinition(stack, 'Two', {
      ...exact,
      workflowDefinitionName: 'two',
      exportTo: { bucket, prefix: 'a/b' },
    });

    const template = Template.fromStack(stack);

    template.hasResourceProperties(TYPE, { ExportConfig: { S3BucketName: 'traces', S3KeyPrefix: 'one' } });
    template.hasResourceProperties(TYPE, { ExportConfig: { S3BucketName: 'traces', S3KeyPrefix: 'a/b' } });
  });
});

describe('when access is granted', () => {
  function granted(grant: (definition: WorkflowDefinition, role: Role) => void): string[] {
    const stack = testStack();
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    grant(new WorkflowDefinition(stack, 'Definition', { workflowDefinitionName: 'book-flight' }), role);
    return policyLines(Template.fromStack(stack));
  }

  test('running is six calls on this definition and its runs', () => {
    expect(granted((definition, role) => definition.grantRun(role))).toEqual([
      'Allow nova-act:CreateAct nova-act:CreateSession nova-act:CreateWorkflowRun nova-act:InvokeActStep ' +
        'nova-act:UpdateAct nova-act:UpdateWorkflowRun ' +
        'on <Definition.Arn> <Definition.Arn>/workflow-run/*',
    ]);
  });

  test('reading changes nothing', () => {
    expect(granted((definition, role) => definition.grantRead(role))).toEqual([
      'Allow nova-act:GetWorkflowDefinition nova-act:GetWorkflowRun nova-act:ListActs nova-act:ListSessions ' +
        'nova-act:ListWorkflowRuns on <Definition.Arn> <Definition.Arn>/workflow-run/*',
    ]);
  });
});

describe('when a definition exists already', () => {
  test('it is found by name in the account and region of the stack', () => {
    const stack = testStack();
    const definition = WorkflowDefinition.fromWorkflowDefinitionName(stack, 'Imported', 'book-flight');

    expect(definition.workflowDefinitionName).toBe('book-flight');
    expect(stack.resolve(definition.workflowDefinitionRef.workflowDefinitionArn)).toEqual({
      'Fn::Join': [
        '',
        ['arn:aws:nova-act:us-east-1:', { Ref: 'AWS::AccountId' }, ':workflow-definition/book-flight'],
      ],
    });
  });

  test('it is found by an ARN, which says its account and region', () => {
    const arn = 'arn:aws:nova-act:us-west-2:123456789012:workflow-definition/book-flight';
    const definition = WorkflowDefinition.fromWorkflowDefinitionArn(testStack(), 'Imported', arn);

    expect(definition.workflowDefinitionName).toBe('book-flight');
    expect(definition.workflowDefinitionArn).toBe(arn);
    expect(definition.env).toEqual({ account: '123456789012', region: 'us-west-2' });
  });
});

describe('when properties are wrong', () => {
  test('so are imports of what is no definition', () => {
    const { fromWorkflowDefinitionArn, fromWorkflowDefinitionName } = WorkflowDefinition;

    expect(() => fromWorkflowDefinitionArn(testStack(), 'It', 'arn:aws:s3:::bucket')).toThrow(
      'not the ARN of',
    );
    expect(() => fromWorkflowDefinitionName(testStack(), 'It', 'a b/*')).toThrow('It.workflowDefinitionName');
  });

  test('all problems are said at once, each with its remedy', () => {
    const stack = testStack();
    const bucket = someBucket('traces');

    expect(() => {
      new WorkflowDefinition(stack, 'Definition', {
        workflowDefinitionName: 'book a flight',
        description: '',
        exportTo: { bucket, prefix: '/runs//all/' },
      });
    }).toThrow(
      [
        'The workflow definition has 3 problems:',
        '  1. Definition.workflowDefinitionName is not a name that Nova Act accepts: "book a flight" (13 characters) (allowed: 1 to 33 letters, digits, "_" and "-" (7 more are kept for the fingerprint); fix: use "book-a-flight", for example)',
        '  2. Definition.description has a length that Nova Act does not accept: 0 characters (allowed: 1 to 4000 characters; fix: leave it out)',
        `  3. Definition.exportTo.prefix is not a key prefix that Nova Act accepts: "/runs//all/" (11 characters) (allowed: 1 to 100 of letters, digits and !-_.*'() in parts joined by single slashes, none at the ends; fix: use "runs/all")`,
      ].join('\n'),
    );
  });

  test.each([
    { length: 40, fingerprint: false },
    { length: 33, fingerprint: true },
  ])(
    'a name of $length characters is the longest with fingerprint $fingerprint',
    ({ length, fingerprint }) => {
      expect(nameOf({ workflowDefinitionName: 'a'.repeat(length), fingerprint }).length).toBe(
        fingerprint ? 40 : length,
      );
      expect(() => nameOf({ workflowDefinitionName: 'a'.repeat(length + 1), fingerprint })).toThrow(
        `${length + 1} characters`,
      );
    },
  );

  test('values that are not known before the deployment are let through', () => {
    expect(() =>
      nameOf({
        workflowDefinitionName: Token.asString({ Ref: 'A name that is longer than forty characters' }),
        description: Token.asString({ Ref: 'Description' }),
        exportTo: { bucket: someBucket('traces'), prefix: Token.asString({ Ref: '/Prefix/' }) },
      }),
    ).not.toThrow();
  });
});
