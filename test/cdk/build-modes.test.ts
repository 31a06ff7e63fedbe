import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  BUILD_MODES,
  type BuildMode,
  FoundationStack,
  NovaActWorkflow,
  WorkflowImage,
  WorkflowStack,
  workflowApp,
} from '../../lib/cdk/index.ts';
import { appProps, fixture, policyLines, render, reviewable, testStack } from './synthesis.ts';

const RUNTIME = 'AWS::BedrockAgentCore::Runtime';

interface Assets {
  readonly files: Readonly<
    Record<string, { readonly source: { readonly path: string; readonly packaging: string } }>
  >;
  readonly dockerImages: Readonly<
    Record<
      string,
      {
        readonly source: { readonly platform: string };
        readonly destinations: Readonly<
          Record<string, { readonly repositoryName: string; readonly imageTag: string }>
        >;
      }
    >
  >;
}

const syntheses = new Map<BuildMode, ReturnType<typeof synthesiseAnew>>();

function synthesise(build: BuildMode): ReturnType<typeof synthesiseAnew> {
  const synthesis = syntheses.get(build) ?? synthesiseAnew(build);
  syntheses.set(build, synthesis);
  return synthesis;
}

function synthesiseAnew(build: BuildMode) {
  const app: App = workflowApp({
    catalog: [{ name: 'hello', entry: 'greeting.ts', definitionName: 'hello', description: 'Says hello' }],
    projectRoot: path.dirname(fixture('greeting.ts')),
    appProps: appProps({ build }),
  });
  const { directory } = app.synth();
  const stackOf = (type: typeof FoundationStack | typeof WorkflowStack): Stack =>
    app.node.children.filter((child) => child instanceof Stack).find((child) => child instanceof type) ??
    new Stack();
  const assets: Assets = JSON.parse(readFileSync(path.join(directory, 'hello.assets.json'), 'utf8'));
  return {
    directory,
    assets,
    foundation: Template.fromStack(stackOf(FoundationStack)),
    template: Template.fromStack(stackOf(WorkflowStack)),
  };
}

/** The environment of the one CodeBuild project. */
function variablesOf(template: Template): Readonly<Record<string, string>> {
  const [project] = Object.values(template.findResources('AWS::CodeBuild::Project'));
  const variables: readonly { readonly Name: string; readonly Value: unknown }[] =
    project?.Properties.Environment.EnvironmentVariables ?? [];
  return Object.fromEntries(variables.map(({ Name, Value }) => [Name, render(Value)]));
}

describe('when Docker builds on the machine that deploys', () => {
  const { assets, template } = synthesise('docker');
  const [[hash, image] = []] = Object.entries(assets.dockerImages);

  const repository = 'cdk-hnb659fds-container-assets-<AWS::AccountId>-us-east-1';

  test('the image is for arm64 and goes to the repository of the bootstrap stack, which is there before any stack of ours', () => {
    expect(image?.source.platform).toBe('linux/arm64');
    expect(Object.values(image?.destinations ?? {})).toEqual([
      expect.objectContaining({
        repositoryName: expect.stringMatching(/^cdk-hnb659fds-container-assets-/),
        imageTag: hash,
      }),
    ]);
  });

  test('the runtime runs that image', () => {
    const [runtime] = Object.values(template.findResources(RUNTIME));

    expect(render(runtime?.Properties.AgentRuntimeArtifact.ContainerConfiguration.ContainerUri)).toBe(
      `<AWS::AccountId>.dkr.ecr.us-east-1.<AWS::URLSuffix>/${repository}:${hash}`,
    );
  });
});

describe.each(BUILD_MODES)('when a version of a runtime was built in another mode than %s', (build) => {
  test('its role may still pull the image, from the repositories of this deployment and no other', () => {
    const lines = policyLines(synthesise(build).template, 'WorkflowRuntimeRole');
    const repositories = lines
      .filter((line) => line.includes('ecr:BatchGetImage'))
      .flatMap((line) => line.match(/repository\/\S+/g) ?? []);

    expect([...new Set(repositories)].sort()).toEqual([
      'repository/cdk-hnb659fds-container-assets-<AWS::AccountId>-us-east-1',
      'repository/nova-act-workflows',
      'repository/nova-act-workflows-encrypted',
    ]);
  });
});

