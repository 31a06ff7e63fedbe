import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  BedrockAgentCoreControlClient,
  GetAgentRuntimeEndpointCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { AccountEvent, AccountId, AccountServer } from './account.ts';
import { cdk } from './cdk-cli.ts';
import { projectRoot, run } from './processes.ts';
import { Stacks } from './stacks.ts';

const RUNTIME_LOGS = '/aws/bedrock-agentcore/runtimes/';
/** By this stream a group is known for the one that was there before. */
const STREAM = 'written-before';

/** What a step of a transition led to. */
export interface Outcome {
  readonly result: 'deployed' | 'unchanged' | 'refused';
  /** What the CDK CLI printed, when it was refused. */
  readonly message: string;
  /** How many images Docker or CodeBuild made during the step. */
  readonly images: number;
  /** Versions of runtimes, by name, as far as stacks say them. */
  readonly versions: Readonly<Record<string, string>>;
  /** What their endpoints `live` lead to, by the same names. */
  readonly live: Readonly<Record<string, string | undefined>>;
  /** How often runtimes were called during the step. */
  readonly calls: number;
  /** Log groups of runtimes that had logs and are gone, or were made anew. */
  readonly lostLogs: readonly string[];
  /** Days that log groups of runtimes keep their logs; undefined is for ever. By the end of their names. */
  readonly retention: Readonly<Record<string, number | undefined>>;
  /** Whether the preflight had refused it; absent when it was not asked. */
  readonly foreseen?: boolean;
}

/** A bootstrapped account of the server, to which the CDK CLI deploys one assembly after another. */
export class DeployedAccount implements Disposable {
  readonly #server: AccountServer;
  readonly #id: AccountId;
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'deployed-account-'));
  readonly #logged = new Set<string>();
  #machine = 1;

  constructor(server: AccountServer, id: AccountId) {
    this.#server = server;
    this.#id = id;
  }

  /** Goes on at another machine: Docker has no images there. */
  changeMachine(): void {
    this.#machine += 1;
  }

  /** What `cdk bootstrap` makes, without the time that the CLI takes. */
  async bootstrap(region = 'us-east-1'): Promise<void> {
    const file = path.join('node_modules', 'aws-cdk', 'lib', 'api', 'bootstrap', 'bootstrap-template.yaml');
    const template = readFileSync(path.join(projectRoot, file), 'utf8');
    const { status, reasons } = await new Stacks(this.#environment, region).create('CDKToolkit', template);
    if (status !== 'CREATE_COMPLETE') throw new Error(`The bootstrap stack ended as ${status}.\n${reasons}`);
  }

  /** Deploys all stacks of an assembly, or those that are named, with further flags of the CLI. */
  async deploy(assembly: string, stacks: readonly string[] = ['--all']): Promise<Outcome> {
    const flags = ['--app', assembly, '--require-approval', 'never', '--progress', 'events'];
    return await this.#observe(() => cdk(this.#environment, 'deploy', ...stacks, ...flags));
  }

  /** Whether the preflight refuses an assembly. */
  async foresees(assembly: string): Promise<boolean> {
    const command = ['--import', 'tsx', path.join('bin', 'preflight.ts'), '--app', assembly, '--json'];
    try {
      await run(process.execPath, command, this.#server.localEnvironment(this.#id));
      return false;
    } catch (error) {
      if (String(error).includes(' ended with 2.') && String(error).includes('"code": "DeploymentRefused"'))
        return true;
      throw error;
    }
  }

  async destroy(assembly: string, stacks: readonly string[] = ['--all']): Promise<Outcome> {
    return await this.#observe(() =>
      cdk(this.#environment, 'destroy', ...stacks, '--force', '--app', assembly),
    );
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #environment(): Readonly<Record<string, string>> {
    return {
      ...this.#server.environment(this.#id),
      CDK_DOCKER: path.join(import.meta.dirname, 'docker-stand-in.mjs'),
      DOCKER_STAND_IN_LOG: path.join(this.#folder, `${this.#machine}.log`),
      CDK_VALIDATION: 'false',
    };
  }

  async #observe(act: () => ReturnType<typeof cdk>): Promise<Outcome> {
    const [before, callsBefore] = [await this.#images(), await this.#count('call')];
    const { succeeded, output } = await act();
    const unchanged = succeeded && !/✅.*(?<!\(no changes\))$/m.test(output);
    const groups = await this.#runtimeLogGroups();
    const kept = new Set(groups.filter(({ written }) => written).map(({ name }) => name));
    const lostLogs = [...this.#logged].filter((name) => !kept.has(name));
    for (const { name } of groups) {
      this.#logged.add(name);
      if (!kept.has(name)) {
        await this.#logs.send(new CreateLogStreamCommand({ logGroupName: name, logStreamName: STREAM }));
      }
    }
    return {
      result: succeeded ? (unchanged ? 'unchanged' : 'deployed') : 'refused',
      message: succeeded ? '' : output,
      images: (await this.#images()) - before,
      ...(await this.#versions()),
      calls: (await this.#count('call')) - callsBefore,
      lostLogs: lostLogs.map(shortened),
      retention: Object.fromEntries(groups.map(({ name, retention }) => [shortened(name), retention])),
    };
  }

  get #logs(): CloudWatchLogsClient {
    return new CloudWatchLogsClient(this.#client);
  }

  get #client() {
    const credentials = { accessKeyId: this.#id, secretAccessKey: 'none' };
    return { endpoint: this.#server.url, region: 'us-east-1', credentials };
  }

  async #count(wanted: AccountEvent['kind']): Promise<number> {
    return (await this.#server.events(this.#id)).filter(({ kind }) => kind === wanted).length;
  }

  async #images(): Promise<number> {
    const logs = readdirSync(this.#folder).map((file) => readFileSync(path.join(this.#folder, file), 'utf8'));
    return (
      (await this.#count('build')) +
      logs
        .join('')
        .split('\n')
        .filter((line) => line.startsWith('build ')).length
    );
  }

  async #versions(): Promise<Pick<Outcome, 'versions' | 'live'>> {
    const control = new BedrockAgentCoreControlClient(this.#client);
    const stacks = await new Stacks(this.#environment).all();
    const found = await Promise.all(
      stacks.map(async ({ outputs: { RuntimeId, RuntimeVersion } }) => {
        if (!RuntimeId || !RuntimeVersion) return [];
        const { liveVersion } = await control.send(
          new GetAgentRuntimeEndpointCommand({ agentRuntimeId: RuntimeId, endpointName: 'live' }),
        );
        return [{ name: shortened(RuntimeId), newest: RuntimeVersion, live: liveVersion }];
      }),
    );
    const runtimes = found.flat();
    return {
      versions: Object.fromEntries(runtimes.map(({ name, newest }) => [name, newest])),
      live: Object.fromEntries(runtimes.map(({ name, live }) => [name, live])),
    };
  }

  async #runtimeLogGroups() {
    const { logGroups = [] } = await this.#logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: RUNTIME_LOGS }),
    );
    return await Promise.all(
      logGroups.map(async ({ logGroupName: name = '', retentionInDays: retention }) => {
        const { logStreams = [] } = await this.#logs.send(
          new DescribeLogStreamsCommand({ logGroupName: name, logStreamNamePrefix: STREAM }),
        );
        return { name, retention, written: logStreams.length > 0 };
      }),
    );
  }
}

/** Without the path and the id: `/aws/…/getting_started-hDUDc6wEyn-live` is `getting_started-live`. */
function shortened(name: string): string {
  return name.replace(RUNTIME_LOGS, '').replace(/-[a-zA-Z0-9]{10}(?=-|$)/, '');
}
