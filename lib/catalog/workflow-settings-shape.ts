import { z } from 'zod';
import { TRACE_WORDS } from '../contract/browser-trace.ts';
import { words } from './check-value.ts';
import { fleetSchema } from './fleet-schema.ts';
import { humanInTheLoopSchema } from './human-in-the-loop-schema.ts';
import { imageOptionsSchema } from './image-options.ts';
import { monitoringSchema } from './monitoring-schema.ts';
import { RUNTIME_VERSION } from './name-rules.ts';
import { textSchema } from './place-rules.ts';
import { roleUsersSchema } from './role-users.ts';
import { rolloutSchema } from './rollout-schema.ts';
import {
  authorizerSchema,
  requestHeadersSchema,
  sessionStorageSchema,
  vpcSettingsSchema,
} from './runtime-rules.ts';
import { scheduleSchema } from './schedule-schema.ts';
import { environmentSchema, lifecycleSchema, secretsSchema } from './settings.ts';

/** How a workflow runs and is watched, member by member. */
export const workflowSettingsShape = {
  environment: environmentSchema.optional(),
  secrets: secretsSchema.optional(),
  image: imageOptionsSchema.optional(),
  lifecycle: lifecycleSchema.optional(),
  vpc: orFalse(vpcSettingsSchema, '{ vpcId, subnetIds, securityGroupIds? }').optional(),
  tracing: z.boolean().optional(),
  delivery: z
    .strictObject({ usage: z.boolean().optional(), payloads: z.boolean().optional() })
    .readonly()
    .register(words, {
      what: 'must be an object',
      allowed: '{ usage?, payloads? }',
      fix: 'write { usage: true }, for example',
    })
    .optional(),
  monitoring: z
    .union([z.boolean(), monitoringSchema])
    .register(words, {
      what: 'is not a setting of alarms and dashboard',
      allowed: 'true, false, or { alarmActions?, latencySeconds? }',
      fix: 'write "monitoring: true"',
    })
    .optional(),
  requestHeaders: requestHeadersSchema.optional(),
  sessionStorage: orFalse(sessionStorageSchema, '{ mountPath }').optional(),
  authorizer: orFalse(
    authorizerSchema,
    '{ discoveryUrl, allowedAudience?, allowedClients?, allowedScopes? }',
  ).optional(),
  userIds: z.boolean().optional(),
  browserProfile: z.boolean().optional(),
  humanInTheLoop: z
    .union([z.boolean(), humanInTheLoopSchema])
    .register(words, {
      what: 'is not a setting for asking people',
      allowed: 'true, false, or { signIn?, notify? }',
      fix: 'write "humanInTheLoop: true"',
    })
    .optional(),
  fleet: z
    .union([z.boolean(), fleetSchema])
    .register(words, {
      what: 'is not a setting for fleets',
      allowed:
        'true, false, or { concurrency?, toleratedFailurePercentage?, retries?, lostAfterSeconds?, itemBuckets?, startOnUpload?, quotas? }',
      fix: 'write "fleet: true"',
    })
    .optional(),
  schedule: orFalse(
    scheduleSchema,
    '{ cron, rate or at, timeZone?, windowMinutes?, enabled?, payload? or items? }',
  ).optional(),
  trace: z.enum(TRACE_WORDS).optional(),
  roleCanBeAssumedBy: roleUsersSchema.optional(),
  rollout: orFalse(rolloutSchema, '{ payload, timeoutSeconds? }').optional(),
  /** @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_CreateAgentRuntimeEndpoint.html */
  liveVersion: textSchema(RUNTIME_VERSION, {
    what: 'is not a version of a runtime',
    allowed: 'a number from 1 to 99999 in a string',
    fix: 'take it from the output RuntimeVersion, or leave it out to follow the newest',
  }).optional(),
};

/** What a more general place says can be taken back by `false`. */
function orFalse<T>(schema: z.ZodType<T>, form: string) {
  return z.union([schema, z.literal(false)]).register(words, {
    what: 'is not a setting of its kind',
    allowed: `${form}, or false for none`,
    fix: 'write an object, or leave it out',
  });
}
