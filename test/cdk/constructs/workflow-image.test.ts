import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  defaultSettings,
  type ImageOptions,
  NovaActWorkflow,
  type NovaActWorkflowProps,
  WorkflowImage,
  WorkflowStack,
} from '../../../lib/cdk/index.ts';
import { makeWorkflowStacks } from '../../../lib/cdk/stacks/workflow-stacks.ts';
import { appProps, fixture, policyLines, temporaryFolder, testStack } from '../synthesis.ts';

const DIGEST = `sha256:${'ab'.repeat(32)}`;

/** A build context that is small: what matters here is that it is the same, or another one. */
function contextWith(program = 'run();', dockerfile = 'FROM scratch\n'): string {
  const folder = path.join(temporaryFolder(), 'context');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'main.mjs'), program);
  writeFileSync(path.join(folder, 'Dockerfile'), dockerfile);
  return folder;
}

type Mode = 'docker' | 'codebuild';

function imageIn(options: {
  readonly mode: Mode;
  readonly contextDir?: string;
  readonly workflowName?: string;
  readonly image?: ImageOptions | undefined;
}): { readonly image: WorkflowImage; readonly stack: Stack; readonly template: Template } {
  const stack = testStack();
  const repository = Repository.fromRepositoryName(stack, 'Repository', 'images');
  const image = new WorkflowImage(stack, 'Image', {
    workflowName: options.workflowName ?? 'hello',
    contextDir: options.contextDir ?? contextWith(),
    image: options.image,
    codebuild: options.mode === 'codebuild' ? { repository } : undefined,
  });
  return { image, stack, template: Template.fromStack(stack) };
}

const tagOf = (options: Parameters<typeof imageIn>[0]): string => imageIn(options).image.imageTag;

describe.each(['docker', 'codebuild'] as const)('when an image is built by %s', (mode) => {
  test('the same content has the same tag, wherever and whenever', () => {
    expect(tagOf({ mode })).toBe(tagOf({ mode }));
  });

  test.each<readonly [string, Omit<Parameters<typeof imageIn>[0], 'mode'>]>([
    ['other code', { contextDir: contextWith('walk();') }],
    ['another Dockerfile', { contextDir: contextWith('run();', 'FROM busybox\n') }],
    ['another name', { workflowName: 'goodbye' }],
    ['another base', { image: { baseImage: `node:22@${DIGEST}` } }],
    ['other fonts', { image: { fonts: ['fonts-noto-cjk'] } }],
    ['no fonts', { image: { fonts: [] } }],
    ['another source', { image: { source: 'https://example.com/repository' } }],
    ['another revision', { image: { revision: 'abc123' } }],
  ])('%s is another tag', (_, change) => {
    expect(tagOf({ mode, ...change })).not.toBe(tagOf({ mode }));
  });

  test('options that are undefined are as good as absent', () => {
    const image = { baseImage: undefined, fonts: undefined, source: undefined, revision: undefined };

    expect(tagOf({ mode, image })).toBe(tagOf({ mode }));
  });
});

