import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { looksLikeArn } from '../../catalog/runtime-arn.ts';
import { statIfThere } from '../../core/files.ts';
import { didYouMean } from '../../core/suggest.ts';
import { DEFAULT_CATALOG } from '../catalog-option.ts';
import type { CommandContext } from '../command-context.ts';
import { loadCatalog } from '../load-catalog.ts';
import { UsageError } from '../usage-error.ts';

/**
 * What a name of the catalog, or the path of a file, stands for. A file that is an entry of the catalog is that workflow.
 *
 * @throws UsageError when there is no such workflow or file; what reading the catalog throws
 */
export function findWorkflow(given: string, context: FindWorkflowContext): RunnableWorkflow {
  if (looksLikeArn(given)) {
    throw new UsageError({
      what: `"${given}" is the ARN of something deployed, and "run" runs a workflow of this machine.`,
      fix: `Give a name or a file, or call what is deployed: ${context.commandLine('invoke', given)}`,
    });
  }
  return LOOKS_LIKE_FILE.test(given) ? fromFile(given, context) : fromName(given, context);
}

/** A workflow that can be bundled. */
export interface RunnableWorkflow {
  /** That of the catalog; of another file the name of the file. */
  readonly name: string;
  /** The folder of the project, without links. */
  readonly projectRoot: string;
  /** The file that exports `main`, relative to the project. */
  readonly entry: string;
  /** What the catalog says of it; `undefined` for other files. */
  readonly settings: WorkflowCatalogEntry | undefined;
}

/** Where workflows are looked for. */
export interface FindWorkflowContext extends Pick<CommandContext, 'directory' | 'commandLine'> {
  readonly projectRoot: string;
  /** The option `--catalog`. */
  readonly catalogFile: string | undefined;
  /** That of a program of its own. @default - it is read */
  readonly ownCatalog?: readonly WorkflowCatalogEntry[] | undefined;
}

const LOOKS_LIKE_FILE = /[\\/]|\.(?:[cm]?[jt]s|[jt]sx)$/;

function fromName(name: string, context: FindWorkflowContext): RunnableWorkflow {
  const catalog = catalogOf(context);
  const found = catalog.find((entry) => entry.name === name);
  if (found !== undefined) return ofCatalog(found, context);
  const known = catalog.map((entry) => entry.name);
  const meant = didYouMean(name, known);
  throw new UsageError({
    what: `Unknown workflow "${name}".`,
    allowed: `Workflows of the catalog: ${known.length > 0 ? known.join(', ') : 'none'}.`,
    fix:
      meant === undefined
        ? `${known.length > 0 ? 'Give one of these, or the' : 'Give the'} path of a file that exports main(payload), or add an entry for it to ${context.catalogFile ?? DEFAULT_CATALOG}.`
        : `Did you mean "${meant}"?`,
  });
}

function fromFile(given: string, context: FindWorkflowContext): RunnableWorkflow {
  const file = path.resolve(context.directory, given);
  if (statIfThere(file)?.isFile() !== true) {
    throw new UsageError({
      what: `There is no file ${file}.`,
      fix: 'Check the path, which is relative to this folder, or give the name of a workflow of the catalog.',
    });
  }
  const real = realpathSync(file);
  const ofEntry = entriesNear(context).filter(
    ({ entry }) => path.resolve(realpathSync(context.projectRoot), entry) === real,
  );
  const [found, ...others] = ofEntry;
  if (found !== undefined && others.length === 0) return ofCatalog(found, context);
  if (found !== undefined) {
    throw new UsageError({
      what: `The file ${given} is the entry of several workflows: ${ofEntry.map(({ name }) => name).join(', ')}.`,
      fix: 'Give the name of the one that is meant.',
    });
  }
  const projectRoot = projectOf(real, realpathSync(context.projectRoot));
  const entry = path.relative(projectRoot, real);
  return { name: path.basename(real, path.extname(real)), projectRoot, entry, settings: undefined };
}

function ofCatalog(settings: WorkflowCatalogEntry, { projectRoot }: FindWorkflowContext): RunnableWorkflow {
  const { name, entry } = settings;
  return { name, projectRoot: realpathSync(projectRoot), entry, settings };
}

function catalogOf({ ownCatalog, catalogFile: file, projectRoot }: FindWorkflowContext) {
  return ownCatalog ?? loadCatalog({ file, projectRoot });
}

/** A file needs no catalog; one that is there counts, and what is wrong with it is said. */
function entriesNear(context: FindWorkflowContext): readonly WorkflowCatalogEntry[] {
  const { catalogFile, projectRoot } = context;
  const isThere = catalogFile !== undefined || existsSync(path.join(projectRoot, DEFAULT_CATALOG));
  return context.ownCatalog !== undefined || isThere ? catalogOf(context) : [];
}

/** The project that a file belongs to: that of the command, or the nearest folder above the file that is a package. */
function projectOf(file: string, projectRoot: string): string {
  if (file.startsWith(projectRoot + path.sep)) return projectRoot;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, 'package.json'))) return folder;
    if (folder === path.dirname(folder)) return path.dirname(file);
  }
}
