import { describe, expect, test } from '@jest/globals';
import type { DeploymentSettings } from '../../../lib/cdk/index.ts';
import { pipelineStages } from '../../../lib/cdk/pipeline-stages.ts';
import { checkPipeline } from '../../../lib/cdk/validation/pipeline.ts';

const source = {
  connectionArn:
    'arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef',
  repository: 'owner/workflows',
  branch: 'main',
};
const catalog = ['hello', 'form'].map((name) => ({
  name,
  entry: 'greeting.ts',
  definitionName: name,
  description: 'A workflow',
}));
const authorizer = {
  discoveryUrl: 'https://example.com/.well-known/openid-configuration',
  allowedClients: ['shop'],
};

function problemsOf(
  environments: DeploymentSettings['environments'],
  options: { readonly smokeTest?: string | false; readonly account?: string } = {},
): readonly object[] {
  const { smokeTest = 'hello', account } = options;
  const place = { region: 'us-east-1', ...(account && { account }) };
  const stages = pipelineStages({ settings: { environments }, place });
  return checkPipeline({ where: 'Pipeline', source, catalog, smokeTest, stages, place });
}

describe('when stages of a pipeline cannot be deployed', () => {
  test('an account that nobody knows is one problem, however many stages need it', () => {
    const environments = { test: { account: '222222222222' }, live: { account: '333333333333' } };

    expect(problemsOf(environments)).toEqual([
      expect.objectContaining({
        where: 'settings.pipeline.account',
        got: 'nothing',
        fix: expect.stringMatching(/pipeline: \{ account \}.*credentials/),
      }),
    ]);
    expect(problemsOf(environments, { account: '111111111111' })).toEqual([]);
  });

  test('Docker is not there, and there must be something to deploy', () => {
    expect(problemsOf({ live: { build: 'docker' } })).toEqual([
      expect.objectContaining({ where: 'settings.environments.live.build', allowed: 'codebuild, zip' }),
    ]);
    expect(problemsOf({ live: { pipeline: false } })).toEqual([
      expect.objectContaining({
        where: 'settings.environments',
        fix: expect.stringContaining('pipeline: false'),
      }),
    ]);
  });
});

describe('when the workflow that is called has an authorizer', () => {
  test.each([
    ['for all workflows', { authorizer }, 'false'],
    ['for that one', { workflows: { hello: { authorizer } } }, 'false, form'],
  ])('%s, it is refused with the reason, and with those that can be called', (_, live, allowed) => {
    expect(problemsOf({ test: {}, live })).toEqual([
      expect.objectContaining({
        where: 'Pipeline.smokeTest',
        what: expect.stringMatching(/authorizer in live.*can only sign/),
        got: '"hello"',
        allowed,
      }),
    ]);
  });

  test('an environment may let callers sign', () => {
    const live = { authorizer, workflows: { hello: { authorizer: false } } } as const;

    expect(problemsOf({ live })).toEqual([]);
  });

  test('another one, or none, is right', () => {
    const live = { workflows: { hello: { authorizer } } };

    expect(problemsOf({ live }, { smokeTest: 'form' })).toEqual([]);
    expect(problemsOf({ live }, { smokeTest: false })).toEqual([]);
  });
});
