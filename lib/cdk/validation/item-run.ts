import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { MAX_ITEM_RETRIES, MIN_LOST_AFTER_SECONDS } from '../../catalog/limits.ts';
import { MAX_HEARTBEAT_SECONDS } from '../../contract/item-run.ts';
import { isRecord } from '../../core/is-record.ts';
import { type Problem, show } from '../../core/problems.ts';
import type { RunMachineProps } from '../constructs/run-machine.ts';
import type { FleetMonitoring, ItemRetries, ItemRunOptions } from '../constructs/workflow-fleet-props.ts';
import { checkStack } from './fleet-place.ts';
import { checkKinds, checkKnownKeys, KIND, type PropsShape, type PropsShapeOf } from './props-shape.ts';
import { checkWhole } from './whole-number.ts';

/**
 * Checks that the properties of a machine can be checked at all, before anything of them is read.
 *
 * @param shape what it takes beside {@link ITEM_RUN}
 * @returns nothing when they can; else everything that shows already
 */
export function checkItemRunShape(where: string, props: unknown, shape: PropsShape = RUN): Problem[] {
  const part = (key: string): unknown => (isRecord(props) ? props[key] : undefined);
  const monitoring = part('monitoring');
  const kinds = [
    ...checkKinds(where, props, shape, ['workflow']),
    ...(isRecord(monitoring) ? checkKinds(`${where}.monitoring`, monitoring, ITEM_MONITORING) : []),
  ];
  const keys = [
    ...checkKnownKeys(where, props, shape),
    ...checkKnownKeys(`${where}.retries`, part('retries'), RETRIES),
    ...checkKnownKeys(`${where}.monitoring`, monitoring, ITEM_MONITORING),
  ];
  return [...keys, ...kinds];
}

/** Checks how items are run, and whether the workflow can run them here. */
export function checkItemRun(scope: Construct, where: string, props: RunMachineProps): Problem[] {
  const { workflow, retries, lostAfter } = props;
  const { runtime, workflowName } = workflow;
  const problem = (what: string, got: string, allowed: string, fix: string): Problem => ({
    where: `${where}.workflow`,
    what: `${JSON.stringify(workflowName)} ${what}`,
    got,
    allowed,
    fix,
  });
  return [
    ...(runtime.serverProtocol === 'MCP'
      ? [
          problem(
            'is a tool for agents, and takes no payloads',
            'serverProtocol "MCP"',
            'a workflow with serverProtocol "HTTP"',
            'make another NovaActWorkflow of the same entry, without serverProtocol',
          ),
        ]
      : []),
    ...(runtime.bearerTokens
      ? [
          problem(
            'lets callers in by tokens, and its items are started with AWS credentials',
            'a workflow with an authorizer',
            'a workflow without authorizer',
            'make another NovaActWorkflow of the same entry, without authorizer',
          ),
        ]
      : []),
    ...checkStack(`${where}.workflow`, workflow, {
      scope,
      what: 'its items cannot be run from here',
      than: 'this stack',
      fix: 'make this in the stack of the workflow, or in one of the same env',
    }),
    ...checkWhole(`${where}.retries.lost`, retries?.lost, RETRY_LIMITS),
    ...checkWhole(`${where}.retries.failed`, retries?.failed, RETRY_LIMITS),
    ...checkLostAfter(`${where}.lostAfter`, lostAfter),
  ];
}

const RETRY_LIMITS = { least: 0, most: MAX_ITEM_RETRIES, unit: 'retries' };

function checkLostAfter(where: string, lostAfter: Duration | undefined): Problem[] {
  if (lostAfter === undefined) return [];
  const seconds = lostAfter.isUnresolved() ? undefined : lostAfter.toSeconds({ integral: false });
  const isRight =
    Number.isInteger(seconds) &&
    Number(seconds) >= MIN_LOST_AFTER_SECONDS &&
    Number(seconds) <= MAX_HEARTBEAT_SECONDS;
  if (isRight) return [];
  return [
    {
      where,
      what: 'is no time after which a session counts as lost',
      got: seconds === undefined ? 'a token' : `${show(seconds)} seconds`,
      allowed: `Duration.seconds(${MIN_LOST_AFTER_SECONDS}) to Duration.seconds(${MAX_HEARTBEAT_SECONDS}) (an hour), known at synthesis`,
      fix: 'write Duration.minutes(5)',
    },
  ];
}

/** What all machines take. */
export const ITEM_RUN = {
  retries: KIND.object,
  lostAfter: KIND.duration,
  monitoring: KIND.flagOrObject,
} as const satisfies PropsShapeOf<ItemRunOptions>;

const RUN = { ...ITEM_RUN, workflow: KIND.workflow } as const satisfies PropsShapeOf<RunMachineProps>;

const RETRIES = { lost: KIND.any, failed: KIND.any } as const satisfies PropsShapeOf<ItemRetries>;

/** How items are watched. */
export const ITEM_MONITORING = { actions: KIND.list } as const satisfies PropsShapeOf<FleetMonitoring>;
