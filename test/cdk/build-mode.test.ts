import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  BUILD_MODES,
  NovaActWorkflow,
  type NovaActWorkflowProps,
  WorkflowImage,
  WorkflowZip,
} from '../../lib/cdk/index.ts';
import { checkBuild } from '../../lib/cdk/validation/build.ts';
import { fixture, testStack } from './synthesis.ts';

function workflow(build: NovaActWorkflowProps['build'], context?: string): NovaActWorkflow {
  const stack = testStack(context === undefined ? {} : { context: { build: context } });
  return new NovaActWorkflow(stack, 'Workflow', { entry: fixture('greeting.ts'), build });
}

const problemsOf = (build: unknown, context: unknown) => checkBuild('Workflow.build', build, context);

describe('when a workflow does not say how it is built', () => {
  test('Docker builds it, as in the app of a catalog', () => {
    const made = workflow(undefined);

    expect(made.artifact).toBeInstanceOf(WorkflowImage);
    Template.fromStack(Stack.of(made)).resourceCountIs('AWS::CodeBuild::Project', 0);
  });

  test('the command line does', () => {
    expect(workflow(undefined, 'zip').artifact).toBeInstanceOf(WorkflowZip);
  });
});

describe('when it says so', () => {
  test('the same on the command line is fine, and another one is refused', () => {
    expect(problemsOf('zip', 'zip')).toEqual([]);
    expect(() => workflow('docker', 'zip')).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ where: 'Workflow.build', what: 'says otherwise than "-c build=zip"' }),
        ],
      }),
    );
  });

  test('an image that exists is built in no other way', () => {
    const stack = testStack();
    const repository = Repository.fromRepositoryName(stack, 'Images', 'images');
    const prebuilt = { repository, digest: `sha256:${'0'.repeat(64)}` };

    expect(problemsOf(prebuilt, undefined)).toEqual([]);
    expect(problemsOf(prebuilt, 'docker')).toEqual([
      expect.objectContaining({ got: 'an image that exists' }),
    ]);
  });
});

describe('when the context value build is none of the ways to build', () => {
  test.each(['zipp', 'dokcer', 'CodeBuild', 'code-build'])('%s is a slip, and refused', (context) => {
    expect(problemsOf(undefined, context)).toEqual([
      expect.objectContaining({
        where: 'context value build',
        allowed: BUILD_MODES.join(', '),
        fix: expect.stringMatching(/^did you mean "-c build=\w+"\?$/),
      }),
    ]);
  });

  test.each(['1234', 'main-2026-11-26', 'release', '', 17, true, { number: 3 }, null])(
    '%p is that of somebody else',
    (context) => {
      expect(problemsOf('docker', context)).toEqual([]);
    },
  );
});
