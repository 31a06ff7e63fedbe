import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../examples/company/workflows/catalog.ts';
import { settings } from '../../examples/company/workflows/settings.ts';
import { workflowApp } from '../../lib/cdk/index.ts';
import { findingsOf, unexplained } from './rule-packs/packs.ts';
import { appProps, fixture } from './synthesis.ts';

interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>> | undefined;
}

/** The pipeline of the example, which has the stacks of both its environments below it. */
const app = workflowApp({
  // What workflows do is no matter here, and the fixture needs no packages.
  catalog: catalog.map((entry) => ({ ...entry, entry: 'greeting.ts' })),
  settings,
  projectRoot: path.dirname(fixture('greeting.ts')),
  appProps: appProps({
    connection:
      'arn:aws:codeconnections:us-east-1:333333333333:connection/01234567-89ab-cdef-0123-456789abcdef',
    repository: 'bank/workflows',
  }),
});
const { directory } = app.synth();
const templates = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.template.json'),
);
const resources: readonly Resource[] = templates.flatMap((file) => {
  const template: { readonly Resources: Readonly<Record<string, Omit<Resource, 'stack' | 'id'>>> } = JSON.parse(
    readFileSync(path.join(directory, file), 'utf8'),
  );
  return Object.entries(template.Resources).map(([id, resource]) => ({
    ...resource,
    id,
    stack: path.basename(file, '.template.json'),
  }));
});
const all = (type: string): readonly Resource[] => resources.filter(({ Type }) => Type === type);
const nameOf = ({ stack, id }: Resource): string => `${stack}: ${id}`;

/** What resources have that no setting can mend. */
const WITHOUT_KEY = [
  // Stays empty where there is a key; deployments without one have their images in it, and import it.
  /Foundation: FoundationRepository/,
];

describe('in the accounts of a bank (examples/company)', () => {
  test('there are five stacks: two for each environment, and the pipeline', () => {
    expect([...new Set(resources.map(({ stack }) => stack))]).toHaveLength(5);
    expect(accounts).toEqual({ '111111111111': 2, '222222222222': 2, '333333333333': 1 });
  });

  test('every role has the boundary, those that libraries make included', () => {
    const roles = all('AWS::IAM::Role');

    expect(roles.length).toBeGreaterThan(20);
    expect(
      roles.filter(({ Properties }) => !text(Properties?.PermissionsBoundary).includes(':policy/bank-boundary')).map(nameOf),
    ).toEqual([]);
  });

  test.each([
    ['AWS::Logs::LogGroup', 'KmsKeyId'],
    ['AWS::S3::Bucket', 'BucketEncryption'],
    ['AWS::ECR::Repository', 'EncryptionConfiguration'],
  ])('every %s has a key of the bank', (type, property) => {
    const without = all(type).filter(({ Properties }) => !/KmsKey|:KeyArn|Key[0-9A-F]{8}/.test(text(Properties?.[property])));

    expect(all(type).length).toBeGreaterThan(1);
    expect(without.map(nameOf).filter((name) => !WITHOUT_KEY.some((pattern) => pattern.test(name)))).toEqual([]);
  });

  test('whatever takes tags has those of the bank', () => {
    const tagged = resources.filter(({ Properties }) => Properties?.Tags !== undefined);
    const types = ['S3::Bucket', 'IAM::Role', 'Logs::LogGroup', 'Lambda::Function', 'KMS::Key', 'BedrockAgentCore::Runtime'];

    expect(new Set(tagged.map(({ Type }) => Type))).toEqual(expect.objectContaining(types));
    expect(tagged.filter(({ Properties }) => !text(Properties?.Tags).includes('treasury-automation')).map(nameOf)).toEqual([]);
  });

  test('sessions run in the subnets and security groups that were chosen', () => {
    expect(all('AWS::BedrockAgentCore::Runtime').map(({ Properties }) => Properties?.NetworkConfiguration)).toEqual(
      Object.values(settings.environments).map(({ vpc }) => ({
        NetworkMode: 'VPC',
        NetworkModeConfig: { Subnets: vpc && vpc.subnetIds, SecurityGroups: vpc && vpc.securityGroupIds },
      })),
    );
  });

  test('no rule of four packs has a finding without a reason', () => {
    expect(unexplained(findingsOf(app))).toEqual([]);
  });

  test('secrets are ARNs, and may be read by the one role that needs them', () => {
    const templatesAsText = text(resources);

    expect(templatesAsText).not.toContain('{{resolve:');
    expect(all('AWS::SecretsManager::Secret')).toEqual([]);
  });
});
