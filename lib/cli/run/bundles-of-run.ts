import { realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import { linkPlaywright, type WorkflowBundle } from '../../bundle/index.ts';
import { stopBundler } from '../../bundle/stop-bundler.ts';
import { WorkflowBundler } from '../../bundle/workflow-bundler.ts';
import { makeTemporaryFolder } from '../../core/make-temporary-folder.ts';
import type { RunnableWorkflow } from './find-workflow.ts';

/** Bundles a workflow, again and again, into folders that are gone with this. */
export class BundlesOfRun implements AsyncDisposable {
  readonly #workflow: RunnableWorkflow;
  readonly #root: string;
  readonly #bundler = new WorkflowBundler();
  #made = 0;

  private constructor(workflow: RunnableWorkflow, root: string) {
    this.#workflow = workflow;
    this.#root = root;
  }

  /** @throws BundleError when there is no `playwright-core` */
  static async open(workflow: RunnableWorkflow): Promise<BundlesOfRun> {
    // Without links: Node resolves the sources of stacks from where the bundle really is.
    const root = await realpath(makeTemporaryFolder('nova-act-run-'));
    const bundles = new BundlesOfRun(workflow, root);
    try {
      linkPlaywright({ bundleDir: root, projectRoot: workflow.projectRoot });
      return bundles;
    } catch (error) {
      await bundles[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Never called again before it has ended. @throws BundleError */
  async make(): Promise<WorkflowBundle> {
    const { projectRoot, entry } = this.#workflow;
    this.#made += 1;
    return await this.#bundler.bundle({ projectRoot, entry, outDir: path.join(this.#root, `${this.#made}`) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#bundler.close();
    await stopBundler();
    await rm(this.#root, { recursive: true, force: true, maxRetries: 3 });
  }
}
