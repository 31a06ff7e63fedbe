import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type App, Annotations as CoreAnnotations, type Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { WorkflowCatalogEntry } from '../../lib/catalog/index.ts';
import { OUTPUT_KEYS, workflowStackName } from '../../lib/catalog/index.ts';
import { FoundationStack, REGION_WARNING, WorkflowStack, workflowApp } from '../../lib/cdk/index.ts';
import { appProps, fixture, temporaryFolder } from './synthesis.ts';

const entry = (name: string): WorkflowCatalogEntry => ({
  name,
  entry: 'greeting.ts',
  definitionName: `${name}-workflow`,
  description: 'Says hello',
});

function appWith(
  options: {
    readonly catalog?: readonly WorkflowCatalogEntry[];
    readonly context?: Record<string, unknown>;
    readonly env?: Record<string, string>;
    readonly projectRoot?: string;
  } = {},
): App {
  return workflowApp({
    catalog: options.catalog ?? [entry('say-hello')],
    projectRoot: options.projectRoot ?? path.dirname(fixture('greeting.ts')),
    processEnvironment: options.env ?? {},
    appProps: appProps(options.context),
  });
}

const stacksOf = (app: App): Stack[] =>
  app.node.children.filter((child) => child instanceof FoundationStack || child instanceof WorkflowStack);

function workflowStackOf(app: App): WorkflowStack {
  const stack = app.node.children.find((child) => child instanceof WorkflowStack);
  if (stack === undefined) throw new Error('There is no workflow stack.');
  return stack;
}

test('secrets of an entry are ARNs in its variables, which its role may read', () => {
  const complete = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:prices-AbCdEf';
  const secrets = { LOGIN_ARN: 'shop/login', PRICES_ARN: complete };
  const template = Template.fromStack(workflowStackOf(appWith({ catalog: [{ ...entry('shop'), secrets }] })));
  const byName = (end: string) => ({
    'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(`:secret:shop/login${end}$`)])],
  });

  template.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
    EnvironmentVariables: { LOGIN_ARN: byName(''), PRICES_ARN: complete },
  });
  const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));
  const [, resources = ''] = /"secretsmanager:GetSecretValue".*?"Resource":(.*?)\}\]/.exec(policies) ?? [];
  expect(resources).toContain(':secret:shop/login-??????"');
  expect(policies).toContain(`"${complete}"`);
});

describe('when nothing is chosen', () => {
  const app = appWith();
  const stack = workflowStackOf(app);
  const template = Template.fromStack(stack);

  test('there is a foundation and a stack for each workflow, in us-east-1', () => {
    expect(stacksOf(app).map(({ stackName, region }) => [stackName, region])).toEqual([
      ['NovaActFoundation', 'us-east-1'],
      ['NovaActWorkflow-say-hello', 'us-east-1'],
    ]);
  });

  test('all outputs of the contract are there, exported under names that no other stack has', () => {
    const outputs = template.toJSON().Outputs;

    expect(Object.keys(outputs)).toEqual([...OUTPUT_KEYS]);
    for (const key of OUTPUT_KEYS.filter((each) => each !== 'RuntimeVersion')) {
      expect(outputs[key].Export.Name).toBe(`NovaActWorkflow-say-hello:${key}`);
    }
  });

  test('the version is not exported: one import of it would block every later deployment', () => {
    expect(template.toJSON().Outputs.RuntimeVersion).not.toHaveProperty('Export');
  });

  test('outputs say what is deployed', () => {
    template.hasOutput('RuntimeArn', { Value: { 'Fn::GetAtt': [Match.anyValue(), 'AgentRuntimeArn'] } });
    template.hasOutput('RuntimeVersion', {
      Value: { 'Fn::GetAtt': [Match.anyValue(), 'AgentRuntimeVersion'] },
    });
    // Callers of a development deployment get what is hotswapped.
    template.hasOutput('EndpointName', { Value: 'DEFAULT' });
    template.hasOutput('WorkflowDefinitionName', { Value: 'say-hello-workflow' });
    template.hasOutput('Region', { Value: 'us-east-1' });
  });

  test('it is easy to delete', () => {
    for (const each of stacksOf(app)) expect(each.terminationProtection).toBe(false);
    template.hasResource('AWS::NovaAct::WorkflowDefinition', { DeletionPolicy: 'Delete' });
  });
});

