import type { WatchedFiles } from '../../../local/watch/concerns.ts';
import type { WatchTarget } from '../../../local/watch/file-watch.ts';

/** What a synthesized template is made of, as something that is watched: once it is saved, the template may be an old one. */
export class TemplateTarget implements WatchTarget {
  readonly name = 'the template';
  readonly root: string;
  readonly #options: TemplateTargetOptions;
  #isSaid = false;

  constructor(options: TemplateTargetOptions) {
    this.root = options.projectRoot;
    this.#options = options;
  }

  /** The template is new: the next save is told again. */
  forget(): void {
    this.#isSaid = false;
  }

  async refresh(): Promise<WatchedFiles> {
    const { files, synthesize, say } = this.#options;
    if (!this.#isSaid)
      say(
        `The template may have changed: synthesize again ("${synthesize}", with the options of before). What is new is deployed then.`,
      );
    this.#isSaid = true;
    return { files };
  }
}

/** What {@link TemplateTarget} watches. */
export interface TemplateTargetOptions {
  /** Without links. */
  readonly projectRoot: string;
  /** Such as the app, its stacks, the catalog and `cdk.json`; absolute. */
  readonly files: readonly string[];
  /** The command that makes it anew, such as `npx cdk synth`. */
  readonly synthesize: string;
  readonly say: (text: string) => void;
}
