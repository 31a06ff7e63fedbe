import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { OutputKey } from '../../../lib/catalog/index.ts';
import { deployAssembly, type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { eventually } from '../../faults/eventually.ts';
import { type AccountId, type AccountServer, startAccountServer } from '../support/account.ts';
import { cdk } from '../support/cdk-cli.ts';
import { projectRoot } from '../support/processes.ts';
import { type FleetOutput, STACK, synthesizeFleetApp } from './fleet-app.ts';

/** That of local AWS, so that both know the runtime by one ARN. */
const ACCOUNT: AccountId = '000000000000';
const REGION = 'us-east-1';

/**
 * Deploys a fleet to an account on this machine, and the same assembly to local AWS, where its sessions run. What sessions ask of
 * services that local AWS does not have, such as Step Functions, it passes on to the account.
 *
 * @param payload of the run on the schedule
 * @param secondsToSchedule until it starts, from before the deployment
 */
export async function deployFleet(
  payload: Readonly<Record<string, unknown>>,
  secondsToSchedule: number,
): Promise<DeployedFleet> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'deployed-fleet-'));
  const server = await startAccountServer();
  const local = await startLocalAws({ upstream: server.url });
  const close = async (): Promise<void> => {
    await local.close();
    await server[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return await deployTo({ server, local, folder, payload, secondsToSchedule, close });
  } catch (error) {
    await close();
    throw error;
  }
}

async function deployTo(to: {
  readonly server: AccountServer;
  readonly local: LocalAws;
  readonly folder: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly secondsToSchedule: number;
  readonly close: () => Promise<void>;
}): Promise<DeployedFleet> {
  const { server, local, folder, payload, secondsToSchedule, close } = to;
  const [assembly, outputsFile] = [path.join(folder, 'app'), path.join(folder, 'outputs.json')];
  const at = new Date(Date.now() + secondsToSchedule * 1000).toISOString().slice(0, 19);
  synthesizeFleetApp(assembly, { localUrl: local.url, at, payload });
  const run = async (...args: readonly string[]): Promise<void> => {
    const { succeeded, output } = await cdk(server.environment(ACCOUNT), ...args, '--app', assembly);
    if (!succeeded) throw new Error(output);
  };
  const deploy = async (): Promise<void> => {
    await run('bootstrap', `aws://${ACCOUNT}/${REGION}`);
    await run('deploy', STACK, '--require-approval', 'never', '--outputs-file', outputsFile);
  };
  await Promise.all([
    deploy(),
    deployAssembly({ folder: assembly, projectRoot, stateDir: local.stateDir, url: local.url }),
  ]);
  const raw: Record<string, string> = JSON.parse(readFileSync(outputsFile, 'utf8'))[STACK];
  const output = (key: OutputKey | FleetOutput): string => {
    const value = raw[key];
    if (value === undefined) throw new Error(`The stack has no output ${key}: ${JSON.stringify(raw)}`);
    return value;
  };

  const client = {
    endpoint: server.url,
    region: REGION,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'none' },
  };
  const [machines, logs] = [new SFNClient(client), new CloudWatchLogsClient(client)];
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const Bucket = output('ArtifactBucketName');
  const read = async (Key: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  };
  const describe = (executionArn: string): Promise<DescribeExecutionOutput> =>
    machines.send(new DescribeExecutionCommand({ executionArn }));
  return {
    server,
    local,
    outputsFile,
    bucket: Bucket,
    output,
    put: async (Key, Body) => {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    async start(input, stateMachineArn = output('MachineArn')) {
      const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
      return (await machines.send(command)).executionArn ?? '';
    },
    end: (executionArn, withinMs = 60_000) =>
      eventually(
        () => describe(executionArn),
        ({ status }) => status !== 'RUNNING',
        withinMs,
      ),
    stop: async (executionArn) => {
      await machines.send(new StopExecutionCommand({ executionArn }));
    },
    async results(executionArn) {
      const { mapRuns: [run] = [] } = await machines.send(new ListMapRunsCommand({ executionArn }));
      const id = run?.mapRunArn?.split(':').at(-1);
      const prefix = `counted-workflow/fleets/${executionArn.split(':').at(-1)}/results/${id}`;
      const { ResultFiles } = JSON.parse(await read(`${prefix}/manifest.json`));
      const entries = async (status: 'SUCCEEDED' | 'FAILED' | 'PENDING'): Promise<ItemResult[]> => {
        const files: { Key: string }[] = ResultFiles[status];
        const texts = await Promise.all(files.map(({ Key }) => read(Key)));
        const lines = texts.flatMap((text) => text.split('\n').slice(0, -1));
        return lines.map((line) => JSON.parse(line));
      };
      return {
        succeeded: await entries('SUCCEEDED'),
        failed: await entries('FAILED'),
        pending: await entries('PENDING'),
      };
    },
    async executions(stateMachineArn) {
      const { executions = [] } = await machines.send(new ListExecutionsCommand({ stateMachineArn }));
      return await Promise.all(executions.map(({ executionArn = '' }) => describe(executionArn)));
    },
    async tokens() {
      return (await server.events(ACCOUNT)).flatMap(({ token }) => token ?? []);
    },
    async logText() {
      const groups = [];
      for await (const page of paginateDescribeLogGroups({ client: logs }, {}))
        groups.push(...(page.logGroups ?? []));
      const functions = groups.map(async ({ logGroupName }) => {
        const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
        return events.map(({ message }) => message).join('\n');
      });
      return (await Promise.all(functions)).join('\n');
    },
    keptText: () => textsBelow(local.stateDir).join('\n'),
    async [Symbol.asyncDispose]() {
      for (const each of [machines, logs, s3]) each.destroy();
      await close();
    },
  };
}

/** All files of JSON and logs below a folder, but for bundles. */
function textsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('bundles'))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
}

/** A line of a file of results, as Step Functions writes it. */
export interface ItemResult {
  readonly Input: string;
  readonly Output?: string;
  readonly Error?: string;
  readonly Cause?: string;
  readonly Status: string;
}

/** A fleet that is deployed. */
export interface DeployedFleet extends AsyncDisposable {
  readonly server: AccountServer;
  /** Where the sessions run. */
  readonly local: LocalAws;
  readonly outputsFile: string;
  /** The artifact bucket, in the account. */
  readonly bucket: string;
  output(key: OutputKey | FleetOutput): string;
  /** Puts a file into the artifact bucket. */
  put(key: string, text: string): Promise<void>;
  /** Starts an execution, of the fleet unless another machine is said. @returns its ARN */
  start(input: object, stateMachineArn?: string): Promise<string>;
  /** Waits for the end of an execution, a minute unless said otherwise. */
  end(executionArn: string, withinMs?: number): Promise<DescribeExecutionOutput>;
  stop(executionArn: string): Promise<void>;
  /** What became of the items of an execution. */
  results(
    executionArn: string,
  ): Promise<Readonly<Record<'succeeded' | 'failed' | 'pending', readonly ItemResult[]>>>;
  executions(stateMachineArn: string): Promise<readonly DescribeExecutionOutput[]>;
  /** Of all attempts of all items, so far. */
  tokens(): Promise<readonly string[]>;
  /** All that functions have logged. */
  logText(): Promise<string>;
  /** All that local AWS keeps: logs of sessions, records of invocations, artifacts. */
  keptText(): string;
}
