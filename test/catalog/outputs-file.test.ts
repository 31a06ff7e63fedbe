import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findOutputsInFile, OutputsError, writeOutputsFile } from '../../lib/catalog/index.ts';
import { exampleOutputs } from './example.ts';

const STACK = 'NovaActWorkflow-getting-started';
let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'outputs-'));
  file = path.join(directory, 'cdk-outputs.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function given(content: unknown): void {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

describe('when the stack is in the file', () => {
  test('its outputs are found and unknown ones left out', () => {
    given({ [STACK]: { ...exampleOutputs, ExportsOutputRefThing: 'x' }, Other: {} });

    expect(findOutputsInFile({ file, stackName: STACK })).toEqual(exampleOutputs);
  });

  test('a reader who needs one output accepts a stack that has only this one', () => {
    given({ Mine: { RuntimeArn: exampleOutputs.RuntimeArn } });

    expect(findOutputsInFile({ file, stackName: 'Mine', require: ['RuntimeArn'] })).toEqual({
      RuntimeArn: exampleOutputs.RuntimeArn,
    });
  });
});

describe('when a stack has several workflows', () => {
  const { RuntimeArn, EndpointName } = exampleOutputs;
  const second = RuntimeArn.replace('getting_started', 'form_filling');
  const find = (workflow: string): unknown =>
    findOutputsInFile({ file, stackName: 'Shop', require: ['RuntimeArn'], workflow });

  test('each is found by the name before its keys', () => {
    given({ Shop: { RuntimeArn, EndpointName, FormFillingRuntimeArn: second } });

    expect(find('form-filling')).toEqual({ RuntimeArn: second });
    expect(find('getting-started')).toEqual({ RuntimeArn, EndpointName });
  });

  test('a workflow that is not among them is not taken for another', () => {
    given({ Shop: { RuntimeArn, FormFillingRuntimeArn: second } });

    expect(() => find('form-fillin')).toThrow(
      `It has FormFillingRuntimeArn ${second}, RuntimeArn ${RuntimeArn}.`,
    );
  });
});

describe('when a stack has one workflow, whose outputs have no name before them', () => {
  const arn = (runtimeId: string): string =>
    `arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/${runtimeId}`;
  const find = (options: {
    readonly workflow: string;
    readonly runtimeId: string;
    readonly stackName?: string;
    readonly definition?: string;
  }): unknown => {
    const { workflow, runtimeId, stackName = 'Shop', definition } = options;
    given({
      [stackName]: {
        RuntimeArn: arn(runtimeId),
        ...(definition && { WorkflowDefinitionName: definition }),
      },
    });
    return findOutputsInFile({ file, stackName, require: ['RuntimeArn'], workflow });
  };

  test.each([
    ['its runtime', { workflow: 'price', runtimeId: 'price-a1B2c3D4e5' }],
    ['its runtime in a stage', { workflow: 'price-list', runtimeId: 'price_list__prod-a1B2c3D4e5' }],
    ['its definition', { workflow: 'price', runtimeId: 'own-a1B2c3D4e5', definition: 'price' }],
    [
      'its definition in a stage',
      { workflow: 'price', runtimeId: 'own-a1B2c3D4e5', definition: 'price--prod' },
    ],
    [
      'its definition with a fingerprint',
      { workflow: 'price', runtimeId: 'own-a1B2c3D4e5', definition: 'price-0a1b2c' },
    ],
    ['its stack', { workflow: 'price', runtimeId: 'own-a1B2c3D4e5', stackName: 'NovaActWorkflow-price' }],
  ])('%s tells that they are its own', (_by, options) => {
    expect(find(options)).toMatchObject({ RuntimeArn: arn(options.runtimeId) });
  });

  test.each([
    { workflow: 'price', runtimeId: 'price_list-a1B2c3D4e5', definition: 'price-list' },
    { workflow: 'price', runtimeId: 'prices-a1B2c3D4e5', stackName: 'NovaActWorkflow-prices' },
    { workflow: 'list', runtimeId: 'price_list-a1B2c3D4e5', definition: 'price-list--prod' },
  ])('another workflow is not run instead: $workflow, $runtimeId', (options) => {
    expect(() => find(options)).toThrow(
      new RegExp(
        `^Workflow "${options.workflow}" is not in .* It has RuntimeArn ${arn(options.runtimeId)}\\. Give`,
      ),
    );
  });
});

describe('when it is not', () => {
  test('the error lists the stacks and the one that was meant', () => {
    given({ [STACK]: exampleOutputs, 'NovaActWorkflow-form-filling': exampleOutputs });

    expect(() => findOutputsInFile({ file, stackName: 'NovaActWorkflow-geting-started' })).toThrow(
      new OutputsError({
        what: `No stack "NovaActWorkflow-geting-started" in the outputs file "${file}".`,
        allowed: `It has ${STACK}, NovaActWorkflow-form-filling.`,
        fix: `Did you mean "${STACK}"?`,
      }),
    );
  });

  test('an empty file of outputs says so', () => {
    given({});

    expect(() => findOutputsInFile({ file, stackName: STACK })).toThrow('It has no stacks.');
  });

  test.each(['constructor', '__proto__', 'toString'])('%s is no stack', (stackName) => {
    given({ [STACK]: exampleOutputs });

    expect(() => findOutputsInFile({ file, stackName })).toThrow(`No stack "${stackName}"`);
  });
});

describe('when the outputs are not what they should be', () => {
  test('missing ones are all named, with those that are there', () => {
    given({ [STACK]: { RuntimeArn: exampleOutputs.RuntimeArn, Region: '' } });

    expect(() =>
      findOutputsInFile({ file, stackName: STACK, require: ['RuntimeArn', 'RuntimeId', 'Region'] }),
    ).toThrow(
      `Missing outputs RuntimeId, Region of stack "${STACK}" in "${file}". It has RuntimeArn, Region.`,
    );
  });

  test('a malformed runtime ARN is refused', () => {
    given({ [STACK]: { ...exampleOutputs, RuntimeArn: 'arn:aws:s3:::bucket' } });

    expect(() => findOutputsInFile({ file, stackName: STACK })).toThrow('output RuntimeArn of stack');
  });
});

describe('when the file cannot be used', () => {
  test('a file that does not exist', () => {
    expect(() => findOutputsInFile({ file, stackName: STACK })).toThrow(
      `Cannot read the outputs file "${file}": it does not exist. Write it with "cdk deploy --all --outputs-file`,
    );
  });

  test('a directory', () => {
    expect(() => findOutputsInFile({ file: directory, stackName: STACK })).toThrow('it is a directory');
  });

  test('no JSON', () => {
    given('{ "half": ');

    expect(() => findOutputsInFile({ file, stackName: STACK })).toThrow('is not JSON');
  });

  test.each([[[]], [null], ['"text"'], [{ Stack: 'text' }], [{ Stack: { Key: 1 } }]])(
    'other JSON: %j',
    (content) => {
      given(content);

      expect(() => findOutputsInFile({ file, stackName: STACK })).toThrow('does not have the shape of one');
    },
  );
});

describe('when outputs are written', () => {
  test('other stacks are kept, the same stack is replaced, nothing else is left behind', () => {
    given({ Other: { A: 'a' }, [STACK]: { Old: 'x' } });

    writeOutputsFile({ file, stacks: { [STACK]: exampleOutputs } });

    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ Other: { A: 'a' }, [STACK]: exampleOutputs });
    expect(readdirSync(directory)).toEqual(['cdk-outputs.json']);
  });

  test('a new file and its directory are made', () => {
    const nested = path.join(directory, '.nova-act', 'cdk-outputs.json');

    writeOutputsFile({ file: nested, stacks: { [STACK]: exampleOutputs } });

    expect(findOutputsInFile({ file: nested, stackName: STACK })).toEqual(exampleOutputs);
  });

  test('a file of another kind is not overwritten', () => {
    given('my notes');

    expect(() => writeOutputsFile({ file, stacks: { [STACK]: exampleOutputs } })).toThrow('is not JSON');
    expect(readFileSync(file, 'utf8')).toBe('my notes');
  });

  test('a path that cannot be written gives one error', () => {
    given('{}');
    const below = path.join(file, 'x.json');

    expect(() => writeOutputsFile({ file: below, stacks: {} })).toThrow(OutputsError);
  });
});
