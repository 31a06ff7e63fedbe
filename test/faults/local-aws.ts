import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type InvocationRecord, isInvocationRecord } from '../../lib/contract/invocation-record.ts';
import { RuntimeRegistry } from '../../lib/local/agentcore/index.ts';
import { GetWorkflowRunCommand, ListActsCommand, NovaActClient } from '../../lib/service/index.ts';
import type { Checkout } from './checkout.ts';
import type { Child } from './child.ts';
import { eventually } from './eventually.ts';

const START_LIMIT_MS = 90_000;

/** Local AWS of a checkout, in a process of its own, with the workflows of the faults. */
export class LocalAws {
  readonly checkout: Checkout;
  readonly stateDir: string;
  readonly url: string;
  readonly demoSiteUrl: string;
  /** For programs that talk to it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly process: Child;
  readonly runtimeArn: string;

  private constructor(checkout: Checkout, stateDir: string, child: Child, ready: Ready) {
    this.checkout = checkout;
    this.stateDir = stateDir;
    this.process = child;
    this.url = ready.url;
    this.demoSiteUrl = ready.demoSiteUrl;
    this.environment = ready.environment;
    this.runtimeArn = ready.workflows[0]?.runtimeArn ?? '';
  }

  /** @throws when it does not come up, with what it said */
  static async start(
    checkout: Checkout,
    options: { readonly stateDir?: string; readonly port?: number } = {},
  ): Promise<LocalAws> {
    const { stateDir = checkout.folder('state'), port = 0 } = options;
    const child = checkout.command(['local', '--json', '--port', String(port), '--state-dir', stateDir]);
    await eventually(
      child.stdout,
      (text) => text.trimEnd().endsWith('}') || child.end !== undefined,
      START_LIMIT_MS,
    );
    if (child.end !== undefined || child.stdout() === '') {
      child.kill('SIGKILL');
      throw new Error(`local AWS did not start (${child.end}): ${child.stderr()}`);
    }
    return new LocalAws(checkout, stateDir, child, readyOf(JSON.parse(child.stdout())));
  }

  /** Status of a run, as the service says it. */
  async runStatus(runId: string): Promise<string> {
    return await this.#ask(async (client) => {
      const command = new GetWorkflowRunCommand({
        workflowDefinitionName: 'faults-probe',
        workflowRunId: runId,
      });
      return (await client.send(command)).status;
    });
  }

  /** Statuses of the acts of a run. */
  async actStatuses(runId: string): Promise<readonly string[]> {
    return await this.#ask(async (client) => {
      const command = new ListActsCommand({ workflowDefinitionName: 'faults-probe', workflowRunId: runId });
      const { actSummaries } = await client.send(command);
      return actSummaries.map(({ status }) => status);
    });
  }

  /** The folder with the code of a workflow that is deployed. */
  bundleDir(workflow: string): string {
    const runtimes = new RuntimeRegistry({ stateDir: this.stateDir }).list();
    const { bundleDir } = runtimes.find(({ name }) => name === workflow) ?? {};
    if (bundleDir === undefined) throw new Error(`${workflow} is not deployed.`);
    return bundleDir;
  }

  /** How many steps of acts of a run there are. */
  stepsOf(runId: string): number {
    const dir = path.join(this.stateDir, 'nova-act', 'definitions', 'faults-probe', 'runs', runId);
    return filesBelow(dir)
      .filter((file) => file.endsWith('steps.jsonl'))
      .reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').length - 1, 0);
  }

  /** The record of the invocation that a run belongs to. */
  recordOf(runId: string): InvocationRecord | undefined {
    return filesBelow(path.join(this.stateDir, 'artifacts'))
      .filter((file) => /\/invocations\/[^/]+\.json$/.test(file))
      .flatMap((file): readonly InvocationRecord[] => {
        const record = parse(readFileSync(file, 'utf8'));
        return isInvocationRecord(record) && record.workflowRunIds?.includes(runId) ? [record] : [];
      })[0];
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    this.process.kill('SIGINT');
    const ended = await eventually(
      () => this.process.end,
      (end) => end !== undefined,
      20_000,
    );
    if (ended === undefined) this.process.kill('SIGKILL');
    await this.process.ended;
  }

  async #ask<T>(question: (client: NovaActClient) => Promise<T>): Promise<T> {
    const client = new NovaActClient({
      endpoint: this.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'faults', secretAccessKey: 'faults' },
    });
    try {
      return await question(client);
    } finally {
      client.destroy();
    }
  }
}

interface Ready {
  readonly url: string;
  readonly demoSiteUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly workflows: readonly { readonly runtimeArn: string }[];
}

/** Older versions, which `--against` measures, print it without an envelope. */
function readyOf(printed: Ready | { readonly ok: true; readonly data: Ready }): Ready {
  return 'data' in printed ? printed.data : printed;
}

function filesBelow(dir: string): readonly string[] {
  try {
    return readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => path.join(dir, name));
  } catch {
    return [];
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
