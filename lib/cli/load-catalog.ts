import { existsSync } from 'node:fs';
import path from 'node:path';
import { loadSource } from '../bundle/load-source.ts';
import { defineCatalog, type WorkflowCatalogEntry } from '../catalog/index.ts';
import { isRecord } from '../core/is-record.ts';
import { DEFAULT_CATALOG } from './catalog-option.ts';
import { npx } from './command-line.ts';
import { isProject } from './project-root.ts';
import { UsageError } from './usage-error.ts';

/**
 * Reads the catalog of a project: the export `catalog` of a file in TypeScript or JavaScript.
 *
 * @param file relative to the project; `workflows/catalog.ts` unless given
 * @throws UsageError when there is no such file or export
 * @throws BundleError when the file cannot be compiled, throws, exits or never ends
 * @throws CatalogError when the catalog breaks a rule
 */
export function loadCatalog(options: {
  readonly file?: string | undefined;
  readonly projectRoot: string;
}): readonly WorkflowCatalogEntry[] {
  return readCatalog(options).catalog;
}

/** {@link loadCatalog}, and the files that the catalog was made of. */
export function readCatalog(options: Parameters<typeof loadCatalog>[0]): {
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** Absolute. */
  readonly inputs: readonly string[];
} {
  const { file = DEFAULT_CATALOG, projectRoot } = options;
  const absolute = path.resolve(projectRoot, file);
  if (!existsSync(absolute)) {
    throw new UsageError({
      what: `There is no catalog of workflows: no file ${absolute}.`,
      fix: isProject(projectRoot)
        ? `Start the command in the folder of the project, write the file (${EXAMPLE}), or name another with --catalog.`
        : `There is no project here: make one with "${npx('init', 'my-workflows')}", start the command in the folder of one, or name a catalog with --catalog.`,
    });
  }
  const { exports, inputs } = loadSource(absolute, path.resolve(projectRoot), 'catalog');
  const catalog = isRecord(exports) ? exports.catalog : undefined;
  if (Array.isArray(catalog)) return { catalog: defineCatalog(catalog), inputs };
  throw new UsageError({
    what: `The file ${absolute} does not export a catalog.`,
    fix: `Write it as ${EXAMPLE}`,
  });
}

const EXAMPLE =
  "import { defineCatalog } from 'nova-act-cdk/catalog'; export const catalog = defineCatalog([ … ]);";
