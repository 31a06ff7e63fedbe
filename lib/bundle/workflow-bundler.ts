import path from 'node:path';
import { type BuildContext, type BuildOptions, type BuildResult, context } from 'esbuild';
import { settles } from '../core/async.ts';
import { type BundleWorkflowOptions, bundleWith, type WorkflowBundle } from './bundle-workflow.ts';

/**
 * Bundles a workflow again and again, a quarter faster than anew, because the last one's modules are kept parsed. Only the last
 * one's: each takes some 150 MB.
 */
export class WorkflowBundler {
  #key = '';
  readonly #contexts = new Map<string, BuildContext>();

  /**
   * As `bundleWorkflow`, with the same result. Never called again before it has ended.
   *
   * @throws {@link BundleError}
   */
  bundle(options: BundleWorkflowOptions): Promise<WorkflowBundle> {
    // Folders of bundles that lie beside each other are the same to the source map, which names its sources relative to them.
    const key = JSON.stringify([
      options.projectRoot,
      options.entry,
      options.tool,
      path.dirname(path.resolve(options.outDir)),
    ]);
    return bundleWith((build) => this.#rebuild(key, build), options);
  }

  /** Lets go of what it keeps: a process of esbuild that is ended with it may crash, and says so on stderr. */
  async close(): Promise<void> {
    const contexts = [...this.#contexts.values()];
    this.#contexts.clear();
    if (contexts.length === 0) return;
    const closed = contexts.map((context) => context.cancel().then(() => context.dispose()));
    await settles(Promise.all(closed), CLOSE_MS);
  }

  async #rebuild(key: string, options: BuildOptions): Promise<BuildResult> {
    if (this.#key !== key) {
      await Promise.all([...this.#contexts.values()].map((context) => context.dispose()));
      this.#contexts.clear();
      this.#key = key;
    }
    // The workflow, and the whole where it needs that.
    const part = String(options.stdin?.contents);
    const known = this.#contexts.get(part) ?? (await context(options));
    this.#contexts.set(part, known);
    return await known.rebuild();
  }
}

/** What does not end in this time is ended all the same. */
const CLOSE_MS = 1000;
