import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { OutputKey } from '../../../lib/catalog/index.ts';
import { AwsFleets } from '../../../lib/cli/fleet/aws/aws-fleets.ts';
import type { FleetState } from '../../../lib/cli/fleet/fleet-state.ts';
import { FleetStore } from '../../../lib/cli/fleet/fleet-store.ts';
import { manifestsOf, readResults } from '../../../lib/cli/fleet/read-results.ts';
import type { FleetResult } from '../../../lib/contract/fleet-result.ts';
import { deployAssembly, type LocalAws, startLocalAws } from '../../../lib/local/index.ts';
import { eventually } from '../../faults/eventually.ts';
import { type AccountId, type AccountServer, startAccountServer } from '../support/account.ts';
import { cdk } from '../support/cdk-cli.ts';
import { projectRoot } from '../support/processes.ts';
import { DEFINITION, type FleetOutput, STACK, synthesizeFleetApp } from './fleet-app.ts';

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
  const output = (key: DeployedOutput): string => {
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
  // As the commands do that look after fleets.
  const store = new FleetStore({ place: { bucket: Bucket, prefix: DEFINITION }, s3: async () => s3 });
  const call = { abortSignal: new AbortController().signal };
  const fleets = new AwsFleets({ machineArn: output('FleetArn'), sfn: async () => machines, call });
  const describe = (executionArn: string): Promise<DescribeExecutionOutput> =>
    machines.send(new DescribeExecutionCommand({ executionArn }));
  return {
    server,
    local,
    output,
    put: async (Key, Body) => {
      await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    },
    async start(input, stateMachineArn = output('FleetArn')) {
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
      const state = await fleets.state(executionArn.split(':').at(-1) ?? '');
      if (state === undefined) throw new Error(`There is no fleet ${executionArn}.`);
      const results: FleetResult[] = [];
      for await (const result of readResults(await manifestsOf(state, { fleets, store }), store))
        results.push(result);
      return { ...state, results: results.sort((a, b) => a.index - b.index) };
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

type DeployedOutput = OutputKey | 'FleetArn' | FleetOutput;

/** A fleet that is deployed. */
export interface DeployedFleet extends AsyncDisposable {
  readonly server: AccountServer;
  /** Where the sessions run. */
  readonly local: LocalAws;
  output(key: DeployedOutput): string;
  /** Puts a file into the artifact bucket. */
  put(key: string, text: string): Promise<void>;
  /** Starts an execution, of the fleet unless another machine is said. @returns its ARN */
  start(input: object, stateMachineArn?: string): Promise<string>;
  /** Waits for the end of an execution, a minute unless said otherwise. */
  end(executionArn: string, withinMs?: number): Promise<DescribeExecutionOutput>;
  stop(executionArn: string): Promise<void>;
  /** How an execution has ended, and what became of its items, in their order. */
  results(executionArn: string): Promise<FleetState & { readonly results: readonly FleetResult[] }>;
  executions(stateMachineArn: string): Promise<readonly DescribeExecutionOutput[]>;
  /** Of all attempts of all items, so far. */
  tokens(): Promise<readonly string[]>;
  /** All that functions have logged. */
  logText(): Promise<string>;
  /** All that local AWS keeps: logs of sessions, records of invocations, artifacts. */
  keptText(): string;
}
