import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemTask } from '../../lib/contract/item-run.ts';
import { makeLocalCredentials } from '../../lib/contract/local-credentials.ts';
import { problemOfSignature } from '../service/verify-signature.ts';

/**
 * What a host says to AWS of its item, at one address: a server that takes callbacks of tasks, stops of sessions and objects, and
 * refuses what the services refuse. Signatures are checked.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html
 */
export class FleetAws {
  readonly #tasks = new Map<string, 'open' | 'closed'>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #waiting = new Set<() => void>();
  readonly credentials = makeLocalCredentials();
  /** What was taken, in order. */
  readonly told: Told[] = [];
  /** What was refused. */
  readonly refused: { readonly action: string; readonly token: string; readonly name: string }[] = [];
  readonly stopped: {
    readonly runtimeArn: string;
    readonly qualifier: string;
    readonly sessionId: string;
  }[] = [];
  readonly objects = new Map<string, string>();
  /** So many next callbacks are answered with 500. */
  failures = 0;
  /** Whether what is stored may not be read, as after a change of a policy. */
  forbidsReading = false;
  /** So long nothing is stored, in milliseconds. */
  storeDelayMs = 0;
  /** So many next ends are taken, and their answers are lost. */
  lostAnswers = 0;
  /** Instead of what Step Functions answers. */
  answer: string | undefined;

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What leads a host here. */
  get environment(): Readonly<Record<string, string>> {
    const { accessKeyId, secretAccessKey } = this.credentials;
    return {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_ENDPOINT_URL_SFN: this.url,
      AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: this.url,
      AWS_ENDPOINT_URL_S3: this.url,
      NOVA_ACT_ARTIFACT_BUCKET: 'artifacts',
      NOVA_ACT_ARTIFACT_PREFIX: 'orders',
    };
  }

  /** A task that waits. */
  task(token: string, heartbeatSeconds = 10): ItemTask {
    this.#tasks.set(token, 'open');
    return { token, heartbeatSeconds, runtimeArn: RUNTIME_ARN, qualifier: 'live' };
  }

  /** As when its execution is stopped, or it is retried with another token. */
  closeTask(token: string): void {
    this.#tasks.set(token, 'closed');
  }

  /** How a task was ended. */
  endOf(token: string): Told | undefined {
    return this.told.find((told) => told.token === token && told.action !== 'SendTaskHeartbeat');
  }

  beatsOf(token: string): number {
    return this.told.filter((told) => told.token === token && told.action === 'SendTaskHeartbeat').length;
  }

  /** Resolves when something is so. */
  async until<T>(look: () => T | undefined | false): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const text of request.setEncoding('utf8')) body += text;
    const { url = '' } = request;
    if (request.headers['x-amz-target'] !== undefined) this.#callback(request, body, response);
    else if (url.includes('/stopruntimesession')) this.#stop(request, body, response);
    else {
      if (request.method === 'PUT' && this.storeDelayMs > 0) await sleep(this.storeDelayMs);
      this.#object(request, body, response);
    }
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  #callback(request: IncomingMessage, body: string, response: ServerResponse): void {
    const action = String(request.headers['x-amz-target']).replace('AWSStepFunctions.', '');
    if (this.answer !== undefined) {
      response.end(this.answer);
      return;
    }
    const input = JSON.parse(body) as CallbackInput;
    const { taskToken: token = '', output, error, cause } = input;
    const [name, message] = this.#refusalOf(request, body, action, input) ?? [];
    if (name !== undefined) {
      this.refused.push({ action, token, name });
      const text = JSON.stringify({ __type: `com.amazonaws.swf.service.v2.model#${name}`, message });
      response.writeHead(name === 'InternalFailure' ? 500 : 400).end(text);
      return;
    }
    if (action !== 'SendTaskHeartbeat') this.#tasks.set(token, 'closed');
    this.told.push({
      action,
      token,
      ...(output !== undefined && { output: JSON.parse(output) }),
      ...(error !== undefined && { error, cause: JSON.parse(String(cause)) }),
    });
    if (action !== 'SendTaskHeartbeat' && this.lostAnswers > 0) {
      this.lostAnswers -= 1;
      request.socket.destroy();
    } else response.end('{}');
  }

  #refusalOf(
    request: IncomingMessage,
    body: string,
    action: string,
    { taskToken: token, output, error, cause }: CallbackInput,
  ): readonly [name: string, message: string] | undefined {
    const wrong = this.#problem(request, body, 'states');
    if (wrong !== undefined) return ['InvalidSignatureException', wrong];
    const isRight = request.headers['content-type'] === 'application/x-amz-json-1.0';
    if (!isRight || !ACTIONS.includes(action)) return ['UnknownOperationException', action];
    if (token === undefined) return ['ValidationException', "'taskToken' must not be null"];
    if (this.failures > 0) {
      this.failures -= 1;
      return ['InternalFailure', 'try again'];
    }
    const state = this.#tasks.get(token);
    // As validations of AWS do, it quotes what it refuses.
    if (state === undefined) return ['InvalidToken', `Invalid Token: '${token}'`];
    if (state === 'closed') return ['TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'"];
    if (action === 'SendTaskSuccess') {
      if (output === undefined) return ['ValidationException', "'output' must not be null"];
      if (Buffer.byteLength(output) > 262_144) return ['ValidationException', 'output is too long'];
      if (!isJson(output)) return ['InvalidOutput', 'no JSON'];
    }
    const isTooLong = (error ?? '').length > 256 || Buffer.byteLength(cause ?? '') > 32_768;
    return isTooLong ? ['ValidationException', 'error or cause is too long'] : undefined;
  }

  #stop(request: IncomingMessage, body: string, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const wrong = this.#problem(request, body, 'bedrock-agentcore');
    if (wrong !== undefined) {
      response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' }).end(wrong);
      return;
    }
    this.stopped.push({
      runtimeArn: decodeURIComponent(pathname.split('/')[2] ?? ''),
      qualifier: searchParams.get('qualifier') ?? '',
      sessionId: String(request.headers['x-amzn-bedrock-agentcore-runtime-session-id']),
    });
    response.end('{}');
  }

  #object(request: IncomingMessage, body: string, response: ServerResponse): void {
    const { method, url = '' } = request;
    if (method === 'PUT' && request.headers['if-none-match'] === '*' && this.objects.has(url)) {
      response.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>');
      return;
    }
    if (method === 'PUT') this.objects.set(url, body);
    if (method === 'GET' && this.forbidsReading) {
      response.writeHead(403).end('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
      return;
    }
    const found = this.objects.get(url);
    response.writeHead(found === undefined ? 404 : 200).end(method === 'PUT' ? '' : found);
  }

  #problem(request: IncomingMessage, body: string, service: string): string | undefined {
    const { secretAccessKey } = this.credentials;
    return problemOfSignature(request, { body, secretAccessKey, service });
  }
}

interface CallbackInput {
  readonly taskToken?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const ACTIONS = ['SendTaskHeartbeat', 'SendTaskSuccess', 'SendTaskFailure'];

interface Told {
  readonly action: string;
  readonly token: string;
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: unknown;
}

export const RUNTIME_ARN = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/orders-Ab12Cd34Ef';
