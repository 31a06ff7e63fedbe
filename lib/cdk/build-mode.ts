/**
 * How the code of a workflow becomes something that AgentCore runs:
 *
 * - `docker`: an image, built by Docker on the machine that deploys
 * - `codebuild`: an image, built by CodeBuild during the deployment; the machine that deploys needs no Docker
 * - `zip`: no image; the service runs the bundle on Node 22, and the browser is AgentCore Browser
 */
export const BUILD_MODES = ['docker', 'codebuild', 'zip'] as const;

/** One of {@link BUILD_MODES}. */
export type BuildMode = (typeof BUILD_MODES)[number];

/** What counts where neither a property nor the command line says it: the same image, layer by layer, as on this machine. */
export const DEFAULT_BUILD: BuildMode = 'docker';

/** Whether a value, such as one from the command line, is a build mode. */
export function isBuildMode(value: unknown): value is BuildMode {
  return BUILD_MODES.some((mode) => mode === value);
}

/**
 * How a workflow is built: as its property says, else as the context value `build` does (`-c build=zip`), else by default.
 *
 * @param build a mode, or the image that exists
 */
export function buildOf<T>(build: T | undefined, context: unknown): T | BuildMode {
  return build ?? (isBuildMode(context) ? context : DEFAULT_BUILD);
}
