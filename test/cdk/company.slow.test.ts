import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { catalog } from '../../examples/company/workflows/catalog.ts';
import { settings } from '../../examples/company/workflows/settings.ts';
import { workflowApp } from '../../lib/cdk/index.ts';
import { findingsOf, unexplained } from './rule-packs/packs.ts';
import { appProps, fixture } from './synthesis.ts';

interface Resource {
  /** The path of its stack, and its logical id. */
  readonly name: string;
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** The pipeline of the example, which has the stacks of both environments below it. */
const app = workflowApp({
  // What the workflow does is no matter here, and the fixture is bundled faster.
  catalog: catalog.map((entry) => ({ ...entry, entry: 'greeting.ts' })),
  settings,
  projectRoot: path.dirname(fixture('greeting.ts')),
  appProps: appProps({
    connection:
      'arn:aws:codeconnections:us-east-1:333333333333:connection/01234567-89ab-cdef-0123-456789abcdef',
    repository: 'bank/workflows',
  }),
});
app.synth();
const stacks = app.node.findAll().filter((construct) => Stack.isStack(construct));
const resources: readonly Resource[] = stacks.flatMap((stack) =>
  Object.entries<Omit<Resource, 'name'>>(Template.fromStack(stack).toJSON().Resources ?? {}).map(
    ([id, { Type, Properties = {} }]) => ({ name: `${stack.node.path}: ${id}`, Type, Properties }),
  ),
);
const all = (type: string): readonly Resource[] => resources.filter(({ Type }) => Type === type);
const text = (value: unknown): string => JSON.stringify(value) ?? '';

/** Those whose property does not have the text in it. */
function without(type: string, property: string, pattern: RegExp): string[] {
  return all(type)
    .filter(({ Properties }) => !pattern.test(text(Properties[property])))
    .map(({ name }) => name);
}

describe('in the accounts of a bank (examples/company)', () => {
  test('the pipeline is in one, and each environment in another', () => {
    expect(Object.fromEntries(stacks.map(({ node, account }) => [node.path, account]))).toEqual({
      Pipeline: '333333333333',
      'Pipeline/development/Foundation': '111111111111',
      'Pipeline/development/read-balance': '111111111111',
      'Pipeline/production/Foundation': '222222222222',
      'Pipeline/production/read-balance': '222222222222',
    });
  });

  test('every role has the boundary, those that libraries make included', () => {
    expect(all('AWS::IAM::Role').length).toBeGreaterThan(15);
    expect(without('AWS::IAM::Role', 'PermissionsBoundary', /:policy\/bank-boundary"/)).toEqual([]);
  });

  test('buckets and log groups have a key of the bank, and so have repositories with images', () => {
    const key = /"(?:\w*Key[0-9A-F]{8}|NovaActFoundation\S*:KeyArn)"/;

    expect(without('AWS::Logs::LogGroup', 'KmsKeyId', key)).toEqual([]);
    expect(without('AWS::S3::Bucket', 'BucketEncryption', key)).toEqual([]);
    // Empty, and there because the exports of a foundation do not depend on whether it has a key.
    expect(without('AWS::ECR::Repository', 'EncryptionConfiguration', key)).toEqual([
      'Pipeline/development/Foundation: FoundationRepositoryD5A857B8',
      'Pipeline/production/Foundation: FoundationRepositoryD5A857B8',
    ]);
  });

  test('whatever takes tags has those of the bank', () => {
    const tagged = resources.filter(({ Properties }) => Properties.Tags !== undefined);

    expect([...new Set(tagged.map(({ Type }) => Type))].sort()).toEqual([
      'AWS::ApiGatewayV2::Api',
      'AWS::ApiGatewayV2::Stage',
      'AWS::BedrockAgentCore::Runtime',
      'AWS::BedrockAgentCore::RuntimeEndpoint',
      'AWS::CloudWatch::Alarm',
      'AWS::CloudWatch::Dashboard',
      'AWS::CodeBuild::Project',
      'AWS::CodePipeline::Pipeline',
      'AWS::DynamoDB::Table',
      'AWS::ECR::Repository',
      'AWS::Events::Rule',
      'AWS::IAM::Role',
      'AWS::KMS::Key',
      'AWS::Lambda::Function',
      'AWS::Logs::Delivery',
      'AWS::Logs::DeliveryDestination',
      'AWS::Logs::DeliverySource',
      'AWS::Logs::LogGroup',
      'AWS::S3::Bucket',
      'AWS::SNS::Topic',
    ]);
    expect(
      tagged.filter(({ Properties }) => !text(Properties.Tags).includes('treasury')).map(({ name }) => name),
    ).toEqual([]);
  });

  test('sessions run in the subnets and security groups that were chosen', () => {
    const networks = all('AWS::BedrockAgentCore::Runtime').map(
      ({ Properties }) => Properties.NetworkConfiguration,
    );

    expect(networks).toEqual(
      Object.values(settings.environments).map(({ vpc }) => ({
        NetworkMode: 'VPC',
        NetworkModeConfig: {
          Subnets: vpc ? vpc.subnetIds : [],
          SecurityGroups: vpc ? vpc.securityGroupIds : [],
        },
      })),
    );
    expect(all('AWS::EC2::SecurityGroup')).toEqual([]);
  });

  test('no rule of four packs has a finding without a reason', () => {
    expect(unexplained(findingsOf(app))).toEqual([]);
  });

  test('no secret is in a template, nor a reference that CloudFormation would fill in', () => {
    expect(text(resources)).not.toContain('{{resolve:');
    expect(all('AWS::SecretsManager::Secret')).toEqual([]);
  });
});
