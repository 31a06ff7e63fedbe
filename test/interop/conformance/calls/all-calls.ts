import type { Call } from '../call.ts';
import { AGENT_CORE_CALLS } from './agent-core.ts';
import { LOGS_CALLS } from './logs.ts';
import { NOVA_ACT_CALLS } from './nova-act.ts';
import { IDENTITY_CALLS, OTHER_CALLS } from './others.ts';
import { S3_CALLS } from './s3.ts';

/** What every client is asked to do, as far as it knows the service. */
export const ALL_CALLS: readonly Call[] = [
  ...IDENTITY_CALLS,
  ...NOVA_ACT_CALLS,
  ...AGENT_CORE_CALLS,
  ...S3_CALLS,
  ...LOGS_CALLS,
  ...OTHER_CALLS,
];
