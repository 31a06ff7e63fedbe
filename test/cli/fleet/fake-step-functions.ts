import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient } from '@aws-sdk/client-sfn';

/** An execution as the server below knows it; times are seconds, as the model of the service has them. */
export interface FakeExecution {
  readonly name: string;
  readonly status: string;
  readonly startDate: number;
  readonly stopDate?: number;
  readonly input?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount?: number;
  readonly redriveStatus?: string;
  readonly redriveStatusReason?: string;
  readonly mapRunId?: string;
  /** Of a second one, begun by a redrive. */
  readonly laterMapRunId?: string;
  /** Whether a redrive is refused although it was called possible. */
  readonly isRefused?: boolean;
  readonly itemCounts?: Readonly<Record<string, number>>;
}

const START = 'arn:aws:states:us-east-1:123456789012';
export const MACHINE_ARN = `${START}:stateMachine:shop-fleet`;

/**
 * A server of the operations of Step Functions that commands on fleets use, in its protocol (AWS JSON 1.0), with answers as the
 * model says them.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html
 */
export async function startStepFunctions(executions: FakeExecution[] = []) {
  const asked: { readonly operation: string; readonly input: Record<string, unknown> }[] = [];
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const operation = String(request.headers['x-amz-target']).replace('AWSStepFunctions.', '');
    const input = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    asked.push({ operation, input });
    const [status, body] = outcome(operation, input);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  }

  function outcome(operation: string, input: Record<string, unknown>): [number, object] {
    const name = String(input.executionArn ?? '')
      .split(':')
      .at(-1);
    const found = executions.find((each) => each.name === name);
    switch (operation) {
      case 'StartExecution': {
        if (executions.some((each) => each.name === input.name)) return refusal('ExecutionAlreadyExists');
        executions.unshift({ name: String(input.name), status: 'RUNNING', startDate: 1_800_000_000 });
        return [200, { executionArn: arnOf(String(input.name)), startDate: 1_800_000_000 }];
      }
      case 'ListExecutions':
        return [200, { executions: executions.map((each) => ({ ...described(each) })) }];
      case 'DescribeExecution':
        return found === undefined ? refusal('ExecutionDoesNotExist') : [200, described(found)];
      case 'ListMapRuns': {
        const { mapRunId, laterMapRunId: later } = found ?? {};
        const mapRuns = found === undefined || mapRunId === undefined ? [] : [mapRunOf(found)];
        if (found !== undefined && later !== undefined)
          mapRuns.unshift(mapRunOf({ ...found, mapRunId: later, startDate: found.startDate + 9 }));
        return [200, { mapRuns }];
      }
      case 'DescribeMapRun': {
        const run = executions.find((each) => String(input.mapRunArn).endsWith(`:${each.mapRunId}`));
        return run === undefined
          ? refusal('ResourceNotFound')
          : [200, { ...mapRunOf(run), status: run.status, itemCounts: run.itemCounts }];
      }
      case 'RedriveExecution':
      case 'StopExecution': {
        if (found?.isRefused === true) return refusal('ExecutionNotRedrivable');
        const status = operation === 'StopExecution' ? 'ABORTED' : 'RUNNING';
        executions = executions.map((each) => (each === found ? { ...each, status } : each));
        return [
          200,
          operation === 'StopExecution' ? { stopDate: 1_800_000_009 } : { redriveDate: 1_800_000_009 },
        ];
      }
      default:
        return refusal('UnknownOperationException');
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  return {
    asked,
    client,
    operations: () => asked.map(({ operation }) => operation),
    async [Symbol.asyncDispose](): Promise<void> {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusal(name: string): [number, object] {
  return [400, { __type: name, message: `${name}: said by the service` }];
}

function arnOf(name: string): string {
  return `${START}:execution:shop-fleet:${name}`;
}

function described({
  mapRunId: _,
  laterMapRunId: __,
  isRefused: ___,
  itemCounts: ____,
  ...execution
}: FakeExecution): object {
  return { ...execution, executionArn: arnOf(execution.name), stateMachineArn: MACHINE_ARN };
}

function mapRunOf({ mapRunId, name, startDate }: FakeExecution): object {
  const mapRunArn = `${START}:mapRun:shop-fleet/jsonl:${mapRunId}`;
  return { executionArn: arnOf(name), mapRunArn, stateMachineArn: MACHINE_ARN, startDate };
}
