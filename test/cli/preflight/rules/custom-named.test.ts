import { describe, expect, test } from '@jest/globals';
import { customNamed } from '../../../../lib/cli/preflight/rules/custom-named.ts';
import { template, world } from '../example-world.ts';

type Properties = Readonly<Record<string, unknown>>;

function change(
  type: string,
  before: Properties,
  after: Properties,
): readonly { what: string; wayOut: string }[] {
  return customNamed(
    world({
      planned: { S: template({ R: { Type: type, Properties: after } }) },
      deployed: { S: { body: template({ R: { Type: type, Properties: before } }) } },
    }),
  );
}

const DEFINITION = 'AWS::NovaAct::WorkflowDefinition';
const REPOSITORY = 'AWS::ECR::Repository';
const KEY = { EncryptionType: 'KMS', KmsKey: { 'Fn::GetAtt': ['Key', 'Arn'] } };

describe('a resource with a fixed name', () => {
  test('cannot be replaced', () => {
    expect(
      change(DEFINITION, { Name: 'a' }, { Name: 'a', Description: 'x', ExportConfig: { S3BucketName: 'b' } }),
    ).toEqual([
      expect.objectContaining({
        rule: 'custom-named',
        stackName: 'S',
        what: 'The workflow definition "a" would be replaced, because Description and ExportConfig change; but it has a fixed name, so the new one could not be made beside the old one.',
        wayOut:
          'Give the workflow definition another name in the same change, or take the change of Description and ExportConfig back.',
      }),
    ]);
  });

  test('can be replaced under another name', () => {
    expect(change(DEFINITION, { Name: 'a' }, { Name: 'b', Description: 'x' })).toEqual([]);
  });

  test('can be updated in place', () => {
    expect(
      change(
        'AWS::BedrockAgentCore::Runtime',
        { AgentRuntimeName: 'a' },
        { AgentRuntimeName: 'a', Description: 'x' },
      ),
    ).toEqual([]);
  });

  test('is the same when its properties are written in another way', () => {
    expect(
      change(
        'AWS::BedrockAgentCore::BrowserCustom',
        { Name: 'a', NetworkConfiguration: { NetworkMode: 'PUBLIC', X: { Ref: 'AWS::Region' } } },
        { Name: 'a', NetworkConfiguration: { X: 'us-east-1', NetworkMode: 'PUBLIC' } },
      ),
    ).toEqual([]);
  });

  test('of a type that the table does not have is left to CloudFormation', () => {
    expect(
      change('AWS::S3::Bucket', { BucketName: 'a' }, { BucketName: 'a', ObjectLockEnabled: true }),
    ).toEqual([]);
  });
});

test('a resource whose name CloudFormation makes can be replaced', () => {
  expect(change(REPOSITORY, {}, { EncryptionConfiguration: KEY })).toEqual([]);
});

test('a repository whose key is switched on gets a way of its own', () => {
  const [found] = change(
    REPOSITORY,
    { RepositoryName: 'r' },
    { RepositoryName: 'r', EncryptionConfiguration: KEY },
  );

  expect(found?.what).toContain(
    'The repository "r" would be replaced, because EncryptionConfiguration changes',
  );
  expect(found?.wayOut).toContain('A repository keeps the encryption that it was made with.');
});

test('an endpoint follows its runtime: its name is unique within that only', () => {
  const stack = (name: string): unknown =>
    template({
      Runtime: { Type: 'AWS::BedrockAgentCore::Runtime', Properties: { AgentRuntimeName: name } },
      Live: {
        Type: 'AWS::BedrockAgentCore::RuntimeEndpoint',
        Properties: { Name: 'live', AgentRuntimeId: { 'Fn::GetAtt': ['Runtime', 'AgentRuntimeId'] } },
      },
    });

  expect(
    customNamed(world({ planned: { S: stack('new') }, deployed: { S: { body: stack('old') } } })),
  ).toEqual([]);
});
