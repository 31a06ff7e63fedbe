import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { deployedDefinitions } from '../../../lib/cli/runs/deployed-definitions.ts';
import { CommandTarget } from '../../../lib/cli/target.ts';
import { exampleOutputs } from '../../catalog/example.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'deployed-definitions-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const [, , , region = '', account = ''] = exampleOutputs.RuntimeArn.split(':');

function found(target: { readonly account: string }) {
  return deployedDefinitions({
    outputsFile: path.join(folder, 'outputs.json'),
    target: new CommandTarget({ url: undefined, account: target.account, config: { region } }),
    context: { projectRoot: folder, directory: folder },
  });
}

test('workflows are found by their definitions in stacks of any name, in stages and several to a stack, but of this account only', () => {
  const other = exampleOutputs.RuntimeArn.replace('runtime/', 'runtime/other_');
  const stacks = {
    'NovaActWorkflow-prod-shop': { ...exampleOutputs, WorkflowDefinitionName: 'shop--prod' },
    Mine: { FormFillingRuntimeArn: other, FormFillingWorkflowDefinitionName: 'forms', TopicArn: 'arn:x' },
  };
  writeFileSync(path.join(folder, 'outputs.json'), JSON.stringify(stacks));
  expect(found({ account })).toMatchObject([
    { definitionName: 'shop--prod', outputs: { RuntimeArn: exampleOutputs.RuntimeArn } },
    { definitionName: 'forms', outputs: { RuntimeArn: other }, foundIn: 'stack "Mine" in "outputs.json"' },
  ]);
  expect(found({ account: '999999999999' })).toEqual([]);
});
