import {
  AccessDeniedException,
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DisassociateKmsKeyCommand,
  InvalidParameterException,
  OperationAbortedException,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs';
import { messageOf, nameOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { answering, NEVER_MADE } from './answer.ts';
import { persistently } from './persistently.ts';

/**
 * The log groups of one runtime, which AgentCore makes by itself when it likes: made if they are not there, and set in any
 * case. When they leave the stack they are released, and deleted only if the stack says so.
 */
export const handler = answering(async (event) => {
  const groups = groupsOf(event.ResourceProperties);
  const before = event.OldResourceProperties && groupsOf(event.OldResourceProperties);
  // What was never made may have stood here before this resource, with logs that are not its own.
  const deletes = groups.deleteAtEnd && event.PhysicalResourceId !== NEVER_MADE;
  for (const name of Object.values(groups.names)) {
    try {
      await persistently({
        work: () =>
          event.RequestType === 'Delete'
            ? release({ name, deletes })
            : setUp({ name, groups, unlocks: before?.keyArn !== undefined && groups.keyArn === undefined }),
        passes: isPassing,
      });
    } catch (error) {
      const done = event.RequestType === 'Delete' ? 'released' : 'set up';
      throw new Error(`Log group "${name}" was not ${done}: ${nameOf(error)}: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
  return { physicalId: groups.runtimeId, data: groups.names };
});

/** Throttling is repeated by the client. */
const client = new CloudWatchLogsClient({ maxAttempts: 8 });

/** Every step can be repeated. The protection comes last: what is protected is complete. */
async function setUp(options: {
  readonly name: string;
  readonly groups: Groups;
  /** Whether it had a key that it no longer has. A group that was found keeps its key. */
  readonly unlocks: boolean;
}): Promise<void> {
  const { name: logGroupName, groups, unlocks } = options;
  const { keyArn: kmsKeyId, retentionDays: retentionInDays } = groups;
  try {
    await client.send(new CreateLogGroupCommand({ logGroupName, ...(kmsKeyId && { kmsKeyId }) }));
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
    if (kmsKeyId) await client.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }));
    else if (unlocks) await takeKeyFrom(logGroupName);
  }
  await (retentionInDays === undefined
    ? client.send(new DeleteRetentionPolicyCommand({ logGroupName }))
    : client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays })));
  await client.send(
    new PutLogGroupDeletionProtectionCommand({
      logGroupIdentifier: logGroupName,
      deletionProtectionEnabled: true,
    }),
  );
}

/** What has no key is done already: the event is a repeated one, or a step after this one had to be. */
async function takeKeyFrom(logGroupName: string): Promise<void> {
  try {
    await client.send(new DisassociateKmsKeyCommand({ logGroupName }));
  } catch (error) {
    if (!(error instanceof InvalidParameterException)) throw error;
  }
}

async function release(options: { readonly name: string; readonly deletes: boolean }): Promise<void> {
  const { name, deletes } = options;
  try {
    await client.send(
      new PutLogGroupDeletionProtectionCommand({
        logGroupIdentifier: name,
        deletionProtectionEnabled: false,
      }),
    );
    if (deletes) await client.send(new DeleteLogGroupCommand({ logGroupName: name }));
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
}

/**
 * Somebody else is at the group, it went away since it was made or found, or the permissions, which are as new as this
 * resource, are not known everywhere.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
function isPassing(error: unknown): boolean {
  return [OperationAbortedException, ResourceNotFoundException, AccessDeniedException].some(
    (passing) => error instanceof passing,
  );
}

interface Groups {
  readonly runtimeId: string;
  /** By the endpoint that they belong to. */
  readonly names: Readonly<Record<string, string>>;
  /** Absent: for ever. */
  readonly retentionDays: number | undefined;
  readonly keyArn: string | undefined;
  readonly deleteAtEnd: boolean;
}

function groupsOf(properties: Readonly<Record<string, unknown>>): Groups {
  const { RuntimeId, LogGroupNames, RetentionInDays, KmsKeyArn, DeleteAtEnd } = properties;
  if (!isRecord(LogGroupNames)) throw new TypeError('LogGroupNames must be names by endpoint.');
  return {
    runtimeId: String(RuntimeId),
    names: Object.fromEntries(Object.entries(LogGroupNames).map(([key, name]) => [key, String(name)])),
    retentionDays: RetentionInDays === undefined ? undefined : Number(RetentionInDays),
    keyArn: KmsKeyArn === undefined ? undefined : String(KmsKeyArn),
    deleteAtEnd: String(DeleteAtEnd) === 'true',
  };
}