describe('when CodeBuild builds during the deployment', () => {
  const { assets, foundation, template } = synthesise('codebuild');

  test('no Docker is needed where the deployment starts', () => {
    expect(assets.dockerImages).toEqual({});
  });

  test('it builds on arm64, and pushes to our repository under a tag that is known beforehand', () => {
    const tag = render(
      Object.values(template.findResources('Custom::NovaActImageBuild'))[0]?.Properties.ImageTag,
    );

    expect(tag).toMatch(/^hello\.[0-9a-f]{64}$/);
    template.hasResourceProperties('AWS::CodeBuild::Project', {
      Environment: { Type: 'ARM_CONTAINER', PrivilegedMode: true },
    });
    expect(variablesOf(template)).toMatchObject({
      IMAGE_URI: expect.stringMatching(new RegExp(`:${tag}$`)),
      IMAGE_PLATFORM: 'linux/arm64',
      WORKFLOW: 'hello',
    });
  });

  test('the runtime is told of the tag by the build, so that hotswapping cannot send it to an image that is not there', () => {
    const [runtime] = Object.values(template.findResources(RUNTIME));

    expect(render(runtime?.Properties.AgentRuntimeArtifact.ContainerConfiguration.ContainerUri)).toMatch(
      /:<WorkflowImageBuild\w*\.ImageTag>$/,
    );
  });

  test('only builds of this account may use the role of the project', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'codebuild.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
    });
  });

  test('nobody else may push', () => {
    foundation.hasResourceProperties('AWS::ECR::Repository', { RepositoryPolicyText: Match.absent() });
  });
});

