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
  #context: BuildContext | undefined;

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
    const context = this.#context;
    this.#context = undefined;
    if (context === undefined) return;
    await settles(
      context.cancel().then(() => context.dispose()),
      CLOSE_MS,
    );
  }

  async #rebuild(key: string, options: BuildOptions): Promise<BuildResult> {
    if (this.#context === undefined || this.#key !== key) {
      await this.#context?.dispose();
      this.#context = await context(options);
      this.#key = key;
    }
    return await this.#context.rebuild();
  }
}

/** What does not end in this time is ended all the same. */
const CLOSE_MS = 1000;
