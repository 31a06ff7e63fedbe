import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowCatalogEntry } from '../../catalog/catalog.ts';
import { isDefinitionNameOf } from '../../catalog/names.ts';
import { type OutputsFile, readOutputsFile } from '../../catalog/outputs-file.ts';
import { DEFAULT_CATALOG } from '../catalog-option.ts';
import type { CommandSetup } from '../cli-command.ts';
import { usualOutputsFiles } from '../outputs-files.ts';
import type { CommandTarget } from '../target.ts';
import { stackOfDefinition } from './stack-of-definition.ts';

/**
 * Who owns the definition of an ARN: the catalog of the project, stacks by the outputs files of the project, and on AWS
 * the stack that CloudFormation names.
 *
 * @throws what the catalog or an outputs file throws that cannot be read: then nobody knows
 */
export async function ownershipOf(
  definition: { readonly name: string; readonly arn: string },
  where: OwnershipContext & { readonly target: CommandTarget },
): Promise<Ownership> {
  const { name, arn } = definition;
  const { target } = where;
  const owners: Owner[] = [...(await catalogOwners(name, where)), ...outputsOwners(arn, where)];
  // Local AWS has no stacks but those of its outputs file.
  if (target.isLocal) return { owners, isInStack: false };
  const answer = await stackOfDefinition(arn, target, where.interrupt);
  if (answer.stack === undefined) return { owners, ...answer, isInStack: false };
  const stack: Owner = { kind: 'stack', stackName: answer.stack };
  const others = owners.filter(({ kind }) => kind !== 'outputs');
  return { owners: [stack, ...others], isInStack: true };
}

/** The entry of the catalog of the project whose definitions are named like this, in any stage. */
export async function catalogOwners(name: string, where: OwnershipContext): Promise<readonly Owner[]> {
  return (await catalogOf(where))
    .filter((entry) => isDefinitionNameOf(name, entry))
    .map((entry) => ({ kind: 'catalog', workflow: entry.name }) as const);
}

/** The stacks whose outputs have the ARN of a definition. Pure. */
export function stacksWithDefinition(outputs: OutputsFile, arn: string): readonly string[] {
  return Object.entries(outputs)
    .filter(([, stack]) =>
      Object.entries(stack).some(([key, value]) => key.endsWith('WorkflowDefinitionArn') && value === arn),
    )
    .map(([stackName]) => stackName);
}

/** For people: who it is, such as `the workflow "shop" of the catalog`. */
export function describeOwner(owner: Owner): string {
  if (owner.kind === 'catalog') return `the workflow "${owner.workflow}" of the catalog`;
  return owner.kind === 'stack'
    ? `the CloudFormation stack ${owner.stackName}`
    : `the stack ${owner.stackName}, by ${owner.file}`;
}

/** Who owns a definition. */
export interface Ownership {
  /** Nobody, when this is empty and {@link unknown} is not there. */
  readonly owners: readonly Owner[];
  /** Whether CloudFormation says that a stack has it. */
  readonly isInStack: boolean;
  /** Why CloudFormation could not be asked. @default - it has answered, or there is none */
  readonly unknown?: string | undefined;
}

/** One that says that a definition is its own. */
export type Owner =
  | { readonly kind: 'catalog'; readonly workflow: string }
  | { readonly kind: 'outputs'; readonly stackName: string; readonly file: string }
  | { readonly kind: 'stack'; readonly stackName: string };

/** What finding the owner needs of the command. */
export interface OwnershipContext extends Pick<CommandSetup, 'projectRoot' | 'catalog'> {
  readonly directory: string;
  readonly interrupt: AbortSignal;
  readonly options: {
    readonly catalog?: string | undefined;
  };
}

async function catalogOf({
  projectRoot,
  catalog,
  options,
}: OwnershipContext): Promise<readonly Pick<WorkflowCatalogEntry, 'name' | 'definitionName'>[]> {
  if (catalog !== undefined) return catalog;
  // A folder without a catalog is no reason to refuse anything; one that was named must be there.
  if (options.catalog === undefined && !existsSync(path.join(projectRoot, DEFAULT_CATALOG))) return [];
  const { loadCatalog } = await import('../load-catalog.ts');
  return loadCatalog({ file: options.catalog, projectRoot });
}

function outputsOwners(
  arn: string,
  { target, projectRoot, directory }: OwnershipContext & { readonly target: CommandTarget },
): readonly Owner[] {
  return usualOutputsFiles(target, projectRoot).flatMap((file) =>
    stacksWithDefinition(readOutputsFile(file), arn).map((stackName) => ({
      kind: 'outputs' as const,
      stackName,
      file: path.relative(directory, file),
    })),
  );
}
