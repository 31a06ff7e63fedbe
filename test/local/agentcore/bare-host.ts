import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  BedrockAgentCoreClient,
  InvokeAgentRuntimeCommand,
  StopRuntimeSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { deploymentOf, RuntimeRegistry } from '../../../lib/local/agentcore/index.ts';
import type { RuntimeAuthorizer } from '../../../lib/local/agentcore/runtime-authorizer.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';

/**
 * A host that is not ours: it serves the contract, makes runs and acts as the payload says, and writes records only when
 * it is told to. So a test sees what local AWS does by itself.
 */
const BARE_HOST = `
import { createServer } from 'node:http';
const base = process.env.AWS_ENDPOINT_URL_NOVA_ACT;
const definition = process.env.NOVA_ACT_WORKFLOW_DEFINITION_NAME;
const call = async (service, method, path, body) => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID + '/20260101/us-east-1/' + service + '/aws4_request, SignedHeaders=host, Signature=0';
  const response = await fetch(base + path, { method, headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await response.text();
  return text.startsWith('{') ? JSON.parse(text) : undefined;
};
const runs = '/workflow-definitions/' + definition + '/workflow-runs';
const begin = async () => {
  const { workflowRunId } = await call('nova-act', 'PUT', runs, { modelId: 'nova-act-latest', clientInfo: { compatibilityVersion: 1 } });
  const { sessionId } = await call('nova-act', 'PUT', runs + '/' + workflowRunId + '/sessions', {});
  await call('nova-act', 'PUT', runs + '/' + workflowRunId + '/sessions/' + sessionId + '/acts', { task: 'Wait' });
  return workflowRunId;
};
const end = (run, status) => call('nova-act', 'PUT', runs + '/' + run, { status });
const main = async ({ do: what, ...payload }, request, response) => {
  const header = (name) => request.headers['x-amzn-bedrock-agentcore-runtime-' + name];
  const record = (rest) => call('s3', 'PUT', '/nova-act-local-artifacts/' + definition + '/invocations/' + header('request-id') + '.json', {
    id: header('session-id') + '.' + header('request-id'), startedAt: '2026-01-01T00:00:00.000Z', payload: 'of the host', ...rest,
  });
  const json = (value, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const events = (...lines) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write(lines.map((line) => 'event: ' + line.type + '\\ndata: ' + JSON.stringify(line) + '\\n\\n').join(''));
  switch (what) {
    case 'answer': return json(payload.value);
    case 'who': return response.end(process.env.AWS_ACCESS_KEY_ID);
    case 'refuse': return json({ error: { name: 'InvocationInProgress', message: 'Busy.' } }, 409);
    case 'run': return json(await begin());
    case 'hang': return begin();
    case 'exit': await begin(); process.exit(3);
    case 'late': await end(await begin(), 'SUCCEEDED'); process.kill(process.pid, 'SIGKILL');
    case 'record': await record({ status: 'RUNNING' }); await record({ status: 'SUCCEEDED', result: 'of the host' }); return json('answer');
    case 'record-late': json('answer'); return record({ status: 'RUNNING' });
    case 'background': await record({ status: 'RUNNING' }); await begin(); return json({ novaActInvocation: { id: header('session-id') + '.' + header('request-id'), status: 'RUNNING', startedAt: 'now' } }, 202);
    case 'stream-exit': {
      const run = await begin();
      events({ type: 'run', phase: 'started', workflowRunId: run });
      response.write('event: act\\ndata: {"type":"a');
      return setTimeout(() => process.exit(3), 200);
    }
    case 'fail': { const run = await begin(); await end(run, 'FAILED'); return json({ error: { name: 'ShopError', message: 'the <shop> is closed' } }, 500); }
    case 'stream': events({ type: 'result', result: 'there' }); return response.end();
  }
};
const server = createServer((request, response) => {
  if (request.url === '/ping') return response.end('{"status":"Healthy"}');
  let body = '';
  request.on('data', (chunk) => { body += chunk; }).on('end', async () => {
    const { novaActInvocation: envelope, payload, ...plain } = JSON.parse(body);
    if (envelope?.mode !== 'status') return main(payload ?? plain, request, response);
    const key = definition + '/invocations/' + envelope.id.split('.').at(-1) + '.json';
    const record = await call('s3', 'GET', '/nova-act-local-artifacts/' + key);
    if (record === undefined) response.writeHead(404).end(JSON.stringify({ error: { name: 'InvocationNotFound', message: 'There is no record.' } }));
    else response.end(JSON.stringify({ novaActInvocation: record }));
  });
});
if (process.env.NEVER_UP) process.exit(7);
server.listen(0, '127.0.0.1', () => process.send({ type: 'nova-act-runtime-listening', port: server.address().port }));
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
`;

/** Local AWS on a folder of its own, with one runtime that is {@link BARE_HOST}. */
export async function startWithBareHost(
  options: {
    readonly environment?: Readonly<Record<string, string>>;
    readonly authorizer?: RuntimeAuthorizer;
  } = {},
) {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'bare-host-'));
  const bundleDir = path.join(stateDir, 'bundle');
  mkdirSync(bundleDir);
  writeFileSync(path.join(bundleDir, 'main.mjs'), BARE_HOST);
  const entry = { name: 'bare', entry: 'bare.ts', definitionName: DEFINITION, description: 'Bare.' };
  const { environment = {}, authorizer } = options;
  const { arn } = new RuntimeRegistry({ stateDir }).deploy({
    ...deploymentOf({ ...entry, environment }, bundleDir),
    authorizer,
  });
  let aws = await startLocalAws({ stateDir, definitionsOnDemand: true });
  const ask = async <T>(question: (client: BedrockAgentCoreClient) => Promise<T>): Promise<T> => {
    const client = new BedrockAgentCoreClient({
      endpoint: aws.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
    return await question(client).finally(() => client.destroy());
  };
  return {
    arn,
    stateDir,
    get aws(): LocalAws {
      return aws;
    },
    /** Ends local AWS and starts it again on the same folder. */
    async restart(whileDown: () => void = () => {}): Promise<void> {
      await aws.close();
      whileDown();
      aws = await startLocalAws({ stateDir, definitionsOnDemand: true });
    },
    /** The text of the answer, or the error, and the id that its request had. */
    async call(
      payload: unknown,
      input: Partial<InvokeAgentRuntimeCommand['input']> = {},
    ): Promise<{ readonly text: string; readonly error?: Error; readonly requestId: string }> {
      const command = new InvokeAgentRuntimeCommand({
        agentRuntimeArn: arn,
        payload: Buffer.from(JSON.stringify(payload)),
        ...input,
      });
      try {
        return await ask(async (client) => {
          const output = await client.send(command);
          const text = (await output.response?.transformToString()) ?? '';
          return { text, requestId: output.$metadata.requestId ?? '' };
        });
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        const metadata: { requestId?: string } = Reflect.get(error, '$metadata') ?? {};
        return { text: '', error, requestId: metadata.requestId ?? '' };
      }
    },
    async stop(runtimeSessionId: string): Promise<void> {
      const command = new StopRuntimeSessionCommand({ agentRuntimeArn: arn, runtimeSessionId });
      await ask((client) => client.send(command));
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await aws.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
}

/** The definition of the runtime. */
export const DEFINITION = 'bare-workflow';
