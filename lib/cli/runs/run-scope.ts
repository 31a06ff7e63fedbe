import path from 'node:path';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { NovaActClient } from '../../service/client.ts';
import type { CommandContext } from '../command-context.ts';
import type { CommandLine } from '../command-line.ts';
import { type CommandTarget, openTarget, type TargetContext } from '../target.ts';
import type { RunOptions } from './run-options.ts';

/** Settles where a command on runs works, and says so. The scope is disposed with its target. */
export async function openRunScope<O extends RunOptions>(
  options: O,
  context: ProjectContext,
): Promise<RunScope & { readonly options: O } & Disposable> {
  const { catalog, projectRoot, directory } = context;
  const target = await openTarget(options, context);
  const client = await target.client((config) => new NovaActClient(config));
  const entries = async (): Promise<readonly WorkflowCatalogEntry[]> =>
    catalog ?? (await entriesIn({ file: options.catalog, projectRoot }));
  let logs: Promise<CloudWatchLogsClient> | undefined;
  return {
    target,
    client,
    options,
    logs: async () => {
      const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
      logs ??= target.client((config) => new CloudWatchLogsClient(config));
      return await logs;
    },
    outputsFile: options.outputsFile === undefined ? undefined : path.resolve(directory, options.outputsFile),
    call: { abortSignal: context.interrupt },
    entries,
    commandLine: target.commandLine(context),
    context: {
      ...context,
      workflowNames: async () => (await entries()).map(({ name }) => name),
    },
    [Symbol.dispose]: () => target[Symbol.dispose](),
  };
}

/** What the commands on runs work with. */
export interface RunScope {
  readonly target: CommandTarget;
  readonly client: NovaActClient;
  /** One client of CloudWatch Logs, made when it is first asked for. */
  readonly logs: () => Promise<CloudWatchLogsClient>;
  readonly options: RunOptions;
  /** Absolute; the only file with outputs, when one was named. */
  readonly outputsFile: string | undefined;
  /** Goes with each call: Ctrl-C ends it. */
  readonly call: { readonly abortSignal: AbortSignal };
  /** The catalog of the project; empty when it cannot be read, which is no reason to refuse a name. */
  readonly entries: () => Promise<readonly WorkflowCatalogEntry[]>;
  /** How a command is called that works where this one does. */
  readonly commandLine: CommandLine;
  readonly context: ProjectContext & { readonly workflowNames: () => Promise<readonly string[]> };
}

/** What a command on runs is called with beside its options. */
export interface ProjectContext extends CommandContext, TargetContext {
  readonly catalog?: readonly WorkflowCatalogEntry[] | undefined;
}

async function entriesIn(options: {
  readonly file: string | undefined;
  readonly projectRoot: string;
}): Promise<readonly WorkflowCatalogEntry[]> {
  try {
    // The bundler is worth loading only for a name that the outputs do not know.
    const { loadCatalog } = await import('../load-catalog.ts');
    return loadCatalog(options);
  } catch {
    return [];
  }
}
