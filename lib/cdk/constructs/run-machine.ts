import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, type IDependable } from 'constructs';
import { FLEET_DEFAULTS } from '../../catalog/fleet-defaults.ts';
import { runDefinition } from '../machines/run-definition.ts';
import { checkItemRun, checkItemRunShape } from '../validation/item-run.ts';
import { throwIfAny } from '../validation/problems.ts';
import { FleetAlarms } from './fleet-alarms.ts';
import { ItemFunction } from './item-function.ts';
import { ItemMachine } from './item-machine.ts';
import { itemMonitoring, itemTaskOptions } from './item-run-options.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';
import type { ItemRunOptions } from './workflow-fleet-props.ts';

/**
 * A state machine that runs a workflow once: the input of its execution is the payload, and the execution ends as the workflow does.
 *
 * @throws WorkflowConfigurationError with all problems of the properties
 */
export class RunMachine extends Construct {
  readonly stateMachine: StateMachine;
  /** Starts the run. */
  readonly function: LambdaFunction;
  /** Runs failed; they cannot be started. None unless `monitoring` asks for them. */
  readonly alarms: readonly Alarm[];
  /** What must be there before an execution is started: whatever starts one by itself depends on it. */
  readonly ready: IDependable;
  readonly #machine: ItemMachine;

  constructor(scope: Construct, id: string, props: RunMachineProps) {
    throwIfAny('machine of a run', checkItemRunShape(id, props));
    throwIfAny('machine of a run', checkItemRun(scope, id, props));
    super(scope, id);
    const { workflow } = props;
    const { concurrency, toleratedFailurePercentage } = FLEET_DEFAULTS;
    const starter = new ItemFunction(this, 'Start', {
      workflow,
      buckets: [],
      concurrency,
      toleratedFailurePercentage,
    });
    this.function = starter.function;
    const functionArn = this.function.functionArn;
    this.#machine = new ItemMachine(this, 'Run', {
      workflow,
      function: starter,
      definition: runDefinition(itemTaskOptions({ ...props, functionArn })),
    });
    const { stateMachine, ready } = this.#machine;
    this.stateMachine = stateMachine;
    this.ready = ready;
    const monitoring = itemMonitoring(props);
    this.alarms = monitoring
      ? new FleetAlarms(this, 'Alarms', {
          ...monitoring,
          workflow,
          stateMachine,
          function: this.function,
          hasItems: false,
        }).all
      : [];
  }

  /** Lets a principal start executions: `states:StartExecution`, and the key of the machine where it has one. */
  grantStart(grantee: iam.IGrantable): iam.Grant {
    return this.#machine.grantStart(grantee);
  }
}

/** What a {@link RunMachine} is made of. */
export interface RunMachineProps extends ItemRunOptions {
  readonly workflow: NovaActWorkflow;
}
