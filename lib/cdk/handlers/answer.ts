import { messageOf } from '../../core/errors.ts';

/**
 * Makes a Lambda handler of work that CloudFormation waits for: whatever happens, it is answered once, with the outcome or
 * with the reason of the failure. A rejected answer is thrown, so that it stands in the log.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes.html
 */
export function answering(
  work: (event: ResourceEvent, context: FunctionContext) => Promise<ResourceOutcome>,
): (event: ResourceEvent, context: FunctionContext) => Promise<void> {
  return async (event, context) => {
    const { ResponseURL: url, StackId, RequestId, LogicalResourceId } = event;
    const common = { StackId, RequestId, LogicalResourceId };
    const answer = await work(event, context).then(
      ({ physicalId, data }) => ({
        ...common,
        Status: 'SUCCESS',
        PhysicalResourceId: physicalId,
        Data: data ?? {},
      }),
      (error: unknown) => {
        console.error(error);
        return {
          ...common,
          Status: 'FAILED',
          Reason: messageOf(error).slice(0, MAX_REASON_LENGTH),
          // What was never made has an id of its own; CloudFormation asks to delete it, and nothing is found.
          PhysicalResourceId: event.PhysicalResourceId ?? NEVER_MADE,
        };
      },
    );
    const { ok, status } = await fetch(url, { method: 'PUT', body: JSON.stringify(answer) });
    if (!ok) throw new Error(`CloudFormation refused the answer (HTTP ${status}).`);
  };
}

/** The physical id of a resource whose creation failed: there is nothing to delete. */
export const NEVER_MADE = 'never-made';

/** The whole answer may have 4096 bytes. */
const MAX_REASON_LENGTH = 1000;

/** What CloudFormation sends to a custom resource. */
export interface ResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  /** Absent while the resource is created. */
  readonly PhysicalResourceId?: string | undefined;
  /** As the template says them; all scalars arrive as strings. */
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  /** Present for updates. */
  readonly OldResourceProperties?: Readonly<Record<string, unknown>> | undefined;
}

/** What Lambda says of the call. */
export interface FunctionContext {
  /** How long until Lambda ends the function. */
  readonly getRemainingTimeInMillis: () => number;
}

/** What there is after the work. A new id makes CloudFormation ask to delete the resource of the old one. */
export interface ResourceOutcome {
  readonly physicalId: string;
  readonly data?: Readonly<Record<string, string>> | undefined;
}
