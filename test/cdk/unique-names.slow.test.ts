import { describe, expect, test } from '@jest/globals';
import {
  App,
  Annotations as AppAnnotations,
  type Environment,
  NestedStack,
  Stack,
  Stage,
  Token,
} from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { NovaActWorkflow, SAME_NAME_WARNING, WorkflowDefinition } from '../../lib/cdk/index.ts';
import { appProps } from './synthesis.ts';

const DEVELOPMENT = { account: '1'.repeat(12), region: 'us-east-1' };

function workflow(scope: Construct, id: string, names: { readonly definitionName?: string } = {}): void {
  new NovaActWorkflow(scope, id, {
    entry: 'read.ts',
    build: {
      repository: Repository.fromRepositoryName(scope, `Images of ${id}`, 'images'),
      digest: `sha256:${'0'.repeat(64)}`,
    },
    ...names,
  });
}

/** A workflow in each of so many stacks of an app. */
function inStacks(...environments: readonly (Environment | undefined)[]): App {
  const app = new App(appProps());
  for (const [index, env] of environments.entries()) {
    workflow(new Stack(app, `Stack${index}`, env && { env }), 'Workflow');
  }
  return app;
}

/** What is said of the names of runtimes. */
const warnings = (app: App): readonly string[] =>
  app.node
    .findAll()
    .filter((child) => child instanceof Stack)
    .flatMap((stack) =>
      Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp(SAME_NAME_WARNING)),
    )
    .map(({ id, entry }) => `${id}: ${entry.data}`)
    .filter((warning) => warning.includes('The runtime '));

describe('when two workflows of an app have the name of one runtime', () => {
  test('in one stack the synthesis fails, with both constructs', () => {
    const app = inStacks(undefined);
    workflow(app.node.findChild('Stack0'), 'Second');

    expect(() => app.synth()).toThrow(
      expect.objectContaining({
        name: 'WorkflowConfigurationError',
        problems: [
          expect.objectContaining({
            where: 'Stack0/Second/Runtime',
            got: '"read", also of Stack0/Workflow/Runtime',
          }),
        ],
      }),
    );
  });

  test('one that was taken out again does not count', () => {
    const app = inStacks(undefined);
    const stack = app.node.findChild('Stack0');
    workflow(stack, 'Second');
    stack.node.tryRemoveChild('Second');

    expect(warnings(app)).toEqual([]);
  });

  test('so it does in two stacks of one account and region, and in a nested stack', () => {
    expect(() => inStacks(DEVELOPMENT, DEVELOPMENT).synth()).toThrow('also of Stack0/Workflow/Runtime');
    const app = inStacks(undefined);
    workflow(new NestedStack(new Construct(app.node.findChild('Stack0'), 'Part'), 'Nested'), 'Inner');
    expect(() => app.synth()).toThrow('also of Stack0/Workflow/Runtime');
  });

  test('in other accounts or regions all is well, in stages too', () => {
    const app = inStacks(
      DEVELOPMENT,
      { ...DEVELOPMENT, region: 'us-west-2' },
      { account: '2'.repeat(12), region: 'us-east-1' },
    );
    const stage = new Stage(app, 'Production', { env: { ...DEVELOPMENT, account: '3'.repeat(12) } });
    workflow(new Stack(stage, 'Stack'), 'Workflow');

    expect(warnings(app)).toEqual([]);
  });

  test('where only the deployment knows, a warning names both, until it is acknowledged', () => {
    const app = inStacks({ region: 'us-east-1' }, undefined, DEVELOPMENT);
    const [first] = warnings(app);

    expect(first).toMatch(/^\/Stack1\/Workflow\/Runtime: .*"read" has the name of Stack0\/Workflow\/Runtime/);
    const acknowledged = inStacks(undefined, undefined);
    AppAnnotations.of(acknowledged.node.findChild('Stack1')).acknowledgeWarning(SAME_NAME_WARNING);
    expect(warnings(acknowledged)).toEqual([]);
  });

  test('so it does in a stage, which is synthesised before the app, and in the app', () => {
    const app = inStacks(undefined);
    const stage = new Stage(app, 'Stage');
    const stack = new Stack(stage, 'Stack');
    workflow(stack, 'Workflow');

    expect(warnings(app)).toEqual([
      expect.stringMatching(/^\/Stack0\/Workflow\/Runtime: .* of Stage\/Stack\/Workflow\/Runtime/),
      expect.stringMatching(/^\/Stage\/Stack\/Workflow\/Runtime: .* of Stack0\/Workflow\/Runtime/),
    ]);
  });
});

describe('when definitions have the same name', () => {
  const definition = (stack: Stack, id: string, workflowDefinitionName: string) =>
    new WorkflowDefinition(stack, id, { workflowDefinitionName });

  test('they are told apart from runtimes, and tokens are left to the deployment', () => {
    const stack = new Stack(new App(appProps()), 'Stack');
    workflow(stack, 'Workflow', { definitionName: 'other' });
    definition(stack, 'One', 'read');
    definition(stack, 'Two', Token.asString({ Ref: 'Name' }));
    definition(stack, 'Three', Token.asString({ Ref: 'Name' }));

    expect(() => stack.node.root.node.validate()).not.toThrow();
    definition(stack, 'Four', 'read');
    expect(() => stack.node.root.node.validate()).toThrow('another workflow definition');
  });
});
