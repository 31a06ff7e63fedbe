import { type CheckOutcome, ok, warning } from '../outcome.ts';

/** Whether images can be built here. Nothing but the build by Docker and `dev --container` needs it. */
export function dockerRule({ version, problem, arch }: DockerFacts): CheckOutcome {
  if (version === undefined) {
    return warning(
      `${problem ?? 'no engine answers'} Only deployments with the default build, and dev --container, need Docker.`,
      'deploy without it: -c build=codebuild, or -c build=zip',
    );
  }
  const emulated = arch === 'arm64' ? '' : `; images are for arm64, which it has to emulate on ${arch}`;
  return ok(`engine ${version}${emulated}`);
}

/** What Docker answers. */
export interface DockerFacts {
  /** Of the engine. */
  readonly version: string | undefined;
  /** A sentence. */
  readonly problem?: string | undefined;
  /** Of this machine, as Node calls it. */
  readonly arch: string;
}
