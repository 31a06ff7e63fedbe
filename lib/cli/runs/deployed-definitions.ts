import path from 'node:path';
import { workflowOfStack } from '../../catalog/names.ts';
import { OPTIONAL_OUTPUT_KEYS, OUTPUT_KEYS, type SomeOutputs } from '../../catalog/outputs.ts';
import { readOutputsFile } from '../../catalog/outputs-file.ts';
import { parseRuntimeArn } from '../../catalog/runtime-arn.ts';
import { usualOutputsFiles } from '../outputs-files.ts';
import type { RunScope } from './run-scope.ts';

/**
 * The workflows in the outputs files of the project whose runtimes are where the command works, whatever their stacks are
 * called.
 *
 * @throws OutputsError for a file that cannot be read
 */
export function deployedDefinitions(
  scope: Pick<RunScope, 'outputsFile' | 'target'> & {
    readonly context: Pick<RunScope['context'], 'projectRoot' | 'directory'>;
  },
): readonly DeployedDefinition[] {
  const { outputsFile, target, context } = scope;
  const files = outputsFile === undefined ? usualOutputsFiles(target, context.projectRoot) : [outputsFile];
  return files.flatMap((file) =>
    Object.entries(readOutputsFile(file)).flatMap(([stackName, raw]) =>
      workflowsIn(raw).flatMap((outputs) => {
        const where = `stack "${stackName}" in "${path.relative(context.directory, file)}"`;
        const { region, accountId } = parseRuntimeArn(outputs.RuntimeArn, { where });
        const isHere = region === target.region && accountId === target.account;
        const definitionName = outputs.WorkflowDefinitionName;
        return isHere
          ? [{ workflow: workflowOfStack(stackName), definitionName, outputs, foundIn: where }]
          : [];
      }),
    ),
  );
}

/** A workflow that is deployed, by its definition. */
export interface DeployedDefinition {
  /** Its name, as its stack says it; `undefined` for one in a stack of another name. */
  readonly workflow?: string | undefined;
  readonly definitionName: string;
  readonly outputs: SomeOutputs<'RuntimeArn'>;
  /** For people. */
  readonly foundIn: string;
}

/** The workflows in the outputs of a stack. Keys may begin with the name of a workflow, in a stack of several. Pure. */
export function workflowsIn(
  raw: Readonly<Record<string, string>>,
): readonly SomeOutputs<'RuntimeArn' | 'WorkflowDefinitionName'>[] {
  return Object.keys(raw).flatMap((key) => {
    if (!key.endsWith(DEFINITION)) return [];
    const prefix = key.slice(0, -DEFINITION.length);
    const { [key]: WorkflowDefinitionName = '', [`${prefix}RuntimeArn`]: RuntimeArn = '' } = raw;
    if (WorkflowDefinitionName === '' || RuntimeArn === '') return [];
    const known = [...OUTPUT_KEYS, ...OPTIONAL_OUTPUT_KEYS].flatMap((name) =>
      raw[prefix + name] ? [[name, raw[prefix + name]]] : [],
    );
    return [{ ...Object.fromEntries(known), WorkflowDefinitionName, RuntimeArn }];
  });
}

const DEFINITION = 'WorkflowDefinitionName';
