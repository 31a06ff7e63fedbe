import { isRecord } from '../../core/is-record.ts';
import type { Problem } from '../../core/problems.ts';
import type { NovaActWorkflowProps, WorkflowMonitoring } from '../constructs/nova-act-workflow-props.ts';
import type { WorkflowRuntimeOptions, WorkflowRuntimeProps } from '../constructs/workflow-runtime-props.ts';
import {
  checkKinds,
  checkKnownKeys,
  isDuration,
  KIND,
  type PropsShape,
  type PropsShapeOf,
  wrongKind,
} from './props-shape.ts';

/**
 * Checks that the properties of a workflow can be checked at all, before anything of them is read.
 *
 * @returns nothing when they can; else everything that shows already
 */
export function checkWorkflowShape(where: string, props: unknown): Problem[] {
  const runtime = isRecord(props) ? props.runtime : undefined;
  const kinds = [
    ...checkKinds(where, props, WORKFLOW, ['entry']),
    ...(isRecord(runtime) ? checkRuntimeKinds(`${where}.runtime`, runtime, WORKFLOW_RUNTIME) : []),
  ];
  return kinds.length === 0 ? [] : [...checkWorkflowKeys(where, props), ...kinds];
}

/** Keys of a workflow that nobody reads. */
export function checkWorkflowKeys(where: string, props: unknown): Problem[] {
  const runtime = isRecord(props) ? props.runtime : undefined;
  return [
    ...checkKnownKeys(where, props, WORKFLOW),
    ...checkRuntimeKeys(`${where}.runtime`, runtime, WORKFLOW_RUNTIME),
  ];
}

/** The same as {@link checkWorkflowShape}, of a runtime alone. */
export function checkRuntimeShape(where: string, props: unknown): Problem[] {
  const kinds = checkRuntimeKinds(where, props, RUNTIME, ['runtimeName', 'artifact', 'definition']);
  return kinds.length === 0 ? [] : [...checkAloneKeys(where, props), ...kinds];
}

/** Keys of a runtime alone that nobody reads. */
export function checkAloneKeys(where: string, props: unknown): Problem[] {
  return checkRuntimeKeys(where, props, RUNTIME);
}

/** Checks how a workflow is watched. */
export function checkMonitoring(where: string, monitoring: unknown): Problem[] {
  if (!isRecord(monitoring)) return [];
  const kinds = checkKinds(where, monitoring, MONITORING);
  const { latency } = monitoring;
  if (!isDuration(latency) || latency.isUnresolved()) return kinds;
  const milliseconds = latency.toMilliseconds({ integral: false });
  if (Number.isInteger(milliseconds) && milliseconds > 0) return kinds;
  return [
    ...kinds,
    {
      where: `${where}.latency`,
      what: 'is no time that a call could take',
      got: `${milliseconds} ms`,
      allowed: 'a Duration of at least a millisecond, in whole ones',
      fix: 'write it like Duration.minutes(12)',
    },
  ];
}

function checkRuntimeKinds(
  where: string,
  props: unknown,
  shape: PropsShape,
  required: readonly string[] = [],
): Problem[] {
  const problems = checkKinds(where, props, shape, required);
  if (!isRecord(props)) return problems;
  const secrets = isRecord(props.secrets) ? Object.entries(props.secrets) : [];
  return [
    ...problems,
    ...secrets
      .filter(([, secret]) => !KIND.secret.accepts(secret))
      .map(([name, secret]) => wrongKind(`${where}.secrets.${name}`, secret, KIND.secret)),
    ...(isRecord(props.delivery) ? checkKinds(`${where}.delivery`, props.delivery, DELIVERY) : []),
    ...checkMonitoring(`${where}.monitoring`, props.monitoring),
  ];
}

function checkRuntimeKeys(where: string, props: unknown, shape: PropsShape): Problem[] {
  if (!isRecord(props)) return [];
  return [
    ...checkKnownKeys(where, props, shape),
    ...checkKnownKeys(`${where}.delivery`, props.delivery, DELIVERY),
    ...('monitoring' in shape ? checkKnownKeys(`${where}.monitoring`, props.monitoring, MONITORING) : []),
  ];
}

const MONITORING = {
  latency: KIND.duration,
  actions: KIND.list,
} as const satisfies PropsShapeOf<WorkflowMonitoring>;

const DELIVERY = { usage: KIND.flag, payloads: KIND.flag } as const satisfies PropsShapeOf<
  NonNullable<WorkflowRuntimeOptions['delivery']>
>;

const OPTIONS = {
  description: KIND.text,
  environment: KIND.any,
  idleTimeout: KIND.duration,
  maxLifetime: KIND.duration,
  vpc: KIND.vpc,
  vpcSubnets: KIND.object,
  securityGroups: KIND.list,
  serverProtocol: KIND.any,
  requestHeaders: KIND.any,
  sessionStorage: KIND.any,
  authorizer: KIND.any,
  userIds: KIND.flag,
  roleCanBeAssumedBy: KIND.any,
  liveVersion: KIND.text,
  hotswap: KIND.flag,
  logRetention: KIND.any,
  secrets: KIND.object,
  tracing: KIND.flag,
  delivery: KIND.object,
  deliveryPolicy: KIND.flag,
} as const satisfies PropsShapeOf<WorkflowRuntimeOptions>;

const WORKFLOW_RUNTIME = {
  ...OPTIONS,
  runtimeName: KIND.text,
  monitoring: KIND.flagOrObject,
  role: KIND.role,
} as const satisfies PropsShapeOf<NonNullable<NovaActWorkflowProps['runtime']>>;

const RUNTIME = {
  ...OPTIONS,
  runtimeName: KIND.text,
  artifact: KIND.object,
  definition: KIND.object,
  role: KIND.role,
  rollout: KIND.any,
  logEncryptionKey: KIND.object,
  logRemovalPolicy: KIND.any,
} as const satisfies PropsShapeOf<WorkflowRuntimeProps>;

const WORKFLOW = {
  entry: KIND.knownText,
  workflowName: KIND.knownText,
  definitionName: KIND.text,
  runtime: KIND.object,
  foundation: KIND.foundation,
  build: KIND.any,
  image: KIND.any,
  browserProfile: KIND.browserProfile,
  humanInTheLoop: KIND.humanInTheLoop,
  trace: KIND.any,
  lostRuns: KIND.any,
  rollout: KIND.any,
  outputs: KIND.flag,
  removalPolicy: KIND.any,
} as const satisfies PropsShapeOf<NovaActWorkflowProps>;
