import { type LoopbackServer, type Reply, startLoopbackServer } from './loopback-server.ts';

/** A log group as the service keeps it. */
export interface StoredGroup {
  readonly retentionInDays?: number;
  readonly kmsKeyId?: string;
  readonly protected?: boolean;
}

type Input = Readonly<Record<string, unknown>>;

/** What the service answers, or does first, when an operation is asked for. */
interface Interruption {
  readonly operation: string;
  /** Refuses by this error; without one, the operation is done. */
  readonly error?: string;
  /** Happens before it is done: somebody else is faster. */
  readonly before?: (groups: Map<string, StoredGroup>) => void;
}

/** A key that log groups can have; all others are not there. */
export const KEY = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Stands for CloudWatch Logs: log groups, in the service's JSON protocol, with what it refuses. What its documentation does
 * not say is refused, too.
 *
 * @param interruptions in the order in which they happen; each happens once
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
 */
export async function startCloudWatchLogs(
  stored: Readonly<Record<string, StoredGroup>> = {},
  interruptions: readonly Interruption[] = [],
): Promise<CloudWatchLogs> {
  const groups = new Map(Object.entries(stored));
  const ahead = [...interruptions];
  const server = await startLoopbackServer(({ headers }, body) => {
    const operation = String(headers['x-amz-target']).replace('Logs_20140328.', '');
    const input: Input = JSON.parse(body);
    const next = ahead[0]?.operation === operation ? ahead.shift() : undefined;
    next?.before?.(groups);
    if (next?.error) return refusal(next.error, 'as the test says');
    return OPERATIONS[operation]?.(input, groups) ?? refusal('UnknownOperationException', operation);
  });
  return { ...server, groups };
}

export interface CloudWatchLogs extends LoopbackServer {
  readonly groups: ReadonlyMap<string, StoredGroup>;
}

type Operation = (input: Input, groups: Map<string, StoredGroup>) => Reply;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateLogGroup: (input, groups) => {
    const name = nameIn(input);
    const { kmsKeyId } = input;
    if (groups.has(name)) {
      return refusal('ResourceAlreadyExistsException', 'The specified log group already exists');
    }
    if (kmsKeyId !== undefined && kmsKeyId !== KEY) return badKey();
    groups.set(name, kmsKeyId === undefined ? {} : { kmsKeyId: KEY });
    return DONE;
  },
  AssociateKmsKey: onGroup((group, { kmsKeyId }) => (kmsKeyId === KEY ? { ...group, kmsKeyId } : badKey())),
  DisassociateKmsKey: onGroup(({ kmsKeyId, ...group }) =>
    kmsKeyId === undefined ? refusal('InvalidParameterException', 'It has no key.') : group,
  ),
  PutRetentionPolicy: onGroup((group, { retentionInDays }) =>
    typeof retentionInDays === 'number' && RETENTIONS.includes(retentionInDays)
      ? { ...group, retentionInDays }
      : refusal('InvalidParameterException', 'Not a retention.'),
  ),
  DeleteRetentionPolicy: onGroup(({ retentionInDays: _, ...group }) => group),
  PutLogGroupDeletionProtection: onGroup((group, { deletionProtectionEnabled }) => ({
    ...group,
    protected: deletionProtectionEnabled === true,
  })),
  DeleteLogGroup: (input, groups) => {
    const name = nameIn(input);
    if (groups.get(name)?.protected) {
      // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html
      const message =
        'Cannot delete log group with deletion protection enabled. Disable deletion protection first.';
      return refusal('ValidationException', message);
    }
    return groups.delete(name) ? DONE : notFound();
  },
};

/** An operation that changes a group that is there. */
function onGroup(change: (group: StoredGroup, input: Input) => StoredGroup | Reply): Operation {
  return (input, groups) => {
    const name = nameIn(input);
    const group = groups.get(name);
    if (group === undefined) return notFound();
    const changed = change(group, input);
    if ('status' in changed) return changed;
    groups.set(name, changed);
    return DONE;
  };
}

/** Most operations have the name in one member, newer ones in the other. */
function nameIn({ logGroupName, logGroupIdentifier }: Input): string {
  return String(logGroupName ?? logGroupIdentifier);
}

const DONE: Reply = { status: 200, body: '{}' };

function refusal(type: string, message: string): Reply {
  return { status: 400, body: JSON.stringify({ __type: type, message }) };
}

function notFound(): Reply {
  return refusal('ResourceNotFoundException', 'The specified log group does not exist.');
}

function badKey(): Reply {
  return refusal('InvalidParameterException', 'The specified KMS key does not exist or is not allowed.');
}
