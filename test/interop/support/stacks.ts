import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type Output,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';

const CAPABILITIES = ['CAPABILITY_NAMED_IAM'] as const;
const POLL_MS = 30;

/** Part of a template that a test writes by hand. */
export interface TestTemplate {
  readonly Parameters?: Readonly<Record<string, object>>;
  readonly Resources: Readonly<Record<string, object>>;
  readonly Outputs?: Readonly<Record<string, object>>;
}

/** How an operation on a stack ended. */
export interface StackResult {
  /** Of the stack; `REFUSED` when the request itself was. */
  readonly status: string;
  /** Why, as the events of this operation say it. */
  readonly reasons: string;
}

/** CloudFormation of one account, by its API. */
export class Stacks {
  readonly client: CloudFormationClient;

  constructor(environment: Readonly<Record<string, string>>, region = 'us-east-1') {
    this.client = new CloudFormationClient({
      endpoint: environment.AWS_ENDPOINT_URL ?? '',
      region,
      credentials: { accessKeyId: environment.AWS_ACCESS_KEY_ID ?? '', secretAccessKey: 'none' },
    });
  }

  async create(
    StackName: string,
    template: TestTemplate | string,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<StackResult> {
    const command = new CreateStackCommand({
      StackName,
      TemplateBody: typeof template === 'string' ? template : JSON.stringify(template),
      Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
        ParameterKey,
        ParameterValue,
      })),
      Capabilities: [...CAPABILITIES],
    });
    return await this.#settle(StackName, () => this.client.send(command));
  }

  async update(StackName: string, template: TestTemplate): Promise<StackResult> {
    const TemplateBody = JSON.stringify(template);
    const command = new UpdateStackCommand({ StackName, TemplateBody, Capabilities: [...CAPABILITIES] });
    return await this.#settle(StackName, () => this.client.send(command));
  }

  /** An update by a change set; a change set without changes is refused. */
  async change(StackName: string, template: TestTemplate): Promise<StackResult> {
    const ChangeSetName = `change-${Date.now()}`;
    const TemplateBody = JSON.stringify(template);
    return await this.#settle(StackName, async () => {
      await this.client.send(new CreateChangeSetCommand({ StackName, ChangeSetName, TemplateBody }));
      const { Status, StatusReason } = await this.client.send(
        new DescribeChangeSetCommand({ StackName, ChangeSetName }),
      );
      if (Status === 'FAILED') throw new Error(StatusReason);
      await this.client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
    });
  }

  async delete(StackName: string): Promise<StackResult> {
    const [stack] = await this.#describe(StackName);
    return await this.#settle(stack?.StackId ?? StackName, () =>
      this.client.send(new DeleteStackCommand({ StackName })),
    );
  }

  async outputs(StackName: string): Promise<Record<string, string>> {
    const [stack] = await this.#describe(StackName);
    return asRecord(stack?.Outputs ?? []);
  }

  /** All that are not deleted. */
  async all(): Promise<
    { readonly name: string; readonly status: string; readonly outputs: Record<string, string> }[]
  > {
    return (await this.#describe()).map(({ StackName = '', StackStatus = '', Outputs = [] }) => ({
      name: StackName,
      status: StackStatus,
      outputs: asRecord(Outputs),
    }));
  }

  async #describe(StackName?: string) {
    const { Stacks: stacks = [] } = await this.client.send(
      new DescribeStacksCommand(StackName ? { StackName } : {}),
    );
    return stacks;
  }

  async #settle(name: string, request: () => Promise<unknown>): Promise<StackResult> {
    const earlier = new Set((await this.#events(name)).map(({ EventId }) => EventId));
    try {
      await request();
    } catch (error) {
      return { status: 'REFUSED', reasons: error instanceof Error ? error.message : String(error) };
    }
    let status = 'UNKNOWN_IN_PROGRESS';
    while (status.endsWith('_IN_PROGRESS')) {
      await sleep(POLL_MS);
      const [stack] = await this.#describe(name);
      status = stack?.StackStatus ?? 'GONE';
    }
    const events = (await this.#events(name)).filter(({ EventId }) => !earlier.has(EventId));
    const reasons = events.map(({ ResourceStatusReason }) => ResourceStatusReason).filter(Boolean);
    return { status, reasons: reasons.join('\n') };
  }

  async #events(StackName: string) {
    try {
      const { StackEvents = [] } = await this.client.send(new DescribeStackEventsCommand({ StackName }));
      return StackEvents;
    } catch {
      // There is no such stack yet.
      return [];
    }
  }
}

function asRecord(outputs: readonly Output[]): Record<string, string> {
  return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
}
