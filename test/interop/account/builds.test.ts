import { BatchGetBuildsCommand, StartBuildCommand } from '@aws-sdk/client-codebuild';
import { DescribeImagesCommand } from '@aws-sdk/client-ecr';
import { describe, expect, test } from '@jest/globals';
import { repository, role } from '../support/resources.ts';
import { accountServer, newAccount, useAccountServer } from '../support/test-account.ts';

useAccountServer();

describe('a build', () => {
  const project = {
    Images: repository({ RepositoryName: 'images' }),
    Role: role(),
    Project: {
      Type: 'AWS::CodeBuild::Project',
      Properties: {
        Name: 'image',
        ServiceRole: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Artifacts: { Type: 'NO_ARTIFACTS' },
        Source: { Type: 'NO_SOURCE', BuildSpec: 'version: 0.2' },
        Environment: {
          Type: 'ARM_CONTAINER',
          ComputeType: 'BUILD_GENERAL1_SMALL',
          Image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0',
        },
      },
    },
  };
  const build = async ({ builds }: ReturnType<typeof newAccount>, tag: string) => {
    const { build: started } = await builds.send(
      new StartBuildCommand({
        projectName: 'image',
        environmentVariablesOverride: [{ name: 'IMAGE_URI', value: `registry/images:${tag}` }],
      }),
    );
    const states = [started?.buildStatus];
    while (states.at(-1) === 'IN_PROGRESS') {
      const { builds: [now] = [] } = await builds.send(
        new BatchGetBuildsCommand({ ids: [started?.id ?? ''] }),
      );
      if (now?.buildStatus !== states.at(-1)) states.push(now?.buildStatus);
    }
    return states;
  };

  const image = async ({ ecr }: ReturnType<typeof newAccount>, imageTag: string) => {
    const { imageDetails } = await ecr.send(
      new DescribeImagesCommand({ repositoryName: 'images', imageIds: [{ imageTag }] }),
    );
    return imageDetails;
  };

  test('ends after a moment, and has pushed what it was told to', async () => {
    const here = newAccount();
    await here.stacks.create('Stack', { Resources: project });

    expect(await build(here, 'one')).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
    expect(await image(here, 'one')).toHaveLength(1);
    await expect(image(here, 'two')).rejects.toThrow('does not exist');
  });

  test('fails when it is told to, and the next one does not', async () => {
    const here = newAccount();
    await here.stacks.create('Stack', { Resources: project });
    await accountServer().turn(here.id, { failingBuilds: 1 });

    expect(await build(here, 'one')).toEqual(['IN_PROGRESS', 'FAILED']);
    expect(await build(here, 'one')).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
    expect(await accountServer().events(here.id)).toMatchObject([
      { tag: 'one', problem: expect.any(String) },
      { problem: null },
    ]);
  });
});
