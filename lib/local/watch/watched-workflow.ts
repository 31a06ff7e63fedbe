import path from 'node:path';
import { BundleError } from '../../bundle/index.ts';
import type { WorkflowBundler } from '../../bundle/workflow-bundler.ts';
import { isDefinitionNameOf, OUTPUTS_FILE_NAME } from '../../catalog/names.ts';
import type { WorkflowTool } from '../../contract/workflow-tool.ts';
import { messageOf } from '../../core/errors.ts';
import { makeVersion, type RuntimeRecord, type RuntimeRegistry } from '../agentcore/index.ts';
import type { WatchedFiles } from './concerns.ts';
import type { Save, WatchTarget } from './file-watch.ts';
import { setRuntimeVersion } from './set-runtime-version.ts';

/** A workflow whose files are watched: what is saved is bundled, and becomes the newest version of its runtime. */
export class WatchedWorkflow implements WatchTarget {
  readonly name: string;
  readonly root: string;
  readonly #options: WatchedWorkflowOptions;
  #files: readonly string[];
  #problem: string | undefined;

  constructor(options: WatchedWorkflowOptions) {
    const { workflow } = options;
    this.name = workflow.name;
    this.root = workflow.projectRoot;
    this.#options = options;
    this.#files = workflow.inputs;
  }

  /** The files of the newest bundle. */
  get files(): readonly string[] {
    return this.#files;
  }

  /**
   * The runtime that is live for the workflow. A deployment of templates by another process has put one in its place that
   * has another name: the definition says whose it is.
   */
  runtime(): RuntimeRecord | undefined {
    const { registry, workflow } = this.#options;
    const { name, definitionName } = workflow;
    const runtimes = registry.list();
    const own = runtimes.find((runtime) => runtime.name === name);
    if (own !== undefined || definitionName === undefined) return own;
    const others = runtimes.filter((runtime) =>
      isDefinitionNameOf(runtime.definitionName, { definitionName }),
    );
    return others.find((runtime) => runtime.definitionName === definitionName) ?? others.at(-1);
  }

  async refresh(save: Save): Promise<WatchedFiles> {
    const { watched, news } = await this.#make(save);
    // A failure of who hears of it is none of the code, which is live.
    if (news !== undefined) this.#options.onNews(news);
    return watched;
  }

  async #make(
    save: Save,
  ): Promise<{ readonly watched: WatchedFiles; readonly news: WorkflowNews | undefined }> {
    try {
      const { workflow, stateDir, bundler } = this.#options;
      const { bundleDir, bundleHash, inputs } = await makeVersion({
        entry: workflow,
        tool: workflow.tool,
        projectRoot: workflow.projectRoot,
        stateDir,
        bundle: (options) => bundler.bundle(options),
      });
      const news = await this.#swap({ bundleDir, bundleHash, inputs, save });
      return { watched: { files: inputs }, news };
    } catch (error) {
      const more = error instanceof BundleError ? error.files : [];
      const files = [...new Set([...this.#files, ...more])];
      return { watched: { files, isBroken: true }, news: this.#problemNews(error, files, save) };
    }
  }

  async #swap(made: {
    readonly bundleDir: string;
    readonly bundleHash: string;
    readonly inputs: readonly string[];
    readonly save: Save;
  }): Promise<WorkflowNews | undefined> {
    const { registry, stateDir, prepare } = this.#options;
    const { bundleDir, bundleHash, inputs, save } = made;
    if (save.isOutdated()) return undefined;
    const live = this.runtime();
    if (live === undefined) throw new Error(goneMessage(this.name));
    const isSame = live.bundleHash === bundleHash;
    if (!isSame) await prepare?.({ ...live, bundleDir, bundleHash });
    if (save.isOutdated()) return undefined;
    const { id, version } = registry.swapCode({ name: live.name, bundleDir });
    setRuntimeVersion({ file: path.join(stateDir, OUTPUTS_FILE_NAME), runtimeId: id, version });
    this.#files = inputs;
    this.#problem = undefined;
    const tookMs = performance.now() - save.savedAtMs;
    return { kind: isSame ? 'same' : 'live', name: this.name, version, tookMs };
  }

  /** Once: what is saved elsewhere does not change it. */
  #problemNews(error: unknown, files: readonly string[], save: Save): WorkflowNews | undefined {
    if (save.isOutdated()) return undefined;
    const problem = messageOf(error);
    if (problem === this.#problem && !save.files.some((file) => files.includes(file))) return undefined;
    this.#problem = problem;
    return { kind: 'broken', name: this.name, version: this.runtime()?.version, problem };
  }
}

/** Only a deployment of another process removes runtimes. */
function goneMessage(workflow: string): string {
  return `The runtime of ${workflow} was removed by a deployment that has no such workflow, as of "deploy --local". Its saves are followed again when a deployment has it, or when local AWS is started again.`;
}

/** A workflow whose code can be made from its sources. */
export interface WorkflowSources {
  readonly name: string;
  /** By which its runtime is known when it has another name. @default - only the name counts */
  readonly definitionName?: string | undefined;
  /** The file that exports `main`, relative to the project. */
  readonly entry: string;
  /** What agents see of it. @default - its runtime speaks HTTP */
  readonly tool?: WorkflowTool | undefined;
  /** The folder of the project, without links. */
  readonly projectRoot: string;
  /** The files that the deployed code was made of, absolute. */
  readonly inputs: readonly string[];
}

/** What became of saved files. */
export type WorkflowNews =
  | {
      /** `same`: the code is what it was, such as after a change of comments. */
      readonly kind: 'live' | 'same';
      readonly name: string;
      readonly version: string;
      /** Since the file was saved. */
      readonly tookMs: number;
    }
  | {
      /** There is no new version; the one before stays. */
      readonly kind: 'broken';
      readonly name: string;
      /** The one that is live. */
      readonly version: string | undefined;
      readonly problem: string;
    };

/** Where a workflow runs. */
export interface WatchedWorkflowOptions {
  readonly workflow: WorkflowSources;
  readonly stateDir: string;
  readonly registry: RuntimeRegistry;
  readonly bundler: WorkflowBundler;
  /** Done before a version becomes the newest one, such as building its image. */
  readonly prepare?: ((runtime: RuntimeRecord) => Promise<void>) | undefined;
  readonly onNews: (news: WorkflowNews) => void;
}
