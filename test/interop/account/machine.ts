import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { output, role } from '../support/resources.ts';
import { accountServer, type newAccount } from '../support/test-account.ts';

type Account = ReturnType<typeof newAccount>;

/** Of a function that throws what its payload says, and does nothing otherwise. */
const CODE = `exports.handler = async ({ error }) => {
  if (error) throw Object.assign(new Error('It was told to.'), { name: error });
};`;

/** A task that starts that function and waits for a callback. */
export const waitingTask = (more: object = {}): Readonly<Record<string, unknown>> => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a place for a substitution of CloudFormation
  Parameters: { FunctionName: '${Function}', Payload: { 'error.$': '$.error', 'token.$': '$$.Task.Token' } },
  End: true,
  ...more,
});

/** Deploys a state machine of states that begin with `First`. */
export async function deployMachine(account: Account, states: object): Promise<Machine> {
  const { status, reasons } = await account.stacks.create('Machine', {
    Resources: {
      Role: role(),
      Results: { Type: 'AWS::S3::Bucket', Properties: { BucketName: `results-${account.id}` } },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Code: { ZipFile: CODE },
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        },
      },
      Machine: {
        Type: 'AWS::StepFunctions::StateMachine',
        Properties: {
          RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          DefinitionString: JSON.stringify({ StartAt: 'First', States: states }),
          DefinitionSubstitutions: { Function: { 'Fn::GetAtt': ['Function', 'Arn'] } },
        },
      },
    },
    Outputs: { Arn: output({ Ref: 'Machine' }) },
  });
  if (status !== 'CREATE_COMPLETE') throw new Error(reasons);
  const { Arn: stateMachineArn } = await account.stacks.outputs('Machine');
  const describe = (executionArn: string | undefined): Promise<DescribeExecutionOutput> =>
    account.machines.send(new DescribeExecutionCommand({ executionArn }));
  return {
    bucket: `results-${account.id}`,
    async start(input) {
      const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
      return (await account.machines.send(command)).executionArn ?? '';
    },
    describe,
    async end(executionArn) {
      for (;;) {
        const execution = await describe(executionArn);
        if (execution.status !== 'RUNNING') return execution;
        await sleep(50);
      }
    },
    async tokens(count) {
      for (;;) {
        const events = await accountServer().events(account.id);
        const tokens = events.flatMap(({ token }) => token ?? []);
        if (tokens.length >= count) return tokens;
        await sleep(50);
      }
    },
  };
}

/** A deployed state machine. */
export interface Machine {
  /** An empty bucket. */
  readonly bucket: string;
  /** @returns the ARN of the execution */
  start(input: object): Promise<string>;
  describe(executionArn: string): Promise<DescribeExecutionOutput>;
  /** Waits for the end of an execution. */
  end(executionArn: string): Promise<DescribeExecutionOutput>;
  /** Waits until so many attempts of tasks wait or have waited, and says their tokens. */
  tokens(count: number): Promise<readonly string[]>;
}
