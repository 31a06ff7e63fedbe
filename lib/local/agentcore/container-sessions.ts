import { createHash } from 'node:crypto';
import path from 'node:path';
import { STATE_LABEL } from './container-arguments.ts';
import { checkDocker, docker } from './docker.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import type { StartSession } from './session-backend.ts';
import { SessionContainer } from './session-container.ts';
import { WorkflowImages } from './workflow-images.ts';

/** Sessions that are containers. */
export interface ContainerSessions {
  /** Goes to {@link agentCorePlugin} as `startSession`. */
  readonly startSession: StartSession;
  /** Builds the images of these runtimes now, so that their first invocation does not wait for it. */
  prepare(runtimes: readonly RuntimeRecord[]): Promise<void>;
}

/** How sessions run in containers. */
export interface ContainerSessionsOptions {
  /** The state folder of this local AWS. */
  readonly stateDir: string;
  /** The environment of Docker's command line. @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Debian 12 with Node 22, instead of the Dockerfile's. @default NOVA_ACT_BASE_IMAGE of the environment */
  readonly baseImage?: string | undefined;
}

/**
 * Makes every runtime session a container of the image that is deployed to AWS. Removes the containers that an earlier
 * local AWS with the same state folder has left behind when it was killed.
 *
 * @throws DockerError when no Docker engine answers.
 */
export async function containerSessions(options: ContainerSessionsOptions): Promise<ContainerSessions> {
  const { environment = process.env } = options;
  await checkDocker({ environment });
  const stateKey = createHash('sha256').update(path.resolve(options.stateDir)).digest('hex').slice(0, 16);
  await removeLeftovers({ environment, stateKey });
  const baseImage = options.baseImage ?? (environment.NOVA_ACT_BASE_IMAGE || undefined);
  const images = new WorkflowImages({ environment, baseImage });
  return {
    startSession: (session) =>
      SessionContainer.start({
        ...session,
        parentEnvironment: environment,
        stateKey,
        image: images.tagOf(session.runtime),
      }),
    async prepare(runtimes) {
      for (const runtime of runtimes) await images.tagOf(runtime);
    },
  };
}

async function removeLeftovers(options: {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stateKey: string;
}): Promise<void> {
  const { environment, stateKey } = options;
  const filter = `label=${STATE_LABEL}=${stateKey}`;
  const ids = await docker(['ps', '--all', '--quiet', '--filter', filter], { environment });
  if (ids !== '') await docker(['rm', '--force', ...ids.split('\n')], { environment });
}
