// Calls what it is asked for: each line is {service, operation, input}, and is answered with {output} or {error}. Endpoints, region
// and credentials are those of the environment.
import { createInterface } from 'node:readline';
import * as agentCore from '@aws-sdk/client-bedrock-agentcore';
import * as cloudFormation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as s3 from '@aws-sdk/client-s3';
import * as secretsManager from '@aws-sdk/client-secrets-manager';
import * as sts from '@aws-sdk/client-sts';
import { messageOf, nameOf } from '../../../lib/core/errors.ts';
import * as novaAct from '../../../lib/service/index.ts';

const SERVICES: Readonly<Record<string, { readonly commands: object; readonly client: Sender }>> = {
  'bedrock-agentcore': { commands: agentCore, client: new agentCore.BedrockAgentCoreClient() },
  cloudformation: { commands: cloudFormation, client: new cloudFormation.CloudFormationClient() },
  logs: { commands: logs, client: new logs.CloudWatchLogsClient() },
  'nova-act': { commands: novaAct, client: new novaAct.NovaActClient() },
  s3: { commands: s3, client: new s3.S3Client() },
  secretsmanager: { commands: secretsManager, client: new secretsManager.SecretsManagerClient() },
  sts: { commands: sts, client: new sts.STSClient() },
};

/** Of every client; which command is sent is known at run time only. */
interface Sender {
  send(command: never): Promise<unknown>;
  destroy(): void;
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await answerTo(JSON.parse(line));
  console.log(JSON.stringify(answer));
}
for (const { client } of Object.values(SERVICES)) client.destroy();

async function answerTo(question: {
  readonly service: string;
  readonly operation: string;
  readonly input: object;
}): Promise<object> {
  const { service, operation, input } = question;
  const { commands, client } = SERVICES[service] ?? {};
  const Command: unknown = Reflect.get(commands ?? {}, `${operation}Command`);
  if (client === undefined || typeof Command !== 'function')
    throw new Error(`No ${operation} of ${service}.`);
  try {
    const output: unknown = await Reflect.apply(client.send, client, [Reflect.construct(Command, [input])]);
    return { output: await plain(output) };
  } catch (error) {
    return { error: `${nameOf(error)}: ${messageOf(error)}` };
  }
}

/** Members without metadata, and streams as texts. */
async function plain(output: unknown): Promise<object> {
  const members = Object.entries(Object(output)).filter(([name]) => name !== '$metadata');
  return Object.fromEntries(
    await Promise.all(members.map(async ([name, value]) => [name, await textOf(value)] as const)),
  );
}

async function textOf(value: unknown): Promise<unknown> {
  const read: unknown = Reflect.get(Object(value), 'transformToString');
  return typeof read === 'function' ? await Reflect.apply(read, value, []) : value;
}
