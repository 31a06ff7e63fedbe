import { describe, expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { BUILD_MODES, defaultSettings, makeWorkflowStacks } from '../../../lib/cdk/index.ts';
import { FoundationStack } from '../../../lib/cdk/stacks/foundation-stack.ts';
import { appProps, fixture } from '../synthesis.ts';

/** What deployments of version 0.1.0 import, in one mode or another, and what was added since. */
const EXPORTS = [
  'ArtifactBucketArn',
  'ArtifactBucketName',
  'ExportsOutputFnGetAttFoundationArtifacts966C1EE9Arn09C976FA',
  'ExportsOutputFnGetAttFoundationRepositoryD5A857B8Arn5FECE2EC',
  'ExportsOutputFnGetAttFoundationRunLogsD600EEA7Arn20DB13A0',
  'ExportsOutputRefFoundationArtifacts966C1EE9106BE48E',
  'ExportsOutputRefFoundationRepositoryD5A857B8AB583760',
  'ExportsOutputRefFoundationRunLogsD600EEA766C4BA9F',
  'KeyArn',
  'RepositoryArn',
  'RepositoryName',
  'RunLogGroupArn',
  'RunLogGroupName',
];

interface Output {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}

/** Whether anybody imports makes no difference between environments: one of them shows it. */
const WORKFLOWS = { development: [0, 1], production: [0] } as const;

const SETTINGS = (['development', 'production'] as const).flatMap((stage) =>
  BUILD_MODES.flatMap((build) =>
    [false, true].flatMap((customerKey) =>
      WORKFLOWS[stage].map((workflows) => ({
        stage,
        build,
        customerKey,
        workflows,
        environment: defaultSettings.environments[stage],
      })),
    ),
  ),
);

/** The foundation of an app that has so many workflows, which may import from it. */
function foundationOf({ environment, build, customerKey, workflows }: (typeof SETTINGS)[number]): Template {
  const app = new App(appProps());
  const entry = {
    name: 'hello',
    entry: fixture('greeting.ts'),
    definitionName: 'hello',
    description: 'Hello',
  };
  makeWorkflowStacks(app, {
    catalog: [entry].slice(0, workflows),
    projectRoot: '/',
    environment: { ...environment, customerKey },
    build,
    env: { region: 'us-east-1' },
  });
  app.synth();
  const stack = app.node.findAll().find((child) => child instanceof FoundationStack);
  if (stack === undefined) throw new Error('There is no foundation.');
  return Template.fromStack(stack);
}

describe('whatever the settings are', () => {
  test.each(SETTINGS)(
    'the exports are the same (stage: $stage, build: $build, key: $customerKey, workflows: $workflows)',
    (settings) => {
      const outputs: Readonly<Record<string, Output>> = foundationOf(settings).toJSON().Outputs;
      const names = Object.values(outputs).map((output) => output.Export?.Name.replace(/^[^:]*:/, ''));

      expect(names.sort()).toEqual(EXPORTS);
    },
  );

  test('only the value of the key tells whether there is one', () => {
    const [first] = SETTINGS;
    if (first === undefined) throw new Error('There are no settings.');
    const outputsOf = (customerKey: boolean): Record<string, Output> =>
      foundationOf({ ...first, customerKey }).toJSON().Outputs;
    const { KeyArn: none, ...without } = outputsOf(false);
    const { KeyArn: key, ...withKey } = outputsOf(true);

    expect(withKey).toEqual(without);
    expect(none?.Value).toBe('none');
    expect(key?.Value).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] });
  });
});

describe('when the customer key is switched on', () => {
  const [settings] = SETTINGS;
  if (settings === undefined) throw new Error('There are no settings.');
  const before = foundationOf({ ...settings, customerKey: false }).findResources('AWS::ECR::Repository');
  const after = foundationOf({ ...settings, customerKey: true }).findResources('AWS::ECR::Repository');

  test('the repository of the images that run stays as it is', () => {
    expect(after).toMatchObject(before);
  });

  test('an encrypted one stands beside it, under a name of its own', () => {
    const added = Object.entries(after).filter(([id]) => !Object.hasOwn(before, id));

    expect(added).toEqual([
      [
        expect.stringMatching(/^FoundationEncryptedRepository/),
        expect.objectContaining({
          Properties: expect.objectContaining({
            RepositoryName: 'nova-act-workflows-encrypted',
            EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: expect.anything() },
          }),
        }),
      ],
    ]);
  });
});
