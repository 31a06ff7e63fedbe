import { setTimeout as pause } from 'node:timers/promises';
import { type CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
  StartBuildCommand,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild';
import { DescribeImagesCommand, type ECRClient, ImageNotFoundException } from '@aws-sdk/client-ecr';
import { messageOf, nameOf } from '../../core/errors.ts';
import { describeBuildFailure, hasEnded, mayStartAgain, phaseOf } from './build-outcome.ts';

/**
 * Builds an image unless its repository has it, and waits for the end of the build.
 *
 * What IAM has just been told, services learn a little later: calls that are denied are made again for a while, and so are
 * builds that end before they have begun.
 *
 * @throws Error when the image is not in the repository afterwards; says why, and what the build has logged
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export async function ensureImage(wanted: WantedImage): Promise<void> {
  const { repositoryName, imageTag, deadlineMs, pace } = wanted;
  const image = `${repositoryName}:${imageTag}`;
  if (await isInRepository(wanted)) {
    console.log(`${image} is in the repository: nothing is built.`);
    return;
  }
  for (let start = 1; ; start += 1) {
    const build = await runBuild(wanted);
    // Whatever the build says: somebody else may have pushed the same image meanwhile, and a push may have got lost.
    if (await isInRepository(wanted)) return;
    const failure = describeBuildFailure({ image, build, logLines: await lastLines(wanted, build) });
    const pauseMs = pace.retryMs * start;
    if (start === MAX_STARTS || !mayStartAgain(build) || Date.now() + pauseMs >= deadlineMs) {
      throw new Error(failure);
    }
    console.log(`${failure} It is started again.`);
    await pause(pauseMs);
  }
}

/** An image, and what builds it. */
export interface WantedImage {
  /** Of the CodeBuild project, which knows what to build and where to push it. */
  readonly projectName: string;
  readonly repositoryName: string;
  readonly imageTag: string;
  readonly services: {
    readonly ecr: ECRClient;
    readonly codeBuild: CodeBuildClient;
    readonly logs: CloudWatchLogsClient;
  };
  /** When a build that has not ended is stopped, as Unix time in milliseconds. */
  readonly deadlineMs: number;
  readonly pace: BuildPace;
}

/** How often is asked, and how long is waited. */
export interface BuildPace {
  /** Between two looks at a build. */
  readonly pollMs: number;
  /** Before a denied call is made again; before a build is started again, a multiple of it. */
  readonly retryMs: number;
}

const MAX_STARTS = 4;
const MAX_DENIALS = 6;

async function isInRepository({ services, repositoryName, imageTag, pace }: WantedImage): Promise<boolean> {
  try {
    const command = new DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag }] });
    const { imageDetails = [] } = await permitted(() => services.ecr.send(command), pace);
    return imageDetails.length > 0;
  } catch (error) {
    if (error instanceof ImageNotFoundException) return false;
    throw error;
  }
}

/** Starts a build and waits for its end; at the deadline it is stopped. */
async function runBuild({ services, projectName, deadlineMs, pace }: WantedImage): Promise<Build> {
  const { codeBuild } = services;
  const started = await permitted(() => codeBuild.send(new StartBuildCommand({ projectName })), pace);
  const id = started.build?.id;
  if (id === undefined)
    throw new Error(`CodeBuild has started ${projectName} and says not which build it is.`);
  let build: Build = { ...started.build };
  let phase: string | undefined;
  while (!hasEnded(build)) {
    if (phaseOf(build) !== phase) {
      phase = phaseOf(build);
      console.log(`${id}: ${phase}`);
    }
    if (Date.now() >= deadlineMs) {
      await codeBuild.send(new StopBuildCommand({ id }));
      return { ...build, buildStatus: 'TIMED_OUT' };
    }
    await pause(pace.pollMs);
    const { builds = [] } = await permitted(
      () => codeBuild.send(new BatchGetBuildsCommand({ ids: [id] })),
      pace,
    );
    build = builds[0] ?? build;
  }
  console.log(`${id}: ${build.buildStatus}`);
  return build;
}

/** The end of what a build has logged; nothing when there is no log. */
async function lastLines({ services }: WantedImage, { logs }: Build): Promise<readonly string[]> {
  const { groupName: logGroupName, streamName: logStreamName } = logs ?? {};
  if (logGroupName === undefined || logStreamName === undefined) return [];
  try {
    const { events = [] } = await services.logs.send(
      new GetLogEventsCommand({ logGroupName, logStreamName, limit: 15, startFromHead: false }),
    );
    return events.map(({ message = '' }) => message.trimEnd());
  } catch (error) {
    // Without the log, the reason is still a reason.
    console.error(`The log of the build cannot be read: ${messageOf(error)}`);
    return [];
  }
}

async function permitted<T>(call: () => Promise<T>, { retryMs }: BuildPace): Promise<T> {
  for (let denials = 1; ; denials += 1) {
    try {
      return await call();
    } catch (error) {
      if (nameOf(error) !== 'AccessDeniedException' || denials === MAX_DENIALS) throw error;
      console.log(`${messageOf(error)} Asked again.`);
      await pause(retryMs);
    }
  }
}
