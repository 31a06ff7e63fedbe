import type { Alarm, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, type IDependable } from 'constructs';
import { FLEET_DEFAULTS } from '../../catalog/fleet-defaults.ts';
import { fleetDefinition } from '../machines/fleet-definition.ts';
import { explainWildcards } from '../nag/explain.ts';
import { checkFleet, checkFleetShape } from '../validation/fleet.ts';
import { throwIfAny } from '../validation/problems.ts';
import { OBJECT_KEY_WILDCARD } from './artifact-bucket.ts';
import { FleetAlarms } from './fleet-alarms.ts';
import { warnOfQuotas } from './fleet-concurrency.ts';
import { FleetDashboard } from './fleet-dashboard.ts';
import { fleetKeyStatements } from './fleet-keys.ts';
import {
  FLEETS_FOLDER,
  fleetStatements,
  fleetWildcards,
  itselfStatements,
  uploadsWildcard,
} from './fleet-statements.ts';
import { ItemFunction } from './item-function.ts';
import { ItemMachine } from './item-machine.ts';
import { itemMonitoring, itemTaskOptions } from './item-run-options.ts';
import type { NovaActWorkflow } from './nova-act-workflow.ts';
import type { FleetMonitoring, WorkflowFleetProps } from './workflow-fleet-props.ts';

/**
 * Runs a workflow for each item of a list, many at a time: a state machine that starts items, waits for their ends, begins again what was
 * lost, and writes down what became of each. An execution's input is `{ "items": { "format"?, "bucket"?, "key" } }`.
 *
 * @throws WorkflowConfigurationError with all problems of the properties
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export class WorkflowFleet extends Construct {
  readonly workflow: NovaActWorkflow;
  readonly stateMachine: StateMachine;
  /** Checks what executions are started with, and starts items. */
  readonly function: LambdaFunction;
  /** Where items may be, beside the folder `fleets/` of the workflow. */
  readonly itemBuckets: readonly IBucket[];
  /** Items failed; the fleet failed; items cannot be started. None unless `monitoring` asks for them. */
  readonly alarms: readonly Alarm[];
  /** Absent unless `monitoring` asks for it. */
  readonly dashboard: Dashboard | undefined;
  /** How it is watched, as it was asked for. */
  readonly monitoring: FleetMonitoring | undefined;
  /** What must be there before an execution is started: whatever starts one by itself depends on it. */
  readonly ready: IDependable;
  readonly #machine: ItemMachine;

  constructor(scope: Construct, id: string, props: WorkflowFleetProps) {
    throwIfAny('fleet', checkFleetShape(id, props));
    throwIfAny('fleet', checkFleet(scope, id, props));
    super(scope, id);
    const { workflow, itemBuckets = [] } = props;
    const {
      concurrency = FLEET_DEFAULTS.concurrency,
      toleratedFailurePercentage = FLEET_DEFAULTS.toleratedFailurePercentage,
    } = props;
    this.workflow = workflow;
    this.itemBuckets = itemBuckets;
    this.monitoring = itemMonitoring(props);
    warnOfQuotas(this, { concurrency, quotas: props.quotas });

    const { artifactPrefix, foundation } = workflow;
    const { artifactBucket } = foundation;
    const starter = new ItemFunction(this, 'Start', {
      workflow,
      buckets: itemBuckets.map(({ bucketName }) => bucketName),
      concurrency,
      toleratedFailurePercentage,
    });
    this.function = starter.function;
    this.#machine = new ItemMachine(this, 'Items', {
      workflow,
      function: starter,
      definition: fleetDefinition({
        ...itemTaskOptions({ ...props, functionArn: starter.function.functionArn }),
        resultBucket: artifactBucket.bucketName,
        resultPrefix: `${artifactPrefix}/${FLEETS_FOLDER}`,
      }),
      statements: fleetStatements({
        artifacts: { bucket: artifactBucket, prefix: artifactPrefix },
        itemBuckets,
      }),
    });
    this.stateMachine = this.#machine.stateMachine;
    this.ready = this.#machine.ready;
    for (const statement of fleetKeyStatements(this, { artifactBucket, itemBuckets }))
      this.stateMachine.addToRolePolicy(statement);
    this.#machine.allow('Itself', {
      role: this.stateMachine.role,
      statements: itselfStatements(this.#machine),
    });
    explainWildcards(this, [...fleetWildcards({ prefix: artifactPrefix, itemBuckets }), OBJECT_KEY_WILDCARD]);

    const { stateMachine, monitoring } = this;
    this.alarms = monitoring
      ? new FleetAlarms(this, 'Alarms', { workflow, stateMachine, function: this.function, ...monitoring })
          .all
      : [];
    this.dashboard =
      monitoring &&
      new FleetDashboard(this, 'Dashboard', { workflow, stateMachine, alarms: this.alarms }).dashboard;
  }

  /** Lets a principal start executions: `states:StartExecution`, and the key of the machine where it has one. */
  grantStart(grantee: iam.IGrantable): iam.Grant {
    return this.#machine.grantStart(grantee);
  }

  /** Lets the machine read lists in another folder of the artifact bucket. @param prefix what their keys begin with */
  allowUploads(prefix: string): void {
    const { artifactBucket } = this.workflow.foundation;
    this.stateMachine.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [artifactBucket.arnForObjects(`${prefix}*`)],
      }),
    );
    explainWildcards(this, [uploadsWildcard(prefix)]);
  }
}
