import { describe, expect, test } from '@jest/globals';
import { exportName, foundationStackName, OutputsError, workflowStackName } from '../../lib/catalog/index.ts';
import { runtimeLogGroupName, runtimeLogGroupPattern, workflowOfStack } from '../../lib/catalog/names.ts';

describe('when there is one deployment of an app', () => {
  test('the names have no stage', () => {
    expect(workflowStackName({ workflow: 'getting-started' })).toBe('NovaActWorkflow-getting-started');
    expect(foundationStackName()).toBe('NovaActFoundation');
  });
});

describe('when a stack is known by its name', () => {
  test('the name of a workflow stack leads back to the workflow, and no other does', () => {
    expect(workflowOfStack(workflowStackName({ workflow: 'form-filling' }))).toBe('form-filling');
    expect([foundationStackName(), 'NovaActWorkflow-', 'My-NovaActWorkflow-x'].map(workflowOfStack)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('when AgentCore makes the log group of an endpoint', () => {
  test('the pattern of its runtime matches the name', () => {
    const pattern = runtimeLogGroupPattern('form_filling').replace(/\*$/, '');
    const name = runtimeLogGroupName({ runtimeId: 'form_filling-a1B2c3D4e5', endpoint: 'live' });
    expect(name).toBe('/aws/bedrock-agentcore/runtimes/form_filling-a1B2c3D4e5-live');
    expect(name.startsWith(pattern)).toBe(true);
  });
});

describe('when an app is deployed several times', () => {
  test('the stage is in the names', () => {
    expect(workflowStackName({ workflow: 'getting-started', stage: 'dev' })).toBe(
      'NovaActWorkflow-dev-getting-started',
    );
    expect(foundationStackName({ stage: 'prod' })).toBe('NovaActFoundation-prod');
  });

  test('a stage has no hyphen, so that no two pairs of stage and workflow share a stack', () => {
    expect(() => workflowStackName({ workflow: 'c', stage: 'a-b' })).toThrow(
      new OutputsError({
        what: 'Stage "a-b" cannot be part of a stack name.',
        allowed: 'Letters and digits are allowed.',
        fix: 'Use a short word such as "dev" or "prod".',
      }),
    );
  });
});

describe('when CloudFormation would refuse the name', () => {
  test.each([
    ['my_flow', 'Use "my-flow", for example.'],
    ['büro', 'Use "b-ro", for example.'],
    ['-x', 'Use "x", for example.'],
    ['', 'Use a name such as "getting-started".'],
  ])('workflow %j is refused', (workflow, fix) => {
    expect(() => workflowStackName({ workflow })).toThrow(fix);
  });

  test('too long a name is refused', () => {
    expect(() => workflowStackName({ workflow: 'a'.repeat(113) })).toThrow('At most 128 are allowed.');
    expect(workflowStackName({ workflow: 'a'.repeat(112) })).toHaveLength(128);
  });
});

describe('when an output is exported', () => {
  test('its name is the stack and the key', () => {
    expect(exportName({ stackName: 'NovaActWorkflow-form-filling', key: 'RuntimeArn' })).toBe(
      'NovaActWorkflow-form-filling:RuntimeArn',
    );
  });

  test('too long a name is refused', () => {
    expect(() => exportName({ stackName: 's'.repeat(250), key: 'RuntimeArn' })).toThrow(
      'At most 255 are allowed.',
    );
  });
});
