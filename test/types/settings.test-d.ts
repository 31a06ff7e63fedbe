/** That the rules of settings are about the members of their types, all of them, and what the types refuse. */
import { expectTypeOf } from 'expect-type';
import type { z } from 'zod';
import type {
  deploymentEnvironmentSchema,
  personalEnvironmentSchema,
} from '../../lib/catalog/environment-schema.ts';
import {
  type DeploymentEnvironment,
  type DeploymentSettings,
  defineSettings,
  type PersonalEnvironment,
  type WorkflowSettings,
} from '../../lib/catalog/index.ts';
import type { deploymentSettingsSchema } from '../../lib/catalog/settings-schema.ts';
import type { workflowSettingsSchema } from '../../lib/catalog/workflow-settings-schema.ts';

expectTypeOf<z.infer<typeof workflowSettingsSchema>>().toEqualTypeOf<WorkflowSettings>();
expectTypeOf<z.infer<typeof deploymentEnvironmentSchema>>().toEqualTypeOf<DeploymentEnvironment>();
expectTypeOf<z.infer<typeof personalEnvironmentSchema>>().toEqualTypeOf<PersonalEnvironment>();
expectTypeOf<z.infer<typeof deploymentSettingsSchema>>().toEqualTypeOf<DeploymentSettings>();

const settings = defineSettings({ environments: { production: { account: '123456789012', stage: 'prod' } } });
expectTypeOf(settings).toEqualTypeOf<DeploymentSettings>();

// @ts-expect-error accounts are texts: a number has lost its zeros
defineSettings({ environments: { production: { account: 123456789012 } } });
// @ts-expect-error there is no such key
defineSettings({ environments: { production: { acount: '123456789012' } } });
// @ts-expect-error a version is of one workflow
defineSettings({ environments: { production: { liveVersion: '7' } } });
// @ts-expect-error a personal stage has the stage that it is asked for
defineSettings({ environments: { development: {} }, personal: { stage: 'ann' } });
// @ts-expect-error there is at least an object of environments
defineSettings({});
if (settings.environments.production) {
  // @ts-expect-error nothing is changed later
  settings.environments.production.stage = 'other';
}
