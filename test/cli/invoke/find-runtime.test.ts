import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OutputsError } from '../../../lib/catalog/index.ts';
import { npx } from '../../../lib/cli/command-line.ts';
import { type FindRuntimeContext, findRuntime } from '../../../lib/cli/invoke/find-runtime.ts';
import { exampleOutputs } from '../../catalog/example.ts';
import { WORKFLOW_NAMES } from './call-invoke.ts';

const STACK = 'NovaActWorkflow-getting-started';
const LOCAL = { localAws: async () => ({}) };
const otherArn = 'arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/getting_started-local00000';
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'find-runtime-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, content: unknown): void {
  mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
  writeFileSync(path.join(directory, name), JSON.stringify(content));
}

function find(wanted: Parameters<typeof findRuntime>[0], context: Partial<FindRuntimeContext> = {}) {
  return findRuntime(wanted, {
    directory,
    projectRoot: directory,
    commandLine: npx,
    workflowNames: async () => WORKFLOW_NAMES,
    localAws: async () => undefined,
    hasOwnCloudFormation: async () => false,
    askCloudFormation: async (stackName) => {
      throw new OutputsError({ what: `CloudFormation was asked for ${stackName}.` });
    },
    ...context,
  });
}

describe('when an ARN is given', () => {
  test('it stands for itself', async () => {
    expect(await find({ workflow: otherArn })).toMatchObject({
      runtimeArn: otherArn,
      region: 'us-east-1',
      endpointName: undefined,
      foundIn: 'the command line',
    });
  });
});

describe('when a name is given', () => {
  test('the outputs file of the project is read', async () => {
    write('cdk-outputs.json', { [STACK]: exampleOutputs });

    expect(await find({ workflow: 'getting-started' })).toMatchObject({
      runtimeArn: exampleOutputs.RuntimeArn,
      region: 'us-east-1',
      endpointName: 'live',
      foundIn: 'cdk-outputs.json',
    });
  });

  test('a workflow of the project that is not in the file is asked from CloudFormation', async () => {
    write('cdk-outputs.json', { [STACK]: exampleOutputs });

    await expect(find({ workflow: 'form-filling' })).rejects.toThrow(
      'CloudFormation was asked for NovaActWorkflow-form-filling.',
    );
  });

  test('CloudFormation is asked when there is no file', async () => {
    expect(
      await find(
        { workflow: 'getting-started' },
        { askCloudFormation: async () => ({ RuntimeArn: otherArn }) },
      ),
    ).toMatchObject({ runtimeArn: otherArn, foundIn: `CloudFormation stack ${STACK}` });
  });

  test('any name will do when the workflows of the project are not known', async () => {
    await expect(find({ workflow: 'something' }, { workflowNames: async () => [] })).rejects.toThrow(
      'CloudFormation was asked for NovaActWorkflow-something.',
    );
  });
});

describe('when the name is unknown', () => {
  test('the workflows of the project and of the file are listed, and the near one suggested', async () => {
    write('cdk-outputs.json', { 'NovaActWorkflow-old-one': exampleOutputs, NovaActFoundation: {} });

    await expect(find({ workflow: 'geting-started' })).rejects.toThrow(
      'Unknown workflow "geting-started". Known workflows: old-one, getting-started, form-filling. Did you mean "getting-started"?',
    );
  });

  test('one that is new is told where it belongs', async () => {
    await expect(find({ workflow: 'order' })).rejects.toThrow(
      'Unknown workflow "order". Known workflows: getting-started, form-filling. Give one of these, or --stack NAME, or the ARN of a runtime. A workflow that is new needs an entry in workflows/catalog.ts (or that of --catalog), and a deployment.',
    );
  });

  test('a given file lists its own', async () => {
    write('mine.json', { [STACK]: exampleOutputs });

    await expect(find({ workflow: 'quarterly-report', outputsFile: 'mine.json' })).rejects.toThrow(
      'Unknown workflow "quarterly-report". Deployed workflows: getting-started. Give one of these, or --stack NAME, or the ARN of a runtime.',
    );
  });

  test('a workflow of the project that is not in a given file is not deployed', async () => {
    write('mine.json', { [STACK]: exampleOutputs });

    await expect(find({ workflow: 'form-filling', outputsFile: 'mine.json' })).rejects.toThrow(
      'Workflow "form-filling" is not deployed: it is not in "mine.json". Deployed workflows: getting-started.',
    );
  });

  test('a name that cannot be a stack is refused', async () => {
    await expect(find({ workflow: '../x' })).rejects.toThrow('cannot be part of a stack name');
  });
});

describe('when a stack is named', () => {
  test('it is found in the file, whatever the stack is called', async () => {
    write('cdk-outputs.json', { Special: { RuntimeArn: otherArn } });

    expect(await find({ workflow: 'getting-started', stack: 'Special' })).toMatchObject({
      runtimeArn: otherArn,
    });
  });

  test('the workflow of another name in it is not run', async () => {
    write('cdk-outputs.json', { Special: { RuntimeArn: otherArn } });

    await expect(find({ workflow: 'anything', stack: 'Special' })).rejects.toThrow(
      `Workflow "anything" is not in stack "Special" in "${path.join(directory, 'cdk-outputs.json')}". It has RuntimeArn ${otherArn}. Give the name of that workflow, or the ARN`,
    );
  });

  test('it is asked from CloudFormation when no file has it', async () => {
    await expect(find({ workflow: 'anything', stack: 'Special' })).rejects.toThrow(
      'CloudFormation was asked for Special.',
    );
  });

  test('a given file must have it', async () => {
    write('mine.json', { Special: { RuntimeArn: otherArn } });

    await expect(find({ workflow: 'anything', stack: 'Specail', outputsFile: 'mine.json' })).rejects.toThrow(
      'Did you mean "Special"?',
    );
  });
});

describe('when the endpoint is on this machine', () => {
  test('the outputs of local AWS come first', async () => {
    write('cdk-outputs.json', { [STACK]: exampleOutputs });
    write('.nova-act/cdk-outputs.json', { [STACK]: { RuntimeArn: otherArn } });

    expect(await find({ workflow: 'getting-started' }, LOCAL)).toMatchObject({
      runtimeArn: otherArn,
      foundIn: path.join('.nova-act', 'cdk-outputs.json'),
    });
    expect(await find({ workflow: 'getting-started' })).toMatchObject({
      runtimeArn: exampleOutputs.RuntimeArn,
    });
  });

  test('CloudFormation on AWS is not asked about local AWS', async () => {
    await expect(find({ workflow: 'getting-started' }, LOCAL)).rejects.toThrow(
      'Workflow "getting-started" is not deployed to local AWS: no stack "NovaActWorkflow-getting-started" in an outputs file',
    );
    await expect(find({ workflow: 'getting-started' }, LOCAL)).rejects.toThrow(
      'Start local AWS with "npx nova-act-cdk dev" in this project',
    );
  });

  test('a local CloudFormation is', async () => {
    const all = { ...LOCAL, hasOwnCloudFormation: async () => true };

    await expect(find({ workflow: 'getting-started' }, all)).rejects.toThrow(
      `CloudFormation was asked for ${STACK}.`,
    );
  });
});
