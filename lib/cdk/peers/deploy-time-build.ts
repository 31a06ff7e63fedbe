import { isInstalled, requirePeer } from './installed.ts';
import { MissingPackageError } from './missing-package-error.ts';

const NAME = 'deploy-time-build';

/**
 * The constructs that build an image in CodeBuild. Loaded when they are used: the other build modes do without.
 *
 * @throws MissingPackageError when they are not installed
 */
export function loadDeployTimeBuild(): typeof import('deploy-time-build') {
  if (isInstalled(NAME)) return requirePeer(NAME);
  throw new MissingPackageError({
    what: `The build mode codebuild needs the package ${NAME}, and it is not installed.`,
    fix: `Run "npm install ${NAME}" in the project, or choose the build mode docker or zip.`,
  });
}
