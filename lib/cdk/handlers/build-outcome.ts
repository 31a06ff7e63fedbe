import type { Build } from '@aws-sdk/client-codebuild';

// What a build of CodeBuild says of itself.
// See https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html

/** Whether a build is over, one way or the other. */
export function hasEnded({ buildStatus }: Build): boolean {
  return buildStatus !== undefined && buildStatus !== 'IN_PROGRESS';
}

/** What a build is doing. */
export function phaseOf({ currentPhase }: Build): string {
  return currentPhase ?? 'SUBMITTED';
}

/**
 * Whether a build failed before its own commands began: while it was provisioned, its source was fetched, or it logged in
 * to registries. That is how it looks when the permissions of its role have not arrived yet.
 */
export function mayStartAgain({ buildStatus, phases = [] }: Build): boolean {
  const failed = buildStatus === 'FAILED' || buildStatus === 'FAULT';
  return failed && !phases.some(({ phaseType }) => phaseType === 'BUILD');
}

/** Why there is no image, for the events of the stack: short, and with the way to the whole log. */
export function describeBuildFailure(options: {
  readonly image: string;
  readonly build: Build;
  /** The end of the build's log. */
  readonly logLines: readonly string[];
}): string {
  const { image, build, logLines } = options;
  const { buildStatus = 'IN_PROGRESS', phases = [], logs } = build;
  const phase = phases.find(({ phaseStatus = 'SUCCEEDED' }) => BAD.includes(phaseStatus));
  const messages = phase?.contexts?.flatMap(({ statusCode, message }) => message ?? statusCode ?? []) ?? [];
  const tail = logLines.join('\n').slice(-MAX_TAIL_LENGTH);
  return [
    buildStatus === 'SUCCEEDED'
      ? `The build of ${image} succeeded, but the image is not in the repository.`
      : `The build of ${image} ended as ${buildStatus} in ${phase?.phaseType ?? phaseOf(build)}.`,
    ...messages.map((message) => message.slice(0, MAX_MESSAGE_LENGTH)),
    ...(logs?.deepLink === undefined ? [] : [`Log: ${logs.deepLink}`]),
    ...(tail === '' ? [] : [`Its end:\n${tail}`]),
  ].join(' ');
}

const BAD: readonly string[] = ['FAILED', 'FAULT', 'TIMED_OUT', 'STOPPED'];

// Together with the rest, less than what CloudFormation takes.
const MAX_MESSAGE_LENGTH = 200;
const MAX_TAIL_LENGTH = 350;
