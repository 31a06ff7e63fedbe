import { readFileSync } from 'node:fs';
import path from 'node:path';
import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import {
  NovaActWorkflow,
  WorkflowFleet,
  WorkflowFoundation,
  WorkflowSchedule,
} from '../../../lib/cdk/index.ts';
import { ENDPOINT_VARIABLE } from '../../../lib/contract/variables.ts';
import { projectRoot } from '../support/processes.ts';

export const STACK = 'Count';
export const DEFINITION = 'counted-workflow';
export const CONCURRENCY = 8;
/** A busy machine takes ten to start a session, in which nothing is heard of it. */
export const LOST_AFTER_SECONDS = 30;
export const TOLERATED_PERCENT = 10;

/** What the test reads of the stack beside the outputs of the workflow. */
export type FleetOutput = 'ScheduledMachineArn';

/** Synthesizes a stack with a workflow, its fleet, and a schedule that runs it once. */
export function synthesizeFleetApp(outdir: string, settings: FleetAppSettings): void {
  const flags: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(path.join(projectRoot, 'cdk.json'), 'utf8'),
  );
  const app = new App({ outdir, analyticsReporting: false, postCliContext: flags.context });
  const stack = new Stack(app, STACK, { env: { region: 'us-east-1' } });
  const workflow = new NovaActWorkflow(stack, 'Counted', {
    entry: path.join(import.meta.dirname, 'counted-workflow.ts'),
    // One word: the account and local AWS make the same id of it.
    workflowName: 'counted',
    definitionName: DEFINITION,
    build: 'zip',
    // It opens no page; what starts a browser for it would take most of the time.
    runtime: { environment: { NOVA_ACT_EARLY_BROWSER: '0' } },
    foundation: new WorkflowFoundation(stack, 'Data'),
  });
  const fleet = new WorkflowFleet(stack, 'Fleet', {
    workflow,
    concurrency: CONCURRENCY,
    toleratedFailurePercentage: TOLERATED_PERCENT,
    lostAfter: Duration.seconds(LOST_AFTER_SECONDS),
  });
  workflow.addOutputs({ fleet });
  const schedule = new WorkflowSchedule(stack, 'Once', {
    workflow,
    at: settings.at,
    payload: settings.payload,
  });
  // The account of the test runs no code of runtimes: local AWS does.
  for (const each of stack.node.findAll())
    if (each instanceof LambdaFunction) each.addEnvironment(ENDPOINT_VARIABLE.agentCore, settings.localUrl);
  const outputs: Record<FleetOutput, string> = {
    ScheduledMachineArn: schedule.runMachine?.stateMachine.stateMachineArn ?? '',
  };
  for (const [name, value] of Object.entries(outputs)) new CfnOutput(stack, name, { value });
  app.synth();
}

interface FleetAppSettings {
  /** Local AWS, where the sessions are. */
  readonly localUrl: string;
  /** When the schedule starts the workflow: a time of UTC without a zone. */
  readonly at: string;
  /** What it is started with. */
  readonly payload: Readonly<Record<string, unknown>>;
}
