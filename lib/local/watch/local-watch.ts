import { realpathSync } from 'node:fs';
import path from 'node:path';
import { stopBundler } from '../../bundle/stop-bundler.ts';
import { WorkflowBundler } from '../../bundle/workflow-bundler.ts';
import { type RuntimeRecord, RuntimeRegistry, removeUnfinishedBundles } from '../agentcore/index.ts';
import { FileWatch, type WatchTarget } from './file-watch.ts';
import { TypeChecks } from './types/type-checks.ts';
import type { TypeNews } from './types/type-news.ts';
import { typeOnlyFiles } from './types/type-only-files.ts';
import { WatchedWorkflow, type WorkflowNews, type WorkflowSources } from './watched-workflow.ts';

/**
 * Watches the files that workflows of local AWS are made of: what is saved is bundled and becomes the newest version of its
 * runtime, and then its types are checked. Sessions that run keep their code.
 */
export class LocalWatch {
  readonly #options: LocalWatchOptions;
  readonly #registry: RuntimeRegistry;
  readonly #bundler = new WorkflowBundler();
  readonly #types: TypeChecks;
  readonly #files: FileWatch;
  /** Checks the types of each. */
  readonly #workflows = new Map<string, () => boolean>();
  #isClosed = false;

  constructor(options: LocalWatchOptions) {
    const { stateDir, onProblem } = options;
    this.#options = { ...options, projectRoot: realpathSync(options.projectRoot) };
    this.#registry = new RuntimeRegistry({ stateDir });
    this.#types = new TypeChecks({
      ...this.#options,
      onNews: (news) => this.#tell({ kind: 'types', news }),
      onUnchecked: (reason) => this.#tell({ kind: 'unchecked', reason }),
    });
    this.#files = new FileWatch({
      onBusy: () => this.#types.cancel(),
      onIdle: () => void this.#types.run(), // It tells its own failures.
      onProblem,
    });
  }

  /** Watches the files of a workflow that is deployed. What was saved since `sinceMs`, when its code was made, counts, too. */
  addWorkflow(workflow: Omit<WorkflowSources, 'projectRoot'>, sinceMs: number): void {
    const { projectRoot } = this.#options;
    const target = new WatchedWorkflow({
      ...this.#options,
      workflow: { ...workflow, projectRoot },
      registry: this.#registry,
      bundler: this.#bundler,
      onNews: (news) => {
        if (news.kind === 'broken') {
          // What is live is not what would be checked.
          this.#types.drop(target.name);
          this.#tell(news);
          return;
        }
        const { isChecking } = this.#checkTypes(target, workflow.entry);
        this.#tell({ ...news, isCheckingTypes: isChecking });
        this.#watchTypes(target, workflow.entry);
      },
    });
    this.#files.add(target, { files: workflow.inputs }, sinceMs);
    this.#watchTypes(target, workflow.entry);
    this.#workflows.set(workflow.name, () => this.#checkTypes(target, workflow.entry).isChecking);
  }

  /** Checks the types of a workflow once everything that was saved is live. @returns whether something will be told of it */
  checkTypes(name: string): boolean {
    return this.#workflows.get(name)?.() ?? false;
  }

  /** Watches other files than those of workflows. */
  addTarget(target: WatchTarget, files: readonly string[], sinceMs: number): void {
    this.#files.add(target, { files }, sinceMs);
  }

  /** Watches a workflow, or another target, no more. */
  remove(name: string): void {
    this.#files.remove(name);
    this.#files.remove(typesOf(name));
    this.#types.remove(name);
    this.#workflows.delete(name);
  }

  /** Ends watching and what was begun by it; no child process is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#files.close();
    this.#types.cancel();
    await stopBundler();
    removeUnfinishedBundles(this.#options.stateDir);
  }

  #tell(news: LocalWatchNews): void {
    if (!this.#isClosed) this.#options.onNews(news);
  }

  /** What has only types is in no bundle; errors come from it all the same. */
  #watchTypes(target: WatchedWorkflow, entry: string): void {
    const onlyTypes: WatchTarget = {
      name: typesOf(target.name),
      root: target.root,
      refresh: async () => {
        const isSaid = this.#types.has(target.name);
        const { files, version, isChecking } = this.#checkTypes(target, entry);
        if (isChecking && !isSaid) this.#tell({ kind: 'checking', name: target.name, version });
        return { files };
      },
    };
    this.#files.add(onlyTypes, { files: typeOnlyFiles(target.files) }, Date.now());
  }

  #checkTypes(target: WatchedWorkflow, entry: string) {
    const { name, root, files } = target;
    const onlyTypes = typeOnlyFiles(files);
    const version = target.runtime()?.version ?? '';
    const entryFile = path.resolve(root, entry);
    const isChecking = this.#types.add({ name, version, entryFile, files: [...files, ...onlyTypes] });
    return { files: onlyTypes, version, isChecking };
  }
}

function typesOf(name: string): string {
  return `${name} (types)`;
}

/** What is watched, and who hears of it. */
export interface LocalWatchOptions {
  readonly projectRoot: string;
  readonly stateDir: string;
  /** The environment of the compiler. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Done before a version becomes the newest one, such as building its image. */
  readonly prepare?: ((runtime: RuntimeRecord) => Promise<void>) | undefined;
  readonly onNews: (news: LocalWatchNews) => void;
  /** Nothing is watched any more, such as for want of watches in the system. */
  readonly onProblem: (error: unknown) => void;
}

/** What a save has led to. */
export type LocalWatchNews =
  | Extract<WorkflowNews, { readonly kind: 'broken' }>
  /** With whether a check of types begins, of which there will be news unless files are saved again. */
  | (Exclude<WorkflowNews, { readonly kind: 'broken' }> & { readonly isCheckingTypes: boolean })
  /** Files were saved that have nothing but types. */
  | { readonly kind: 'checking'; readonly name: string; readonly version: string }
  | { readonly kind: 'types'; readonly news: TypeNews }
  /** Types are not checked. */
  | { readonly kind: 'unchecked'; readonly reason: string };
