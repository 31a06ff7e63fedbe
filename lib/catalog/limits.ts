import type { WorkflowLifecycle } from './catalog.ts';

/**
 * What AgentCore allows a workflow, or the CDK's own constructs where they allow less.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntime.html
 */

/** Session limits when nobody says any: those of AgentCore Runtime. */
export const LIFECYCLE_DEFAULTS = Object.freeze({ idleTimeoutSeconds: 900, maxLifetimeSeconds: 28_800 });
/** Shortest session limit of both kinds. */
export const MIN_LIFECYCLE_SECONDS = 60;
/** Longest session limit of both kinds: 8 hours. */
export const MAX_LIFECYCLE_SECONDS = 28_800;

/** Longest name of a runtime, in characters. */
export const MAX_RUNTIME_NAME_LENGTH = 48;

/** Most environment variables of a runtime. */
export const MAX_VARIABLES = 50;
/** Longest value of a variable, in characters: the service allows 5000, the CDK's constructs no more than this. */
export const MAX_VARIABLE_LENGTH = 2048;

/** Longest description of a runtime, in characters: the service allows 4096, the CDK's constructs no more than this. */
export const MAX_RUNTIME_DESCRIPTION_LENGTH = 1200;

/** How long the call may take that verifies a version, in seconds; the function that makes it has 15 minutes. */
export const ROLLOUT_TIMEOUT_SECONDS = Object.freeze({ default: 600, most: 840 });
/**
 * Largest payload of that call, in bytes of JSON; a limit of ours. The event of a function has at most 256 KB, and when the
 * payload changes it holds the old one and the new one, with their quotes escaped.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const MAX_ROLLOUT_PAYLOAD_BYTES = 50_000;

/** Most buckets in which items of a fleet may be beside that of the workflow: each has its part in the policies of a role, of at most 10,240 characters. */
export const MAX_ITEM_BUCKETS = 10;
/**
 * Shortest time, in seconds, after which a silent session counts as lost: a heartbeat is due from the beginning of a task on, when its session is
 * still to be made.
 */
export const MIN_LOST_AFTER_SECONDS = 30;
/** Most times that an item is begun again by itself: what is worth doing more often is worth looking at. */
export const MAX_ITEM_RETRIES = 10;

/** Longest window in which a schedule may start something, in minutes. @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_FlexibleTimeWindow.html */
export const MAX_WINDOW_MINUTES = 1440;

/** Both session limits of a workflow: the defaults where it says none. */
export function lifecycleOf(
  limits: WorkflowLifecycle = {},
): Readonly<Record<keyof WorkflowLifecycle, number>> {
  const {
    idleTimeoutSeconds = LIFECYCLE_DEFAULTS.idleTimeoutSeconds,
    maxLifetimeSeconds = LIFECYCLE_DEFAULTS.maxLifetimeSeconds,
  } = limits;
  return { idleTimeoutSeconds, maxLifetimeSeconds };
}
