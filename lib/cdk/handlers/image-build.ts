import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { ECRClient } from '@aws-sdk/client-ecr';
import { answering } from './answer.ts';
import { type BuildPace, ensureImage } from './ensure-image.ts';

/**
 * Makes the function that sees to it that an image is in its repository: it is built if it is not there, and CloudFormation
 * hears of success only when it is. During a rollback the image that ran is there, and nothing is built.
 */
export function imageBuild(pace: BuildPace): ReturnType<typeof answering> {
  return answering(async (event, context) => {
    const physicalId = event.PhysicalResourceId ?? event.LogicalResourceId;
    // Images stay: older versions of the runtime, and a rollback, need them.
    if (event.RequestType === 'Delete') return { physicalId };
    const property = (name: string): string => String(event.ResourceProperties[name] ?? '');
    const imageTag = property('ImageTag');
    await ensureImage({
      projectName: property('ProjectName'),
      repositoryName: property('RepositoryName'),
      imageTag,
      services: { ecr: new ECRClient(), codeBuild: new CodeBuildClient(), logs: new CloudWatchLogsClient() },
      deadlineMs: Date.now() + context.getRemainingTimeInMillis() - TIME_TO_ANSWER_MS,
      pace,
    });
    return { physicalId, data: { ImageTag: imageTag } };
  });
}

/** What stopping a build, asking for its log and answering may take. */
const TIME_TO_ANSWER_MS = 30_000;

export const handler = imageBuild({ pollMs: 5_000, retryMs: 10_000 });