describe('when the environment is production', () => {
  const app = appWith({ context: { env: 'production' } });

  test('every name has the stage in it', () => {
    const template = Template.fromStack(workflowStackOf(app));

    expect(stacksOf(app).map(({ stackName }) => stackName)).toEqual([
      'NovaActFoundation-production',
      'NovaActWorkflow-production-say-hello',
    ]);
    template.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      AgentRuntimeName: 'say_hello__production',
    });
    template.hasResourceProperties('AWS::NovaAct::WorkflowDefinition', {
      Name: 'say-hello-workflow--production',
    });
    template.hasOutput('RuntimeArn', { Export: { Name: 'NovaActWorkflow-production-say-hello:RuntimeArn' } });
  });

  test('nothing is deleted by accident', () => {
    for (const stack of stacksOf(app)) expect(stack.terminationProtection).toBe(true);
    Template.fromStack(workflowStackOf(app)).hasResource('AWS::NovaAct::WorkflowDefinition', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });
});

describe('when the environment is unknown', () => {
  test('the error says which there are', () => {
    expect(() => appWith({ context: { env: 'prod' } })).toThrow(
      /1\. context value env is not one that this app knows: "prod" \(allowed: development, production, or a stage of your own.*; fix: did you mean "-c env=production"\?\)$/,
    );
  });
});

describe('when a key of the context is wrong', () => {
  test.each([
    ['envionment', 'did you mean "-c env=…"?'],
    ['region', 'did you mean "-c regions=…"?'],
    ['biuld', 'did you mean "-c build=…"?'],
  ])('%s is not passed over', (key, fix) => {
    expect(() => appWith({ context: { [key]: 'production' } })).toThrow(fix);
  });

  test('keys of the CDK and of other constructs are none of its business', () => {
    expect(() => appWith({ context: { 'aws:cdk:bundling-stacks': ['*'], owner: 'me' } })).not.toThrow();
  });

  test('what belongs to a pipeline needs one, and what a pipeline decides is not given with it', () => {
    expect(() => appWith({ context: { repository: 'owner/name', githubProvider: 'arn' } })).toThrow(
      'The app has 2 problems',
    );
    expect(() => appWith({ context: { connection: 'arn', env: 'production', build: 'docker' } })).toThrow(
      'leave it out',
    );
  });
});

describe('when account and region come from the environment', () => {
  const env = { CDK_DEFAULT_ACCOUNT: '123456789012', CDK_DEFAULT_REGION: 'eu-west-1' };
  // The report would print the warning in the middle of the tests.
  const context = { '@aws-cdk/core:annotationsInValidationReport': false };
  const inRegion = appWith({ env, context });
  const stack = workflowStackOf(inRegion);
  const [foundation = stack] = stacksOf(inRegion).filter((child) => child instanceof FoundationStack);

  test('the stacks are there', () => {
    expect([stack.account, stack.region]).toEqual(['123456789012', 'eu-west-1']);
  });

  test('a region in which Nova Act may not be is a warning, once for the region', () => {
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
    Annotations.fromStack(foundation).hasWarning(
      '*',
      Match.stringLikeRegexp('not known to be offered in eu-west-1'),
    );
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('the warning has an id by which it is acknowledged', () => {
    Annotations.fromStack(foundation).hasWarning('*', Match.stringLikeRegexp(`\\[ack: ${REGION_WARNING}\\]`));

    const app = appWith({ env, context });
    CoreAnnotations.of(app).acknowledgeWarning(REGION_WARNING);

    for (const quiet of stacksOf(app)) Annotations.fromStack(quiet).hasNoWarning('*', Match.anyValue());
  });
});

describe('when there are several regions', () => {
  const app = appWith({
    context: {
      regions: 'us-east-1, us-west-2,us-east-1',
      // The report would print the warning about one of them in the middle of the tests.
      '@aws-cdk/core:annotationsInValidationReport': false,
    },
  });
  const { stacks } = app.synth();

  test('the first keeps its names, and the others end in the region: a file of outputs holds all', () => {
    expect(
      stacks.map(({ stackName, environment }) => `${stackName} in ${environment.region}`).sort(),
    ).toEqual([
      'NovaActFoundation in us-east-1',
      'NovaActFoundation-us-west-2 in us-west-2',
      'NovaActWorkflow-say-hello in us-east-1',
      'NovaActWorkflow-say-hello-us-west-2 in us-west-2',
    ]);
  });

  test('a workflow has the same definition and runtime in each', () => {
    const [first, second] = app.node
      .findAll()
      .filter((child) => child instanceof WorkflowStack)
      .map(({ workflow }) => [
        workflow.definition.workflowDefinitionName,
        workflow.runtime.runtime.agentRuntimeName,
      ]);

    expect(second).toEqual(first);
  });

  test('a file of outputs finds the workflow of each', () => {
    expect(workflowStackName({ workflow: 'say-hello-us-west-2' })).toBe(
      'NovaActWorkflow-say-hello-us-west-2',
    );
  });

  test('a workflow cannot have the name that another has in a further region', () => {
    const catalog = [entry('say-hello'), entry('say-hello-us-west-2')];

    expect(() => appWith({ catalog, context: { regions: 'us-east-1,us-west-2' } })).toThrow(
      'workflow say-hello-us-west-2 has the name of the stack of say-hello in us-west-2: ',
    );
    expect(() => appWith({ catalog })).not.toThrow();
  });

  test('what is not a region is named', () => {
    expect(() => appWith({ context: { regions: 'us-east-1,virginia' } })).toThrow(': "virginia" (');
  });
});

describe('when several workflows have problems', () => {
  test('those of all are said at once', () => {
    const catalog = [
      { ...entry('b-greeting'), entry: 'nowhere.ts' },
      { ...entry('a-greeting'), lifecycle: { maxLifetimeSeconds: 600 } },
      // Its source is wrong, too, but nothing is bundled before the rest is right.
      { ...entry('c-greeting'), entry: 'no-main.ts' },
    ];

    expect(() => appWith({ catalog })).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ where: 'a-greeting.lifecycle.idleTimeoutSeconds' }),
          expect.objectContaining({ where: 'b-greeting.entry' }),
        ],
      }),
    );
  });

  test('those of all sources are said at once, when nothing else is wrong', () => {
    const catalog = [
      { ...entry('b-greeting'), entry: 'no-main.ts' },
      { ...entry('a-greeting'), entry: 'no-main.ts' },
    ];

    expect(() => appWith({ catalog })).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ where: 'a-greeting.entry' }),
          expect.objectContaining({ where: 'b-greeting.entry' }),
        ],
      }),
    );
  });
});

