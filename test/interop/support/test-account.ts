import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { BedrockAgentCoreControlClient } from '@aws-sdk/client-bedrock-agentcore-control';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { ECRClient } from '@aws-sdk/client-ecr';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll } from '@jest/globals';
import { type AccountId, type AccountServer, startAccountServer } from './account.ts';
import { PREPARATION_MS } from './python.ts';
import { Stacks } from './stacks.ts';

let running: AccountServer | undefined;
let accounts = 0;

/** Starts the server before the tests of a file, and ends it after them. */
export function useAccountServer(): void {
  beforeAll(async () => {
    running = await startAccountServer();
  }, PREPARATION_MS);
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
  });
}

/** The server of the file. */
export function accountServer(): AccountServer {
  if (running === undefined) throw new Error('The server has not been started.');
  return running;
}

/** An account that no other test uses, and clients of its services. */
export function newAccount() {
  const server = accountServer();
  accounts += 1;
  const id: AccountId = `${100_000_000_000 + accounts}`;
  const environment = server.environment(id);
  const client = {
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: id, secretAccessKey: 'none' },
  };
  return {
    id,
    stacks: new Stacks(environment),
    logs: new CloudWatchLogsClient(client),
    ecr: new ECRClient(client),
    builds: new CodeBuildClient(client),
    runtimes: new BedrockAgentCoreClient(client),
    control: new BedrockAgentCoreControlClient(client),
    machines: new SFNClient(client),
    s3: new S3Client({ ...client, forcePathStyle: true }),
  };
}
