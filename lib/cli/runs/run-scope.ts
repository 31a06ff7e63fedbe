import { existsSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { messageOf } from '../../core/errors.ts';
import { visible } from '../../core/visible.ts';
import { DEFAULT_CATALOG } from '../catalog-option.ts';
import type { CommandContext } from '../command-context.ts';
import { type RecordsAccess, recordsAccess } from '../run-records/records-access.ts';
import { openTarget, type TargetContext } from '../target.ts';
import { deployedDefinitions } from './deployed-definitions.ts';
import type { RunOptions } from './run-options.ts';

/** Settles where a command on runs works, and says so. The scope is disposed with its target. */
export async function openRunScope<O extends RunOptions>(
  options: O,
  context: ProjectContext,
): Promise<RunScope & { readonly options: O } & Disposable> {
  const { catalog, projectRoot, directory } = context;
  const target = await openTarget(options, context);
  let read: Promise<readonly WorkflowCatalogEntry[]> | undefined;
  const entries = async (): Promise<readonly WorkflowCatalogEntry[]> => {
    if (catalog !== undefined) return catalog;
    // Once, so that a broken one is said once.
    read ??= entriesIn({ file: options.catalog, projectRoot }, context);
    return await read;
  };
  const outputsFile =
    options.outputsFile === undefined ? undefined : path.resolve(directory, options.outputsFile);
  const call = { abortSignal: context.interrupt };
  const bucketInOutputs = (name: string): string | undefined =>
    deployedDefinitions({ outputsFile, target, context }).find((each) => each.definitionName === name)
      ?.outputs.ArtifactBucketName;
  return {
    ...(await recordsAccess(target, { call, context, bucketInOutputs })),
    options,
    outputsFile,
    entries,
    context: {
      ...context,
      workflowNames: async () => (await entries()).map(({ name }) => name),
    },
    [Symbol.dispose]: () => target[Symbol.dispose](),
  };
}

/** What the commands on runs work with. */
export interface RunScope extends RecordsAccess {
  readonly options: RunOptions;
  /** Absolute; the only file with outputs, when one was named. */
  readonly outputsFile: string | undefined;
  /** The catalog of the project; empty when it cannot be read, which is said and no reason to refuse a name. */
  readonly entries: () => Promise<readonly WorkflowCatalogEntry[]>;
  readonly context: ProjectContext & { readonly workflowNames: () => Promise<readonly string[]> };
}

/** What a command on runs is called with beside its options. */
export interface ProjectContext extends CommandContext, TargetContext {
  readonly catalog?: readonly WorkflowCatalogEntry[] | undefined;
}

async function entriesIn(
  options: { readonly file: string | undefined; readonly projectRoot: string },
  { stderr }: Pick<CommandContext, 'stderr'>,
): Promise<readonly WorkflowCatalogEntry[]> {
  const { file = DEFAULT_CATALOG, projectRoot } = options;
  if (options.file === undefined && !existsSync(path.resolve(projectRoot, file))) return [];
  try {
    // The bundler is worth loading only for a name that the outputs do not know.
    const { loadCatalog } = await import('../load-catalog.ts');
    return loadCatalog(options);
  } catch (error) {
    stderr(
      `The catalog of the project is left out, because it cannot be read: ${visible(messageOf(error))}\n`,
    );
    return [];
  }
}
