import path from 'node:path';
import { workflowOfStack } from '../catalog/names.ts';
import { readOutputsFile } from '../catalog/outputs-file.ts';
import { looksLikeArn } from '../catalog/runtime-arn.ts';
import type { CommandSetup } from './cli-command.ts';
import { type DeployedWorkflow, deployedWorkflow } from './deployed-workflow.ts';
import { usualOutputsFiles } from './outputs-files.ts';
import type { CommandTarget, TargetContext } from './target.ts';
import { UsageError } from './usage-error.ts';
import type { AskedWorkflow } from './workflow-options.ts';

/**
 * The workflows that a command is about: the one that was named, else all that the project has deployed, as its files of
 * outputs say, and without such files those of its catalog.
 *
 * @returns at least one
 * @throws UsageError when none was named and none is known; the errors of {@link deployedWorkflow}
 */
export async function askedWorkflows(
  asked: AskedWorkflow,
  target: CommandTarget,
  context: TargetContext & { readonly setup: Pick<CommandSetup, 'catalog'> },
): Promise<readonly [DeployedWorkflow, ...DeployedWorkflow[]]> {
  const { workflow: named, stack, outputsFile, catalog: file } = asked;
  if (named !== undefined && looksLikeArn(named)) {
    throw new UsageError({
      what: 'The ARN of a runtime was given.',
      allowed: 'Its log groups and its bucket are in the outputs of its stack.',
      fix: 'Give the name of the workflow, with --stack NAME if the stack is one of yours.',
    });
  }
  const workflowNames = async (): Promise<readonly string[]> =>
    (context.setup.catalog ?? (await catalogOf(file, context.projectRoot))).map(({ name }) => name);
  if (named === undefined && stack !== undefined) {
    throw new UsageError({
      what: '--stack was given without a workflow.',
      fix: 'Name the workflow of the stack as well.',
    });
  }
  const names = named === undefined ? await knownNames(asked, target, context, workflowNames) : [named];
  const found: DeployedWorkflow[] = [];
  for (const workflow of names) {
    found.push(
      await deployedWorkflow({ workflow, stack, outputsFile }, target, { ...context, workflowNames }),
    );
  }
  const [first, ...others] = found;
  if (first === undefined) {
    throw new UsageError({
      what: 'No workflow was named, and this project has none that is deployed.',
      fix: `Deploy it with "${target.isLocal ? context.commandLine('dev') : target.commandLine(context)('deploy')}", call the command in the folder of a project, or name a workflow with --stack or --outputs-file.`,
    });
  }
  return [first, ...others];
}

/** The one workflow that a command is about: the one that was named, else the only one of the project. */
export async function askedWorkflow(...args: Parameters<typeof askedWorkflows>): Promise<DeployedWorkflow> {
  const [first, ...others] = await askedWorkflows(...args);
  if (others.length === 0) return first;
  const names = [first, ...others].map(({ workflow }) => workflow);
  throw new UsageError({
    what: `No workflow was named, and there are ${names.length}.`,
    fix: `Name one of ${names.join(', ')}.`,
  });
}

async function knownNames(
  { outputsFile }: AskedWorkflow,
  target: CommandTarget,
  { directory, projectRoot }: TargetContext,
  inCatalog: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const files =
    outputsFile === undefined
      ? usualOutputsFiles(target, projectRoot)
      : [path.resolve(directory, outputsFile)];
  // The first that is there, as for a workflow that was named.
  const [file] = files;
  const stacks = file === undefined ? [] : Object.keys(readOutputsFile(file));
  const deployed = stacks.flatMap((stack) => workflowOfStack(stack) ?? []);
  return deployed.length > 0 ? deployed : await inCatalog();
}

async function catalogOf(
  file: string | undefined,
  projectRoot: string,
): Promise<readonly { readonly name: string }[]> {
  try {
    // It compiles the catalog: only what no file of outputs tells is worth that.
    const { loadCatalog } = await import('./load-catalog.ts');
    return loadCatalog({ file, projectRoot });
  } catch (error) {
    // One that was named must be right; without one, a name may stand for a stack all the same.
    if (file !== undefined) throw error;
    return [];
  }
}
