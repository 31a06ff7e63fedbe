import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { BedrockAgentCoreControlClient } from '@aws-sdk/client-bedrock-agentcore-control';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { answering } from './answer.ts';
import { isNotYet } from './call-workflow.ts';
import { persistently } from './persistently.ts';
import { type VerificationPace, verifyVersion } from './verify-version.ts';

/**
 * Makes the function that calls a new version of a runtime before callers get it: CloudFormation hears the number of the
 * version only when the workflow succeeded, and whatever takes it from there waits for that.
 *
 * During a rollback nobody is called: the version that is asked for has the code that ran before, and a failure would leave
 * the stack in UPDATE_ROLLBACK_FAILED. An event that Lambda delivers twice calls the workflow twice, each time in a session of
 * its own; the first answer counts. Lambda does not repeat it after a failure.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes.html
 */
export function verifiedVersion(pace: VerificationPace): ReturnType<typeof answering> {
  return answering(async (event, context) => {
    const property = (name: string): string => String(event.ResourceProperties[name] ?? '');
    const [runtimeId, version] = [property('RuntimeId'), property('Version')];
    const outcome = { physicalId: runtimeId, data: { Version: version } };
    // Versions go with their runtime.
    if (event.RequestType === 'Delete') return outcome;
    const status = await statusOf(event.StackId, pace);
    if (status.includes('ROLLBACK')) {
      console.log(`${status}: version ${version} is not called.`);
      return outcome;
    }
    await verifyVersion({
      runtimeId,
      runtimeArn: property('RuntimeArn'),
      version,
      protocol: property('ServerProtocol'),
      payload: property('Payload'),
      logGroupName: property('LogGroupName'),
      timeoutMs: Number(property('TimeoutSeconds')) * 1000,
      deadlineMs: Date.now() + context.getRemainingTimeInMillis() - TIME_TO_ANSWER_MS,
      services: {
        control: new BedrockAgentCoreControlClient({ maxAttempts: CLIENT_ATTEMPTS }),
        // One attempt: a second one would run the workflow again.
        runtimes: new BedrockAgentCoreClient({ maxAttempts: 1, requestHandler: PATIENT }),
      },
      pace,
    });
    return outcome;
  });
}

/** Throttling passes. */
const CLIENT_ATTEMPTS = 8;

/** The call has a limit of its own. */
const PATIENT = { connectionTimeout: 10_000, requestTimeout: 0, socketTimeout: 0 };

/** What stopping a session, looking at the endpoint once more and answering may take. */
const TIME_TO_ANSWER_MS = 40_000;

/** What is being done to the stack, such as `UPDATE_ROLLBACK_IN_PROGRESS`. Nothing else tells a rollback from an update. */
async function statusOf(stackId: string, { pausesMs }: VerificationPace): Promise<string> {
  const client = new CloudFormationClient({ maxAttempts: CLIENT_ATTEMPTS });
  const { Stacks: [stack] = [] } = await persistently({
    work: () => client.send(new DescribeStacksCommand({ StackName: stackId })),
    passes: isNotYet,
    pausesMs,
  });
  if (stack?.StackStatus === undefined)
    throw new Error('CloudFormation does not say what becomes of the stack.');
  return stack.StackStatus;
}

export const handler = verifiedVersion({ pollMs: 2_000, readyMs: 60_000 });
