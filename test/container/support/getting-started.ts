import path from 'node:path';
import type { WorkflowCatalogEntry } from '../../../lib/catalog/index.ts';
import { catalog } from '../../../workflows/catalog.ts';
import { type Plane, startPlane } from './plane.ts';

const { NOVA_ACT_BASE_IMAGE: ownBase, NOVA_ACT_ARM64_BASE_IMAGE: arm64Base } = process.env;

export const PROJECT = path.resolve(import.meta.dirname, '..', '..', '..');

/** The platform that AgentCore runs if this machine can run it, else the machine's own, and Debian with Node for it. */
export const { platform, baseImage } =
  arm64Base === undefined
    ? { platform: `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`, baseImage: ownBase ?? '' }
    : { platform: 'linux/arm64', baseImage: arm64Base };

/** The first workflow of the catalog. */
export function gettingStarted(): WorkflowCatalogEntry {
  const entry = catalog.find(({ name }) => name === 'getting-started');
  if (entry === undefined) throw new Error('The catalog has no workflow getting-started.');
  // The process that Chromium forks its others from insists on being its only thread, and QEMU adds one
  // (https://github.com/microsoft/playwright/issues/11112).
  return { ...entry, environment: { NOVA_ACT_BROWSER_ARGS: '--no-zygote' } };
}

/** Local AWS with that workflow, in containers for that platform. */
export function startGettingStarted(): Promise<Plane> {
  return startPlane({
    projectRoot: PROJECT,
    workflow: gettingStarted(),
    environment: { DOCKER_DEFAULT_PLATFORM: platform, NOVA_ACT_BASE_IMAGE: baseImage },
  });
}
