import { realpathSync } from 'node:fs';
import { BundleError } from '../../../bundle/index.ts';
import type { WorkflowCatalogEntry } from '../../../catalog/index.ts';
import { messageOf } from '../../../core/errors.ts';
import { type LocalDeployment, RuntimeRegistry } from '../../../local/agentcore/index.ts';
import type { WatchedFiles } from '../../../local/watch/concerns.ts';
import type { Save, WatchTarget } from '../../../local/watch/file-watch.ts';
import { readCatalog } from '../../load-catalog.ts';
import { catalogChanges } from './catalog-changes.ts';
import { checking } from './news-lines.ts';
import type { CatalogWatchOptions } from './watch-catalog.ts';

/** The catalog as something that is watched: what it says otherwise is deployed, all of it or nothing. */
export class CatalogTarget implements WatchTarget {
  readonly name = 'the catalog';
  readonly root: string;
  /** Its file, without links. */
  readonly file: string;
  readonly #options: CatalogTargetOptions;
  #catalog: readonly WorkflowCatalogEntry[];
  #files: readonly string[];
  #problem: string | undefined;

  constructor(options: CatalogTargetOptions) {
    this.root = options.projectRoot;
    this.file = existing(options.catalogFile);
    this.#options = options;
    this.#catalog = options.catalog;
    this.#files = [this.file];
  }

  async refresh(save: Save): Promise<WatchedFiles> {
    try {
      const { catalog, inputs } = readCatalog({ file: this.file, projectRoot: this.root });
      this.#files = inputs;
      await this.#deploy(catalog, save);
      this.#problem = undefined;
      return { files: inputs };
    } catch (error) {
      const missing = error instanceof BundleError ? error.files : [];
      const files = [...new Set([...this.#files, ...missing])];
      const problem = messageOf(error);
      // Once: what is saved elsewhere does not change it.
      const isNews = problem !== this.#problem || save.files.some((file) => files.includes(file));
      if (isNews && !save.isOutdated()) {
        this.#options.say(`${problem}\nThe catalog stays deployed as it was.`);
        this.#problem = problem;
      }
      return { files, isBroken: true };
    }
  }

  async #deploy(catalog: readonly WorkflowCatalogEntry[], save: Save): Promise<void> {
    const { deploy, follow, leave, say } = this.#options;
    const { added, changed, removed } = catalogChanges(this.#catalog, catalog);
    const wanted = [...added, ...changed];
    const startedAtMs = Date.now();
    const deployments = wanted.length > 0 ? await deploy(wanted) : [];
    await this.#prepare(deployments);
    this.#catalog = catalog;
    for (const entry of wanted) {
      const deployment = deployments.find(({ name }) => name === entry.name);
      if (deployment === undefined) continue;
      const why = added.includes(entry) ? 'new in the catalog' : 'changed in the catalog';
      const isChecking = follow(entry, deployment, startedAtMs);
      say(
        `${entry.name} is live as version ${deployment.outputs.RuntimeVersion} (${why})${checking(isChecking)}`,
      );
    }
    for (const { name } of removed) {
      leave(name);
      say(`${name} is not in the catalog any more: what was deployed of it stays, and is not watched.`);
    }
    const isSilent = !save.files.includes(this.file) && this.#problem === undefined;
    if (wanted.length + removed.length === 0 && !isSilent)
      say('The catalog says the same: nothing to deploy.');
  }

  async #prepare(deployments: readonly LocalDeployment[]): Promise<void> {
    const { prepare, stateDir } = this.#options;
    if (prepare === undefined) return;
    const names = new Set(deployments.map(({ name }) => name));
    for (const runtime of new RuntimeRegistry({ stateDir }).list())
      if (names.has(runtime.name)) await prepare(runtime);
  }
}

/** What {@link CatalogTarget} works with. */
export interface CatalogTargetOptions extends CatalogWatchOptions {
  /** Watches a workflow from now on, and checks its types. @returns whether something will be told of them */
  readonly follow: (entry: WorkflowCatalogEntry, deployment: LocalDeployment, sinceMs: number) => boolean;
  /** Watches it no more. */
  readonly leave: (name: string) => void;
}

function existing(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
