import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { WebSocketServer } from 'ws';
import type { LocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { type AskedQuestion, type QuestionKey, questionPath } from '../../../lib/contract/question.ts';
import { newSecret, secretHash } from '../../../lib/contract/secret-hash.ts';
import { deferred } from '../../../lib/core/async.ts';
import { RuntimeRegistry, type StartSession } from '../../../lib/local/agentcore/index.ts';
import { type LocalAws, type LocalAwsOptions, startLocalAws } from '../../../lib/local/index.ts';
import { type Answer, ask } from '../../viewer/viewer-server.ts';

export const DEFINITION = 'booking-workflow';

/** Local AWS with its desk, whose sessions are played by this process. */
export async function startDesk(options: LocalAwsOptions = {}) {
  const root = mkdtempSync(path.join(tmpdir(), 'nova-act-desk-'));
  const stateDir = options.stateDir ?? path.join(root, 'state');
  const sessions = new PlayedSessions();
  const local = await startLocalAws({ startSession: sessions.start, ...options, stateDir });
  return {
    local,
    stateDir,
    sessions,
    humanUrl: `${local.url}/human`,
    /** Begins a session of a runtime, and returns how it signs. */
    async beginSession(sessionId: string = randomUUID()) {
      const bundleDir = path.join(root, 'bundle');
      mkdirSync(bundleDir, { recursive: true });
      writeFileSync(path.join(bundleDir, 'main.mjs'), '');
      const { arn } = new RuntimeRegistry({ stateDir }).deploy({
        ...{ name: 'booking', definitionName: DEFINITION, bundleDir, environment: {} },
        ...{ idleTimeoutSeconds: 60, maxLifetimeSeconds: 600 },
      });
      const client = new BedrockAgentCoreClient({
        ...{ endpoint: local.url, region: 'us-east-1', maxAttempts: 1 },
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });
      await client.send(
        new InvokeAgentRuntimeCommand({ agentRuntimeArn: arn, runtimeSessionId: sessionId, payload: '{}' }),
      );
      client.destroy();
      const credentials = sessions.credentials.at(-1);
      if (credentials === undefined) throw new Error('No session began.');
      return { arn, sessionId, accessKeyId: credentials.accessKeyId };
    },
    begin: (accessKeyId: string) => begin(local.url, accessKeyId),
    async [Symbol.asyncDispose]() {
      await local.close();
      await sessions.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A run, a session and an act of a workflow, as its process begins them. */
async function begin(url: string, accessKeyId: string) {
  const call = async (path: string, body: object): Promise<Record<string, string>> => {
    const headers = { ...signedBy(accessKeyId, 'nova-act'), 'content-type': 'application/json' };
    const response = await fetch(url + path, { method: 'PUT', headers, body: JSON.stringify(body) });
    return (await response.json()) as Record<string, string>;
  };
  await call('/workflow-definitions', { name: 'booking-workflow' });
  const runs = '/workflow-definitions/booking-workflow/workflow-runs';
  const { workflowRunId = '' } = await call(runs, {
    modelId: 'nova-act-latest',
    clientInfo: { compatibilityVersion: 1 },
  });
  const { sessionId = '' } = await call(`${runs}/${workflowRunId}/sessions`, {});
  const { actId = '' } = await call(`${runs}/${workflowRunId}/sessions/${sessionId}/acts`, { task: 'Pay' });
  return { workflowRunId, sessionId, actId };
}

/** Hosts of workflows that answer whatever they are asked, and echo what comes over their WebSocket. */
class PlayedSessions {
  readonly credentials: LocalCredentials[] = [];
  /** Of each WebSocket that was asked for. */
  readonly handshakes: IncomingHttpHeaders[] = [];
  readonly #ends: (() => void)[] = [];

  readonly start: StartSession = ({ credentials, logFile }) => {
    this.credentials.push(credentials);
    const server = createServer((_request, response) => response.end('{}'));
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket, request) => {
      this.handshakes.push(request.headers);
      socket.on('message', (data) => socket.send(String(data)));
    });
    const ended = deferred<string>();
    const listening = new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
    const end = (how: string): void => {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
      ended.resolve(how);
    };
    this.#ends.push(() => end('was ended by SIGKILL'));
    return {
      ...{ logFile, ended: ended.promise, port: () => listening },
      stop: async () => end('was stopped'),
      kill: async () => end('was killed'),
    };
  };

  /** As if the processes were killed. */
  killAll(): void {
    for (const end of this.#ends) end();
  }

  async close(): Promise<void> {
    this.killAll();
  }
}

/** A question as a workflow asks it. */
export function question(details: Partial<AskedQuestion> = {}) {
  const key: QuestionKey = { definitionName: DEFINITION, questionId: randomUUID() };
  const token = newSecret();
  const asked: AskedQuestion = {
    kind: 'approve',
    message: 'May I pay 20 EUR?',
    pageUrl: 'http://127.0.0.1/pay',
    workflowRunId: randomUUID(),
    sessionId: randomUUID(),
    actId: randomUUID(),
    expiresAt: Date.now() + 600_000,
    tokenHash: secretHash(token),
    ...details,
  };
  return { key, token, asked, path: questionPath(key) };
}

/** The header of a signature, which nobody checks here. */
export function signedBy(accessKeyId = 'local', service = 'execute-api'): Record<string, string> {
  const credential = `${accessKeyId}/20260101/us-east-1/${service}/aws4_request`;
  return { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0` };
}

/** A request to the desk, as no `fetch` can make it. */
export async function send(
  { url }: Pick<LocalAws, 'url'>,
  path: string,
  request: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  },
): Promise<Answer & { readonly json: unknown }> {
  const { method = 'POST', headers = {}, body } = request;
  const answer = await ask(`${url}/human${path}`, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  });
  return { ...answer, json: parsed(answer.text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
