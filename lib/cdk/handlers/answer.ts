import { within } from '../../core/async.ts';
import { messageOf } from '../../core/errors.ts';
import { persistently } from './persistently.ts';

/**
 * Makes a Lambda handler of work that CloudFormation waits for: it is answered with the outcome, with the reason of the
 * failure, or shortly before Lambda would end the function. Lambda may call a handler more than once for one event, so the
 * work must be one that can be repeated.
 *
 * @throws when the answer cannot be delivered, so that Lambda calls again
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function answering(
  work: (event: ResourceEvent, context: FunctionContext) => Promise<ResourceOutcome>,
): (event: ResourceEvent, context: FunctionContext) => Promise<void> {
  return async (event, context) => {
    const { ResponseURL, StackId, RequestId, LogicalResourceId, PhysicalResourceId } = event;
    const failed = (error: unknown): object => {
      console.error(error);
      return {
        Status: 'FAILED',
        Reason: messageOf(error).slice(0, MAX_REASON_LENGTH),
        PhysicalResourceId: PhysicalResourceId ?? NEVER_MADE,
      };
    };
    const outcome = async (): Promise<object> => {
      const { physicalId, data } = await work(event, context);
      const id = event.RequestType === 'Delete' ? (PhysicalResourceId ?? physicalId) : physicalId;
      return { Status: 'SUCCESS', PhysicalResourceId: id, Data: data ?? {} };
    };
    const answer = await within({
      work: outcome().catch(failed),
      timeoutMs: context.getRemainingTimeInMillis() - ANSWER_TIME_MS,
      fallback: undefined,
    });
    await deliver(ResponseURL, {
      ...(answer ?? failed(new Error('The work did not end in the time that its function has.'))),
      StackId,
      RequestId,
      LogicalResourceId,
    });
  };
}

/** The physical id of a resource whose creation failed. CloudFormation asks to delete it, too. */
export const NEVER_MADE = 'never-made';

/** Kept from the work, for the answer and its repetitions. */
const ANSWER_TIME_MS = 20_000;

/** The whole answer may have 4096 bytes. */
const MAX_REASON_LENGTH = 1000;

async function deliver(url: string, answer: object): Promise<void> {
  const body = JSON.stringify(answer);
  await persistently({
    work: async () => {
      // The signature of the address covers an empty content type; without this one `fetch` sends that of text.
      const { ok, status } = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
      if (!ok) throw new RefusedAnswer(status);
    },
    passes: (error) => !(error instanceof RefusedAnswer) || error.status >= 500,
  });
}

class RefusedAnswer extends Error {
  constructor(readonly status: number) {
    super(`CloudFormation refused the answer (HTTP ${status}).`);
  }
}

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
