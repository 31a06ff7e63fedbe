import type { Duration } from 'aws-cdk-lib';
import type { Alarm, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { NovaActWorkflow } from './nova-act-workflow.ts';

/** A state machine that runs a workflow once: the input of its execution is the payload, and the execution ends as the workflow does. */
export class RunMachine extends Construct {
  declare readonly stateMachine: StateMachine;
  declare readonly function: LambdaFunction;
  /** None unless `monitoring` asks for them. */
  declare readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, _props: RunMachineProps) {
    super(scope, id);
    throw new Error('not there yet');
  }
}

/** What a {@link RunMachine} is made of. */
export interface RunMachineProps {
  readonly workflow: NovaActWorkflow;
  readonly retries?: { readonly lost?: number | undefined; readonly failed?: number | undefined } | undefined;
  readonly lostAfter?: Duration | undefined;
  readonly monitoring?: boolean | { readonly actions?: readonly IAlarmAction[] | undefined } | undefined;
}
