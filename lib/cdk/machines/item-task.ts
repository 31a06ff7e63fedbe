import { SESSION_ENDED } from '../../contract/error.ts';
import { InvalidItemError } from '../../contract/fleet-item.ts';
import { ITEM_ERROR, type StartStep } from '../../contract/item-step.ts';
import { PayloadError } from '../../contract/payload-error.ts';
import type { MachineState } from './asl.ts';
import { PASSING_LAMBDA_ERRORS, UNTIL_THERE_IS_ROOM, WHILE_IT_MAY_RECOVER } from './until-there-is-room.ts';

/** How items are run. */
export interface ItemTaskOptions {
  /** The function of lib/cdk/handlers/item.ts. */
  readonly functionArn: string;
  /** So long after the last heartbeat of its host an item is taken for lost. */
  readonly heartbeatSeconds: number;
  /** So long an item may take in all; more than `heartbeatSeconds`. */
  readonly timeoutSeconds: number;
  /** How often an item is begun again, by itself. */
  readonly retries: {
    /** When its session was lost. */
    readonly lost: number;
    /** When its workflow has failed. */
    readonly failed: number;
  };
}

/**
 * The one state of an item: its input is an `ItemInput`, its output an `ItemSuccess`. It is the last one, and catches nothing: a
 * redriven execution goes on at the state that failed, so that this must be the one that runs the item.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-map-run.html
 */
export function itemTask(options: ItemTaskOptions): MachineState {
  const { functionArn, heartbeatSeconds, timeoutSeconds, retries } = options;
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: functionArn, Payload: startStep(heartbeatSeconds) },
    HeartbeatSeconds: heartbeatSeconds,
    TimeoutSeconds: timeoutSeconds,
    Retry: retriesOf(retries),
    End: true,
  };
}

/** A {@link StartStep}, as a template: the paths are of an `ItemInput`, and of the context. */
function startStep(heartbeatSeconds: number): ValueTemplate<StartStep> {
  return {
    step: 'start',
    'token.$': '$$.Task.Token',
    'redrive.$': '$$.Execution.RedriveCount',
    heartbeatSeconds,
    'fleet.$': '$.fleet',
    'format.$': '$.format',
    'bucket.$': '$.bucket',
    'index.$': '$.index',
    'item.$': '$.item',
  };
}

/** What makes a value: each member as it is, or, with `.$` at the end of its name, the path where it is. */
export type ValueTemplate<T> = Partial<T> & { readonly [K in keyof T & string as `${K}.$`]?: string };

/** The first rule counts that names an error; each has a count of its own. `States.TaskFailed` is all but `States.Timeout`. */
function retriesOf({ lost, failed }: ItemTaskOptions['retries']): readonly object[] {
  return [
    { ErrorEquals: [ITEM_ERROR.notStarted, ...PASSING_LAMBDA_ERRORS], ...UNTIL_THERE_IS_ROOM },
    { ErrorEquals: [ITEM_ERROR.unavailable], ...WHILE_IT_MAY_RECOVER },
    { ErrorEquals: ['States.HeartbeatTimeout', SESSION_ENDED], IntervalSeconds: 5, MaxAttempts: lost },
    { ErrorEquals: [...FINAL], MaxAttempts: 0 },
    ...(failed === 0
      ? []
      : [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: failed }]),
  ];
}

/** Again it would be the same. */
const FINAL = [
  ITEM_ERROR.refused,
  new InvalidItemError('').name,
  new PayloadError('').name,
  'States.Timeout',
] as const;
