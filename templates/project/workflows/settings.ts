import { defineSettings } from 'nova-act-cdk/catalog';

/**
 * How the workflows are deployed. The first environment is taken unless `-c env=<name>` says another one. All that can be
 * said here: `node_modules/nova-act-cdk/docs/deploying-for-companies.md`.
 */
export const settings = defineSettings({
  environments: {
    /** Easy to delete, and nothing is kept for long. */
    development: { keepData: false, logRetentionDays: 14, artifactRetentionDays: 14, hotswap: true },
    /** Data outlives its stack, and every name has the stage in it. */
    production: { stage: 'production', logRetentionDays: 365, artifactRetentionDays: 365, monitoring: true },
  },
});