describe('when a workflow is named as a stage', () => {
  test('it is refused: it would have the stack that another workflow has in that stage', () => {
    expect(() => appWith({ catalog: [entry('say-hello'), entry('production-say-hello')] })).toThrow(
      'workflow production-say-hello has the name of a stack of the stage production: ',
    );
  });
});

describe('when a pipeline has problems in one of its stages', () => {
  test('they are said, with the stage, before anything is bundled', () => {
    const context = {
      connection:
        'arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef',
      repository: 'owner/name',
    };
    // With `--production` at its end it is too long. The source of the other would not bundle.
    const long = { ...entry('long'), definitionName: 'a-definition-of-thirty-five-letters' };
    const catalog = [{ ...entry('broken'), entry: 'no-main.ts' }, long];

    expect(() => appWith({ catalog, context })).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            where: 'production: long.definitionName',
            got: expect.stringContaining('--production'),
            allowed: expect.stringContaining('1 to 28 letters'),
            fix: 'use "a-definition-of-thirty-five", for example',
          }),
        ],
      }),
    );
  });
});

describe('when the same project is synthesised twice', () => {
  /** Every file of the cloud assembly that decides what is deployed. */
  function assemblyOf(app: App): Record<string, string> {
    const { directory } = app.synth();
    const files = readdirSync(directory).filter((file) => /\.(template|assets)\.json$/.test(file));
    return Object.fromEntries(
      files.sort().map((file) => [file, readFileSync(path.join(directory, file), 'utf8')]),
    );
  }

  function projectWith(change: (source: string) => string = (source) => source): string {
    const projectRoot = path.join(temporaryFolder(), 'a project');
    mkdirSync(projectRoot);
    writeFileSync(path.join(projectRoot, 'package.json'), '{"type":"module"}');
    cpSync(fixture('greeting.ts'), path.join(projectRoot, 'greeting.ts'));
    writeFileSync(
      path.join(projectRoot, 'greeting.ts'),
      change(readFileSync(fixture('greeting.ts'), 'utf8')),
    );
    return projectRoot;
  }

  const catalog = [entry('a-greeting'), entry('b-greeting')];
  const first = assemblyOf(appWith({ catalog, projectRoot: projectWith() }));

  test('from another folder and in another order, every byte is the same', () => {
    expect(assemblyOf(appWith({ catalog: catalog.toReversed(), projectRoot: projectWith() }))).toEqual(first);
  });

  test('a change of comments changes nothing', () => {
    const projectRoot = projectWith((source) => `// A remark.\n${source}\n/* And another. */\n`);

    expect(assemblyOf(appWith({ catalog, projectRoot }))).toEqual(first);
  });

  test('a change of code changes the image', () => {
    const projectRoot = projectWith((source) => source.replace('Hello', 'Good morning'));

    expect(assemblyOf(appWith({ catalog, projectRoot }))).not.toEqual(first);
  });
});