describe('when CodeBuild builds an image', () => {
  test('its role reads one object and writes one repository', () => {
    expect(policyLines(imageIn({ mode: 'codebuild' }).template, 'ImageBuildRole')).toEqual([
      expect.stringMatching(
        /^Allow s3:GetObject s3:GetObjectVersion on arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-us-east-1\/[0-9a-f]{64}\.zip$/,
      ),
      'Allow s3:GetBucketAcl s3:GetBucketLocation on arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-us-east-1',
      'Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CompleteLayerUpload ecr:InitiateLayerUpload ' +
        'ecr:PutImage ecr:UploadLayerPart on arn:aws:ecr:us-east-1:<AWS::AccountId>:repository/images',
      'Allow ecr:GetAuthorizationToken on *',
      'Allow logs:CreateLogStream logs:PutLogEvents on <ImageBuildLogs.Arn>',
    ]);
  });

  test('the function may start builds of this project and look for images in this repository', () => {
    expect(policyLines(imageIn({ mode: 'codebuild' }).template, 'ImageBuildStarterRole').slice(1)).toEqual([
      'Allow codebuild:BatchGetBuilds codebuild:StartBuild codebuild:StopBuild on <ImageBuildProject.Arn>',
      'Allow ecr:DescribeImages on arn:aws:ecr:us-east-1:<AWS::AccountId>:repository/images',
      'Allow logs:GetLogEvents on <ImageBuildLogs.Arn>',
    ]);
  });

  test('project, role and permissions are there before the image is asked for', () => {
    const [image] = Object.values(
      imageIn({ mode: 'codebuild' }).template.findResources('Custom::NovaActImageBuild'),
    );

    expect(image?.DependsOn).toEqual([
      expect.stringMatching(/^ImageBuildProject/),
      expect.stringMatching(/^ImageBuildRoleDefaultPolicy/),
      expect.stringMatching(/^ImageBuildRole/),
      expect.stringMatching(/^ImageBuildStarterRoleDefaultPolicy/),
      expect.stringMatching(/^ImageBuildStarterRole/),
    ]);
    // Longer than the function lives, and shorter than the hour that CloudFormation would wait.
    expect(image?.Properties.ServiceTimeout).toBe('960');
  });

  test('build arguments are variables, and the commands name them only', () => {
    const { template } = imageIn({
      mode: 'codebuild',
      image: {
        fonts: ['fonts-noto-cjk', 'fonts-liberation'],
        revision: 'v1.2',
        source: 'https://example.com/r',
      },
    });
    const [project] = Object.values(template.findResources('AWS::CodeBuild::Project'));
    const { commands } = JSON.parse(project?.Properties.Source.BuildSpec).phases.build;

    expect(commands).toEqual([
      'docker build --platform "$IMAGE_PLATFORM" --build-arg FONTS --build-arg SOURCE --build-arg REVISION ' +
        '--build-arg WORKFLOW --tag "$IMAGE_URI" .',
      'docker push "$IMAGE_URI"',
    ]);
    expect(project?.Properties.Environment.EnvironmentVariables).toEqual(
      expect.arrayContaining([
        { Name: 'FONTS', Type: 'PLAINTEXT', Value: 'fonts-noto-cjk fonts-liberation' },
        { Name: 'REVISION', Type: 'PLAINTEXT', Value: 'v1.2' },
        { Name: 'WORKFLOW', Type: 'PLAINTEXT', Value: 'hello' },
      ]),
    );
  });

  /** How a build signs in to registries. */
  function signInsOf(template: Template): readonly string[] {
    const [project] = Object.values(template.findResources('AWS::CodeBuild::Project'));
    return JSON.parse(project?.Properties.Source.BuildSpec).phases.pre_build.commands;
  }
  const OWN = `aws ecr get-login-password | docker login --username AWS --password-stdin "\${IMAGE_URI%%/*}"`;

  test('it signs in to ECR Public when the base image is there: the default of the Dockerfile is', () => {
    const contextDir = contextWith('run();', 'ARG BASE_IMAGE=public.ecr.aws/debian:12\nFROM $BASE_IMAGE\n');
    const { template } = imageIn({ mode: 'codebuild', contextDir });

    expect(signInsOf(template)).toEqual([
      OWN,
      'aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws',
    ]);
    expect(policyLines(template, 'ImageBuildRole').slice(-2)).toEqual([
      'Allow ecr-public:GetAuthorizationToken on *',
      'Allow sts:GetServiceBearerToken on * if {"StringEquals":{"sts:AWSServiceName":"ecr-public.amazonaws.com"}}',
    ]);
  });

  test('it pulls a base image from a private repository that is named, and from no other', () => {
    const host = '210987654321.dkr.ecr.eu-west-1.amazonaws.com';
    const { template } = imageIn({
      mode: 'codebuild',
      image: { baseImage: `${host}/platform/node:22@${DIGEST}` },
    });

    expect(signInsOf(template)).toEqual([
      OWN,
      `aws ecr get-login-password --region eu-west-1 | docker login --username AWS --password-stdin ${host}`,
    ]);
    expect(policyLines(template, 'ImageBuildRole').at(-1)).toBe(
      'Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer ' +
        'on arn:aws:ecr:eu-west-1:210987654321:repository/platform/node',
    );
  });

  test('other registries need no signing in', () => {
    const { template } = imageIn({ mode: 'codebuild', image: { baseImage: 'docker.io/library/node:22' } });

    expect(signInsOf(template)).toEqual([OWN]);
  });
});

