import { describe, expect, test } from '@jest/globals';
import { App, CfnOutput, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Construct } from 'constructs';
import { OUTPUT_KEYS } from '../../../lib/catalog/index.ts';
import {
  NovaActWorkflow,
  type NovaActWorkflowProps,
  WorkflowConfigurationError,
} from '../../../lib/cdk/index.ts';
import { appProps, testStack, warningsOf } from '../synthesis.ts';

function workflowIn(
  stack: Stack,
  entry: string,
  options: Pick<NovaActWorkflowProps, 'outputs' | 'runtime'> = {},
): NovaActWorkflow {
  return new NovaActWorkflow(stack, entry, {
    entry: `${entry}.ts`,
    build: {
      repository: Repository.fromRepositoryName(stack, `Images of ${entry}`, 'images'),
      digest: `sha256:${'0'.repeat(64)}`,
    },
    ...options,
  });
}

const outputsOf = (stack: Stack): Record<string, { Value: unknown; Export?: { Name: string } }> =>
  Template.fromStack(stack).toJSON().Outputs ?? {};

describe('when nobody asks', () => {
  const stack = testStack();
  new CfnOutput(stack, 'ReadingRegion', { value: 'of my own' });
  workflowIn(stack, 'form-filling');
  const reading = workflowIn(stack, 'reading');
  const silent = workflowIn(stack, 'silent', { outputs: false });
  const outputs = outputsOf(stack);

  test('a stack has the outputs of each workflow, whose name they begin with, and exports them', () => {
    const expected = OUTPUT_KEYS.map((key) => `FormFilling${key}`);

    expect(Object.keys(outputs).sort()).toEqual(['ReadingRegion', ...expected].sort());
    expect(outputs.FormFillingRuntimeArn?.Export?.Name).toBe('Test:FormFillingRuntimeArn');
  });

  test('what the stack has under such a name stays as it is', () => {
    expect(outputs.ReadingRegion).toEqual({ Value: 'of my own' });
  });

  test('that there are none because of it is a warning, and no surprise', () => {
    expect(String(warningsOf(reading))).toContain('other constructs with their ids: ReadingRegion.');
    expect(warningsOf(silent)).toEqual([]);
  });

  test('a nested stack has none', () => {
    const parent = testStack();
    const nested = new NestedStack(parent, 'Nested');
    workflowIn(nested, 'reading');

    expect(outputsOf(nested)).toEqual({});
  });
});

describe('when a workflow gives its stack outputs', () => {
  const stack = testStack();
  const made = workflowIn(stack, 'form-filling').addOutputs();
  const outputs = outputsOf(stack);

  test('they are those of every deployment, under the same keys', () => {
    expect(Object.keys(outputs).sort()).toEqual([...OUTPUT_KEYS].sort());
    expect(Object.keys(made).sort()).toEqual([...OUTPUT_KEYS].sort());
  });

  test('what is stable is exported, and the version, which changes with each deployment, is not', () => {
    const exported = Object.entries(outputs).filter(([, output]) => output.Export !== undefined);

    expect(exported.map(([key, output]) => [key, output.Export?.Name])).toEqual(
      OUTPUT_KEYS.filter((key) => key !== 'RuntimeVersion').map((key) => [key, `Test:${key}`]),
    );
  });

  test('where agents call the workflow as a tool, one more says so, without an export', () => {
    const own = testStack();
    workflowIn(own, 'form-filling', { runtime: { serverProtocol: 'MCP' } }).addOutputs();
    expect(outputsOf(own)).toMatchObject({ ServerProtocol: { Value: 'MCP' } });
    expect(outputsOf(own).ServerProtocol?.Export).toBeUndefined();
  });

  test('a second call says that they are there', () => {
    expect(() => workflowIn(stack, 'reading').addOutputs()).toThrow(WorkflowConfigurationError);
    expect(() => workflowIn(stack, 'writing').addOutputs()).toThrow('addOutputs({ prefix: true })');
  });
});

describe('when the stack is not one that callers can find', () => {
  test('a nested one is refused', () => {
    const nested = new NestedStack(testStack(), 'Nested');

    expect(() => workflowIn(nested, 'reading').addOutputs()).toThrow('would make outputs that nobody finds');
  });

  test('an id that something else has is named', () => {
    const stack = testStack();
    new Construct(stack, 'Region');

    expect(() => workflowIn(stack, 'reading').addOutputs()).toThrow('has already: Region (');
  });
});

describe('when a stack has several workflows', () => {
  test('each has outputs that begin with its name', () => {
    const stack = testStack();
    workflowIn(stack, 'form-filling').addOutputs({ prefix: true });
    workflowIn(stack, 'getting-started').addOutputs({ prefix: true, exports: false });

    const { FormFillingRuntimeArn: exported, GettingStartedRuntimeArn: plain } = outputsOf(stack);

    expect(exported?.Export?.Name).toBe('Test:FormFillingRuntimeArn');
    expect(plain).toBeDefined();
    expect(plain).not.toHaveProperty('Export');
  });
});

describe('when the runtime may be hotswapped', () => {
  const endpointOf = (hotswap: boolean): unknown[] => {
    const stack = new Stack(new App(appProps()), 'Test', { env: { region: 'us-east-1' } });
    const { EndpointName, EndpointArn, RuntimeLogGroupName } = workflowIn(stack, 'reading', {
      runtime: { hotswap },
    }).addOutputs();
    return [EndpointName, EndpointArn, RuntimeLogGroupName].map(({ value }: CfnOutput) =>
      JSON.stringify(stack.resolve(value)),
    );
  };

  test('callers are told the endpoint that follows the runtime at once, and where it logs', () => {
    expect(endpointOf(true)).toEqual([
      '"DEFAULT"',
      expect.stringContaining('/runtime-endpoint/DEFAULT'),
      expect.stringContaining('"DEFAULT"'),
    ]);
  });

  test('otherwise they are told the one that a deployment moves', () => {
    expect(endpointOf(false)).toEqual([
      '"live"',
      expect.stringContaining('AgentRuntimeEndpointArn'),
      expect.anything(),
    ]);
  });
});
