import { SERVICE_NAME } from '../contract/protocol.ts';
import { secretFilter } from '../contract/secrets.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { serviceUrl } from './service-url.ts';
import { signedFetch } from './signed-fetch.ts';

/**
 * What a task of Step Functions that waits for a callback can be told. Three requests are all that is needed, so the client of Step
 * Functions is not a part of every bundle. Each is made once: whoever makes them knows what may be repeated, and for how long.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
 */
export class TaskCallbacks {
  readonly #send: ReturnType<typeof signedFetch>;
  readonly #url: URL;

  /** @param place.url the endpoint of Step Functions */
  constructor(place: { readonly url: string; readonly region: string }) {
    const { url, region } = place;
    this.#url = new URL(url);
    this.#send = signedFetch({
      url,
      region,
      serviceId: STEP_FUNCTIONS_ID,
      signingName: SERVICE_NAME.stepFunctions,
    });
  }

  /** Those of a region, at the endpoint that is configured for it. @throws DestinationError when that leads nowhere */
  static async in(region: string): Promise<TaskCallbacks> {
    const { url } = await serviceUrl({
      serviceId: STEP_FUNCTIONS_ID,
      host: SERVICE_NAME.stepFunctions,
      region,
    });
    return new TaskCallbacks({ url, region });
  }

  /**
   * Says that the task is being worked on.
   *
   * @throws TaskCallbackError, or what the network says
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html
   */
  async beat(token: string, signal: AbortSignal): Promise<void> {
    await this.#call('SendTaskHeartbeat', { taskToken: token }, signal);
  }

  /**
   * Ends the task.
   *
   * @throws TaskCallbackError, or what the network says
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html
   */
  async end(token: string, end: TaskEnd, signal: AbortSignal): Promise<void> {
    if ('output' in end)
      await this.#call('SendTaskSuccess', { taskToken: token, output: end.output }, signal);
    else
      await this.#call('SendTaskFailure', { taskToken: token, error: end.error, cause: end.cause }, signal);
  }

  async #call(
    action: string,
    input: Readonly<Record<string, string>> & { readonly taskToken: string },
    signal: AbortSignal,
  ): Promise<void> {
    const response = await this.#send({
      url: this.#url,
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${action}` },
      body: JSON.stringify(input),
      signal: AbortSignal.any([signal, AbortSignal.timeout(CALLBACK_TIMEOUT_MS)]),
    });
    const said = await response.text();
    if (!response.ok) throw refusalOf(action, response, said, secretFilter([input.taskToken]));
    // A proxy or a page of a sign-in may answer with 200, too.
    if (!isRecord(parseJson(said)))
      throw new TaskCallbackError(
        { name: `HTTP ${response.status}`, isCertain: false },
        `What answers ${action} at ${this.#url.origin} is not Step Functions: its answer is no JSON object.`,
      );
  }
}

/** How a task ends: with JSON, or with the name of an error and what is known of it. */
export type TaskEnd = { readonly output: string } | { readonly error: string; readonly cause: string };

/** Step Functions refused what a task was told, or failed. The token is not in the message. */
export class TaskCallbackError extends Error {
  /** As the service calls it, such as `TaskTimedOut`. */
  override readonly name: string;
  /** Whether nobody waits for this task any more: it has ended, was stopped, or has another token by now. */
  readonly isGone: boolean;
  /** Whether the task takes no such end, however often it is told: something shorter and simpler may do. */
  readonly isOfEnd: boolean;

  /** Whether the task has certainly not heard what it was told. */
  readonly isCertain: boolean;

  constructor({ name, isCertain }: { readonly name: string; readonly isCertain: boolean }, message: string) {
    super(message);
    this.name = name;
    this.isCertain = isCertain;
    this.isGone = GONE.includes(name);
    this.isOfEnd = REFUSALS_OF_ENDS.includes(name);
  }
}

/** A task that has ended in whatever way, and tokens that are none, are refused by these. They never work again. */
const GONE: readonly string[] = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];

const REFUSALS_OF_ENDS: readonly string[] = [
  'ValidationException',
  'InvalidOutput',
  'SerializationException',
];

/** As clients call the service, which the names of its variables are made of. */
const STEP_FUNCTIONS_ID = 'SFN';
const CALLBACK_TIMEOUT_MS = 10_000;
const ERROR_NAME = /^\w{1,64}$/;

function refusalOf(
  action: string,
  { status }: Response,
  said: string,
  withoutToken: (text: string) => string,
): TaskCallbackError {
  const body = parseJson(said);
  const { __type: type, message, Message: other } = isRecord(body) ? body : {};
  // It may be an echo of what was sent: then it is no name.
  const last = typeof type === 'string' ? type.split('#').at(-1) : undefined;
  const name = last !== undefined && ERROR_NAME.test(last) ? last : undefined;
  const text = [message, other].find((value) => typeof value === 'string') ?? `HTTP ${status}`;
  return new TaskCallbackError(
    { name: name ?? `HTTP ${status}`, isCertain: status >= 400 && status < 500 },
    withoutToken(`${action} was refused: ${text}`),
  );
}
