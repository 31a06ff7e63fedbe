import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { OutputKey } from '../../../lib/catalog/index.ts';
import { DynamodbStore } from '../../../lib/cdk/handlers/dynamodb-store.ts';
import { type QuestionAction, type QuestionKey, questionPath } from '../../../lib/contract/question.ts';
import { signedFetch } from '../../../lib/service/signed-fetch.ts';
import { type AccountId, type AccountServer, startAccountServer } from '../support/account.ts';
import { cdk } from '../support/cdk-cli.ts';
import { leadTo, type WayToApi } from './api-gateway.ts';
import { type RoleOutput, STACK, synthesizeDeskApp } from './desk-app.ts';
import { type Pager, startPager } from './pager.ts';
import { type SignInStandIn, startSignIn } from './sign-in-stand-in.ts';

/** What the server takes unsigned requests for, such as those of people: an API is found by them in this account only. */
const ACCOUNT: AccountId = '000000000000';

/** Deploys a workflow with a desk to an account on this machine. */
export async function deployDesk(): Promise<DeployedDesk> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'deployed-desk-'));
  const [server, signIn, pager] = await Promise.all([startAccountServer(), startSignIn(), startPager()]);
  const [assembly, outputsFile] = [path.join(folder, 'app'), path.join(folder, 'outputs.json')];
  synthesizeDeskApp(assembly);
  const run = async (...args: readonly string[]): Promise<void> => {
    const { succeeded, output } = await cdk(server.environment(ACCOUNT), ...args, '--app', assembly);
    if (!succeeded) throw new Error(output);
  };
  await run('bootstrap', `aws://${ACCOUNT}/us-east-1`);
  const parameters = ['--parameters', `${STACK}:Issuer=${signIn.issuer}`];
  await run('deploy', STACK, '--require-approval', 'never', '--outputs-file', outputsFile, ...parameters);
  const raw: Record<string, string> = JSON.parse(readFileSync(outputsFile, 'utf8'))[STACK];
  const output = (
    key: OutputKey | 'HumanInTheLoopUrl' | 'HumanTopicArn' | 'TableName' | RoleOutput,
  ): string => {
    const value = raw[key];
    if (value === undefined) throw new Error(`The stack has no output ${key}: ${JSON.stringify(raw)}`);
    return value;
  };
  const api = await leadTo(output('HumanInTheLoopUrl'));
  signIn.register(`${api.url}/`);

  const client = {
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  };
  const [table, logs] = [new DynamoDBClient(client), new CloudWatchLogsClient(client)];
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } =
    server.localEnvironment(ACCOUNT);
  const given = { accessKeyId, secretAccessKey };
  const region = 'us-east-1';
  const sign = signedFetch({
    ...{ url: api.url, region, serviceId: 'ApiGateway', signingName: 'execute-api', given },
  });
  /** Calls an operation of a service whose client is no package of this project. @returns XML */
  const call = async (service: string, parameters: Readonly<Record<string, string>>): Promise<string> => {
    const send = signedFetch({ url: server.url, region, serviceId: service, signingName: service, given });
    const answer = await send({
      ...{ url: new URL(server.url), method: 'POST', body: new URLSearchParams(parameters).toString() },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return text;
  };
  const subscription = { TopicArn: output('HumanTopicArn'), Protocol: 'http', Endpoint: pager.url };
  await call('sns', { Action: 'Subscribe', Version: '2010-03-31', ...subscription });
  await pager.subscribed;
  const TableName = output('TableName');
  return {
    server,
    signIn,
    pager,
    api,
    account: ACCOUNT,
    apiId: /^http:\/\/(\w+)\./.exec(output('HumanInTheLoopUrl'))?.[1] ?? '',
    tableArn: `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/${TableName}`,
    runtimeArn: output('RuntimeArn'),
    endpointName: output('EndpointName'),
    topicArn: output('HumanTopicArn'),
    store: new DynamodbStore(TableName, { client: table }),
    environment: {
      ...server.localEnvironment(ACCOUNT),
      NOVA_ACT_HUMAN_URL: api.url,
      NOVA_ACT_HUMAN_TOPIC_ARN: output('HumanTopicArn'),
    },
    async decisionOf(role, action, resource) {
      const asked = { 'ActionNames.member.1': action, 'ResourceArns.member.1': resource };
      const PolicySourceArn = output(role);
      const parameters = {
        Action: 'SimulatePrincipalPolicy',
        Version: '2010-05-08',
        PolicySourceArn,
        ...asked,
      };
      return /<EvalDecision>(\w+)</.exec(await call('iam', parameters))?.[1];
    },
    asWorkflow: (method, key, body, action) =>
      sign({
        url: new URL(api.url + questionPath(key, action)),
        method,
        ...(body && { body: JSON.stringify(body) }),
      }),
    asPerson: (action, key, body, headers = {}) =>
      fetch(api.url + questionPath(key, action), {
        ...{ method: 'POST', body: JSON.stringify(body) },
        headers: { 'content-type': 'application/json', ...headers },
      }),
    async tableText() {
      const { Items } = await table.send(new ScanCommand({ TableName, ConsistentRead: true }));
      return JSON.stringify(Items);
    },
    async logText() {
      const groups = [];
      for await (const page of paginateDescribeLogGroups({ client: logs }, {}))
        groups.push(...(page.logGroups ?? []));
      const texts = groups.map(async ({ logGroupName }) => {
        const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
        return events.map(({ message }) => message).join('\n');
      });
      return (await Promise.all(texts)).join('\n');
    },
    async [Symbol.asyncDispose]() {
      for (const each of [table, logs]) each.destroy();
      for (const each of [api, pager, signIn, server]) await each[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface DeployedDesk extends AsyncDisposable {
  readonly server: AccountServer;
  readonly signIn: SignInStandIn;
  readonly pager: Pager;
  /** The way to the API of the desk. */
  readonly api: WayToApi;
  readonly account: AccountId;
  readonly apiId: string;
  readonly tableArn: string;
  readonly runtimeArn: string;
  readonly endpointName: string;
  readonly topicArn: string;
  /** The store of the functions, on the table that was deployed. */
  readonly store: DynamodbStore;
  /** What a process of the workflow needs to ask there. */
  readonly environment: Readonly<Record<string, string>>;
  /** What IAM would say of a role that was deployed: `allowed` or why not. */
  decisionOf(role: RoleOutput, action: string, resource: string): Promise<string | undefined>;
  /** A signed request. */
  asWorkflow(
    method: 'GET' | 'PUT' | 'POST',
    key: QuestionKey,
    body?: object,
    action?: QuestionAction,
  ): Promise<Response>;
  /** What the page sends. */
  asPerson(
    action: QuestionAction,
    key: QuestionKey,
    body: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
  /** All that is stored. */
  tableText(): Promise<string>;
  /** All that functions have logged. */
  logText(): Promise<string>;
}