describe('when Docker builds an image', () => {
  test('it gets the build arguments, too', () => {
    const app = new App(appProps());
    const stack = new Stack(app, 'Test', { env: { region: 'us-east-1' } });
    new WorkflowImage(stack, 'Image', {
      workflowName: 'hello',
      contextDir: contextWith(),
      image: { baseImage: `node:22@${DIGEST}`, fonts: ['fonts-noto-cjk'] },
    });
    const { artifacts } = app.synth();
    const manifest = artifacts.find(({ id }) => id === 'Test.assets');
    const images: readonly { readonly source: object }[] = Object.values(
      Object(manifest).contents.dockerImages,
    );

    expect(images.map(({ source }) => source)).toEqual([
      expect.objectContaining({
        platform: 'linux/arm64',
        dockerBuildArgs: { BASE_IMAGE: `node:22@${DIGEST}`, FONTS: 'fonts-noto-cjk', WORKFLOW: 'hello' },
      }),
    ]);
  });
});

describe('when image options are wrong', () => {
  const make = (props: Partial<NovaActWorkflowProps>): NovaActWorkflow =>
    new NovaActWorkflow(testStack(), 'Workflow', { entry: fixture('greeting.ts'), ...props });

  test('the error says which and why, and nothing is made', () => {
    const wrong = { baseImage: 'node:22 && curl evil', fonts: ['fonts-a; rm -rf /'] };

    expect(() => imageIn({ mode: 'codebuild', image: wrong })).toThrow(
      /2 problems:[\s\S]* Image\.image\.baseImage is not the name of an image[\s\S]* Image\.image\.fonts\[0\] is not/,
    );
    expect(() => make({ image: { fonts: ['fonts noto'] } })).toThrow(
      'Workflow.image.fonts[0] is not the name',
    );
  });

  test('a workflow without an image has no options for one', () => {
    expect(() => make({ image: { fonts: ['fonts-noto-cjk'] }, build: 'zip' })).toThrow(
      'Workflow.image is for images, and zip makes none: fonts (',
    );
  });

  test('an image that was built elsewhere takes none', () => {
    const repository = Repository.fromRepositoryName(testStack(), 'Repository', 'images');

    expect(() => make({ image: {}, build: { repository, digest: DIGEST } })).toThrow(
      'Workflow.image is for images that are built here: ',
    );
  });
});

describe('when an app has settings for images', () => {
  const environment = {
    ...defaultSettings.environments.development,
    image: { baseImage: `node:22@${DIGEST}`, fonts: ['fonts-liberation'], revision: 'abc' },
  };
  const entry = { name: 'hello', entry: 'greeting.ts', definitionName: 'hello', description: 'Says hello' };
  const make = (build: Mode | 'zip', image?: ImageOptions): Stack => {
    const app = new App(appProps());
    const stacks = makeWorkflowStacks(app, {
      catalog: [{ ...entry, image }],
      projectRoot: path.dirname(fixture('greeting.ts')),
      environment,
      build,
      env: { region: 'us-east-1' },
    });
    return stacks[0] ?? app.node.children.find((child) => child instanceof WorkflowStack) ?? new Stack();
  };

  test('an entry of the catalog says otherwise member by member', () => {
    const template = Template.fromStack(
      make('codebuild', { fonts: ['fonts-noto-cjk'], revision: undefined }),
    );
    const [project] = Object.values(template.findResources('AWS::CodeBuild::Project'));

    expect(project?.Properties.Environment.EnvironmentVariables).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Name: 'BASE_IMAGE', Value: `node:22@${DIGEST}` }),
        expect.objectContaining({ Name: 'FONTS', Value: 'fonts-noto-cjk' }),
        expect.objectContaining({ Name: 'REVISION', Value: 'abc' }),
      ]),
    );
  });

  test('those of the environment are of no account for a zip file, those of an entry are refused', () => {
    expect(() => make('zip')).not.toThrow();
    expect(() => make('zip', { fonts: ['fonts-noto-cjk'] })).toThrow('hello.image is for images');
  });

  test('what is wrong in the environment is said once, and before anything is bundled', () => {
    expect(() =>
      makeWorkflowStacks(new App(appProps()), {
        catalog: [entry],
        projectRoot: '/nowhere',
        environment: { ...environment, image: { fonts: ['fonts noto'] } },
        build: 'docker',
      }),
    ).toThrow('1. environment.image.fonts[0] is not the name of a Debian package: ');
  });
});
