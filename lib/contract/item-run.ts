import { isRecord } from '../core/is-record.ts';
import { hasLoneSurrogate } from '../core/whole-text.ts';
import { shownName } from './shown-name.ts';

/** How an asynchronous invocation is told that it is an item of a fleet. */
export interface ItemRun {
  /** See `FleetItem`. */
  readonly key: string;
  /** See `FleetItem`: what tells items apart that name themselves alike. */
  readonly index?: number | undefined;
  /** What names the execution that starts it, which need not be that of the key: redrives and lost sessions are counted in each. */
  readonly execution?: string | undefined;
  /** How often the execution was redriven: 0 at first. What has failed since the last time is not told again, but done again. */
  readonly redrive: number;
  /** After how many lost sessions it is begun again, in one redrive. @default - however often it is started */
  readonly lostRetries?: number | undefined;
  /** Who waits for the end; absent where somebody asks for it, as the loop on local AWS does. */
  readonly task?: ItemTask | undefined;
}

/** A task of Step Functions that waits for a callback. */
export interface ItemTask {
  /** Its token: whoever has it can end the task, and do nothing else. It is in no record and no log. */
  readonly token: string;
  /** So long after the last heartbeat the task counts as lost. */
  readonly heartbeatSeconds: number;
  /** The runtime and the endpoint whose session this is: the host, which does not know them, stops it when the item is done. */
  readonly runtimeArn: string;
  readonly qualifier: string;
}

/** Longest token. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const MAX_TOKEN_LENGTH = 2048;
export const MIN_HEARTBEAT_SECONDS = 10;
export const MAX_HEARTBEAT_SECONDS = 3600;

/**
 * Reads what an envelope says of an item.
 *
 * @param fail throws; its first argument is empty, or a member with a dot before it
 */
export function readItemRun(value: unknown, fail: (path: string, message: string) => never): ItemRun {
  if (!isRecord(value)) return fail('', 'must be an object such as { "key": "…", "redrive": 0 }');
  const { key, index, execution, redrive = 0, lostRetries, task, ...unknown } = value;
  const [other] = Object.keys(unknown);
  if (other !== undefined)
    return fail(
      `.${shownName(other)}`,
      'is unknown here; allowed are key, index, execution, redrive, lostRetries, task',
    );
  if (!isText(key) || hasLoneSurrogate(key)) return fail('.key', 'must be a text: what names the item');
  if (execution !== undefined && !isText(execution))
    return fail('.execution', 'must be a text: what names the execution');
  const count = (name: string, given: unknown): number =>
    isCount(given) ? given : fail(`.${name}`, 'must be a whole number from 0');
  return {
    key,
    ...(index !== undefined && { index: count('index', index) }),
    ...(execution !== undefined && { execution }),
    redrive: count('redrive', redrive),
    ...(lostRetries !== undefined && { lostRetries: count('lostRetries', lostRetries) }),
    ...(task !== undefined && { task: readTask(task, fail) }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function readTask(value: unknown, fail: (path: string, message: string) => never): ItemTask {
  if (!isRecord(value))
    return fail('.task', 'must be an object: { "token", "heartbeatSeconds", "runtimeArn", "qualifier" }');
  const { token, heartbeatSeconds, runtimeArn, qualifier, ...unknown } = value;
  const [other] = Object.keys(unknown);
  if (other !== undefined)
    return fail(
      `.task.${shownName(other)}`,
      'is unknown here; allowed are token, heartbeatSeconds, runtimeArn, qualifier',
    );
  if (typeof token !== 'string' || token === '' || token.length > MAX_TOKEN_LENGTH)
    return fail('.task.token', `must be the token of a task, of at most ${MAX_TOKEN_LENGTH} characters`);
  const isInRange =
    typeof heartbeatSeconds === 'number' &&
    heartbeatSeconds >= MIN_HEARTBEAT_SECONDS &&
    heartbeatSeconds <= MAX_HEARTBEAT_SECONDS;
  if (!isInRange)
    return fail(
      '.task.heartbeatSeconds',
      `must be a number from ${MIN_HEARTBEAT_SECONDS} to ${MAX_HEARTBEAT_SECONDS}`,
    );
  if (typeof runtimeArn !== 'string' || !runtimeArn.startsWith('arn:'))
    return fail('.task.runtimeArn', 'must be the ARN of the runtime');
  if (typeof qualifier !== 'string' || qualifier === '')
    return fail('.task.qualifier', 'must be the name of an endpoint of the runtime');
  return { token, heartbeatSeconds, runtimeArn, qualifier };
}
