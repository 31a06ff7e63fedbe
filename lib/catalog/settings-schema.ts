import { z } from 'zod';
import { words } from './check-value.ts';
import { deploymentEnvironmentSchema, personalEnvironmentSchema } from './environment-schema.ts';
import { placeShape, regionSchema, textSchema } from './place-rules.ts';

/** The account in which a pipeline is. */
export const pipelineSettingsShape = {
  ...placeShape,
  region: regionSchema.optional(),
  customerKey: z.boolean().optional(),
  smokeTest: z
    .union([z.string(), z.literal(false)])
    .register(words, {
      what: 'is not a workflow',
      allowed: 'the name of a workflow, or false for none',
      fix: 'name a workflow of the catalog',
    })
    .optional(),
};

/** What a pipeline calls its own parts, the CDK a part without a name, and JavaScript what every object has. */
const TAKEN = [
  ...['Pipeline', 'BuildLogs', 'Build', 'Source', 'UpdatePipeline', 'Assets', 'Default', 'Resource'],
  ...['constructor', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString'],
  ...['toString', 'valueOf'],
];

const ENVIRONMENT_NAME = new RegExp(`^(?!(?:${TAKEN.join('|')})$)[a-zA-Z][a-zA-Z0-9-]{0,39}$`);

/** The rules of settings that need no catalog. Its type is `DeploymentSettings`; a test compares the two. */
export const deploymentSettingsSchema = z
  .strictObject({
    environments: z
      .record(
        // A part of the names of stages in a pipeline.
        textSchema(ENVIRONMENT_NAME, {
          what: 'is not a name for an environment',
          allowed: `1 to 40 letters, digits and "-", a letter first, and none of ${TAKEN.join(', ')}`,
          fix: 'write a short word, such as "production"',
        }),
        deploymentEnvironmentSchema,
      )
      .refine((environments) => Object.keys(environments).length > 0)
      .readonly()
      .register(words, {
        what: 'must be an object of environments',
        allowed: '{ development: { … } }, at least one',
        fix: 'write { development: {} }, for example',
      }),
    personal: personalEnvironmentSchema.optional(),
    pipeline: z
      .strictObject(pipelineSettingsShape)
      .readonly()
      .register(words, {
        what: 'must be an object',
        allowed: '{ account?, region?, qualifier?, permissionsBoundary?, tags?, customerKey?, smokeTest? }',
        fix: 'write the place of the pipeline as an object',
      })
      .optional(),
  })
  .readonly()
  .register(words, {
    what: 'must be an object',
    allowed: '{ environments, personal?, pipeline? }',
    fix: 'write { environments: { development: {} } }, for example',
  });