describe('when there is no image', () => {
  const { assets, directory, template } = synthesise('zip');

  test('the service runs the bundle on Node 22', () => {
    template.hasResourceProperties(RUNTIME, {
      AgentRuntimeArtifact: {
        CodeConfiguration: {
          Runtime: 'NODE_22',
          EntryPoint: ['main.mjs'],
          Code: { S3: { Prefix: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$') } },
        },
      },
    });
    expect(assets.dockerImages).toEqual({});
  });

  test('the zip file stays far below the 250 MB that the service takes', () => {
    const folder =
      Object.values(assets.files).find(({ source }) => source.packaging === 'zip')?.source.path ?? '';
    const root = path.join(directory, folder);
    const bytes = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .reduce((sum, file) => sum + statSync(path.join(file.parentPath, file.name)).size, 0);

    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThan(50_000_000);
  });

  test('the zip file holds the bundle and the browser driver, and no Dockerfile', () => {
    const folder =
      Object.values(assets.files).find(({ source }) => source.packaging === 'zip')?.source.path ?? '';

    expect(readdirSync(path.join(directory, folder)).sort()).toEqual([
      'main.mjs',
      'node_modules',
      'package.json',
    ]);
  });

  test('the role may read that file and use the browser of this workflow', () => {
    const lines = policyLines(template);

    expect(lines.filter((line) => line.includes('.zip') || line.includes('Browser'))).toEqual([
      expect.stringMatching(
        /^Allow s3:GetObject on arn:aws:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-us-east-1\/[0-9a-f]{64}\.zip$/,
      ),
      'Allow bedrock-agentcore:ConnectBrowserAutomationStream bedrock-agentcore:GetBrowserSession ' +
        'bedrock-agentcore:StartBrowserSession bedrock-agentcore:StopBrowserSession on <WorkflowBrowser.BrowserArn>',
    ]);
  });

  test('the program is told which browser is its own', () => {
    template.hasResourceProperties(RUNTIME, {
      EnvironmentVariables: {
        NOVA_ACT_BROWSER: 'agentcore',
        NOVA_ACT_BROWSER_ID: { 'Fn::GetAtt': [Match.stringLikeRegexp('Browser'), 'BrowserId'] },
      },
    });
  });
});

describe.each(BUILD_MODES)('when workflows are built by %s', (build) => {
  const { foundation, template } = synthesise(build);

  test('every line of the templates was reviewed', () => {
    expect(reviewable(foundation)).toMatchSnapshot('foundation');
    expect(reviewable(template)).toMatchSnapshot('workflow');
  });

  test('no template has a secret, or asks for one', () => {
    for (const stack of [foundation, template]) {
      const text = JSON.stringify(stack.toJSON());

      expect(text).not.toMatch(/NoEcho|SecretString|resolve:secretsmanager|AKIA[0-9A-Z]{16}|PRIVATE KEY/);
      // The one parameter is the version of the bootstrap stack.
      expect(Object.keys(stack.findParameters('*'))).toEqual(['BootstrapVersion']);
    }
  });

  test('every service that may assume a role acts for this account only', () => {
    const roles = [foundation, template].flatMap((stack) =>
      Object.values(stack.findResources('AWS::IAM::Role')),
    );
    const trusts = roles.flatMap(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement);
    const open = trusts.filter(
      ({ Condition }) => Condition?.StringEquals?.['aws:SourceAccount'] === undefined,
    );

    // Lambda: docs/decisions/0007.
    for (const { Principal } of open) expect(Principal).toEqual({ Service: 'lambda.amazonaws.com' });
    expect(trusts.length).toBeGreaterThan(open.length);
  });

  test('the Nova Act actions are six, on one definition', () => {
    expect(policyLines(template).filter((line) => line.includes('nova-act:'))).toEqual([
      'Allow nova-act:CreateAct nova-act:CreateSession nova-act:CreateWorkflowRun nova-act:InvokeActStep ' +
        'nova-act:UpdateAct nova-act:UpdateWorkflowRun ' +
        'on <WorkflowDefinition.Arn> <WorkflowDefinition.Arn>/workflow-run/*',
    ]);
  });
});

describe('when the image was built elsewhere', () => {
  const digest = `sha256:${'ab'.repeat(32)}`;
  const workflowWith = (image: string) => {
    const stack = testStack();
    const repository = Repository.fromRepositoryName(stack, 'Repository', 'images');
    const workflow = new NovaActWorkflow(stack, 'Workflow', {
      entry: 'not-read/say-hello.ts',
      build: { repository, digest: image },
    });
    return { stack, workflow };
  };

  test('it is named by its digest, and its role may pull from that repository only', () => {
    const { stack, workflow } = workflowWith(digest);
    const template = Template.fromStack(stack);
    const [runtime] = Object.values(template.findResources(RUNTIME));

    expect(workflow.workflowName).toBe('say-hello');
    expect(render(runtime?.Properties.AgentRuntimeArtifact.ContainerConfiguration.ContainerUri)).toBe(
      `<AWS::AccountId>.dkr.ecr.us-east-1.<AWS::URLSuffix>/images@${digest}`,
    );
    expect(policyLines(template).filter((line) => line.includes('ecr:BatchGetImage'))).toEqual([
      'Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer ' +
        'on arn:aws:ecr:us-east-1:<AWS::AccountId>:repository/images',
    ]);
  });

  test('nothing is built, and there is no repository of its own', () => {
    const template = Template.fromStack(workflowWith(digest).stack);

    template.resourceCountIs('AWS::CodeBuild::Project', 0);
    template.resourceCountIs('AWS::ECR::Repository', 0);
  });

  test('a tag is not enough', () => {
    expect(() => workflowWith('latest')).toThrow(
      'Workflow.build.digest is not the digest of an image: "latest" (',
    );
  });

  test('the image can be used without the rest', () => {
    const stack = testStack();
    const repository = Repository.fromRepositoryName(stack, 'Repository', 'images');

    expect(() => WorkflowImage.fromDigest(stack, 'Image', { repository, digest: 'latest' })).toThrow(
      'Image.digest is not the digest of an image: ',
    );
  });
});

describe('when the way to build is unknown', () => {
  test('the error says which there are', () => {
    expect(() =>
      workflowApp({
        catalog: [],
        projectRoot: '.',
        appProps: appProps({ build: 'code-build', env: 'prod' }),
      }),
    ).toThrow(
      /context value env .*\n.*context value build .*docker, codebuild, zip; fix: did you mean "-c build=codebuild"\?/,
    );
  });
});
