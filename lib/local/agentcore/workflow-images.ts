import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stageContext } from '../../bundle/index.ts';
import { makeTemporaryFolder } from '../../core/make-temporary-folder.ts';
import { DockerError, type DockerOptions, docker } from './docker.ts';
import type { RuntimeRecord } from './runtime-record.ts';

/** The images of workflows, built from the project's Dockerfile when they are first needed, and kept by Docker. */
export class WorkflowImages {
  readonly #options: WorkflowImagesOptions;
  readonly #images = new Map<string, Promise<string>>();

  constructor(options: WorkflowImagesOptions) {
    this.#options = options;
  }

  /**
   * The image of a runtime's current bundle.
   *
   * @returns its tag
   * @throws DockerError when it cannot be built
   */
  tagOf(runtime: RuntimeRecord): Promise<string> {
    const key = `${runtime.name}:${runtime.bundleHash}`;
    const known = this.#images.get(key);
    if (known !== undefined) return known;
    const image = this.#stageAndBuild(runtime).catch((error: unknown) => {
      this.#images.delete(key);
      throw error;
    });
    this.#images.set(key, image);
    return image;
  }

  async #stageAndBuild(runtime: RuntimeRecord): Promise<string> {
    const contextDir = makeTemporaryFolder('nova-act-image-');
    try {
      const { bundleDir, serverProtocol: protocol } = runtime;
      const { playwrightVersion } = stageContext({ bundleDir, contextDir, protocol });
      const tag = this.#tag({ runtime, contextDir, playwrightVersion });
      return await this.#ensure({ tag, runtime, contextDir });
    } finally {
      rmSync(contextDir, { recursive: true, force: true });
    }
  }

  /** The same content has the same tag, so that a restart of local AWS builds nothing. */
  #tag(given: {
    readonly runtime: RuntimeRecord;
    readonly contextDir: string;
    readonly playwrightVersion: string;
  }): string {
    const { runtime, contextDir, playwrightVersion } = given;
    const content = JSON.stringify([
      runtime.bundleHash,
      readFileSync(path.join(contextDir, 'Dockerfile'), 'utf8'),
      this.#options.baseImage ?? '',
      playwrightVersion,
    ]);
    const digest = createHash('sha256').update(content).digest('hex').slice(0, 16);
    return `nova-act-local/${runtime.name.toLowerCase()}:${digest}`;
  }

  async #ensure(given: {
    readonly tag: string;
    readonly runtime: RuntimeRecord;
    readonly contextDir: string;
  }): Promise<string> {
    const { tag, runtime, contextDir } = given;
    const exists = await docker(['image', 'inspect', tag], this.#options).then(
      () => true,
      (error: unknown) => {
        if (error instanceof DockerError && /no such image/i.test(error.message)) return false;
        throw error;
      },
    );
    if (exists) return tag;
    const { baseImage } = this.#options;
    const args = [
      ...['build', '--tag', tag, '--label', `${IMAGE_LABEL}=${runtime.name}`],
      ...['--build-arg', `WORKFLOW=${runtime.name}`],
      ...(baseImage === undefined ? [] : ['--build-arg', `BASE_IMAGE=${baseImage}`]),
      // Like the sessions: the same network as this machine, whatever bridges Docker has or has not.
      ...['--network', 'host', contextDir],
    ];
    await docker(args, this.#options);
    return tag;
  }
}

/** What images are built with. */
export interface WorkflowImagesOptions extends DockerOptions {
  /** Takes the place of the Dockerfile's base image: Debian 12 with Node 22. @default the Dockerfile's own */
  readonly baseImage?: string | undefined;
}

/** On every image that local AWS has built, so that they can be found and removed. */
const IMAGE_LABEL = 'nova-act.local';
