import { defineSettings } from '../lib/catalog/define-settings.ts';

/** Easy to delete, nothing kept for long, and `cdk watch` reaches callers at once. */
const ownStage = {
  keepData: false,
  logRetentionDays: 14,
  artifactRetentionDays: 14,
  hotswap: true,
} as const;

/**
 * How the workflows of this project are deployed: `npx cdk deploy --all -c env=production`, and without `-c env` the first.
 * `docs/deploying-for-companies.md` has a table of everything that can be said here.
 */
export const settings = defineSettings({
  environments: {
    development: ownStage,
    /** Data outlives its stack, and every name has the stage in it. */
    production: {
      stage: 'production',
      logRetentionDays: 365,
      artifactRetentionDays: 365,
      monitoring: true,
      // What a company adds:
      // account: '123456789012',
      // regions: ['us-east-1'],
      // qualifier: 'acme',
      // permissionsBoundary: 'developer-boundary',
      // tags: { 'cost-center': '4711' },
      // customerKey: true,
      // vpc: { vpcId: 'vpc-…', subnetIds: ['subnet-…'], securityGroupIds: ['sg-…'] },
      // monitoring: { alarmActions: ['arn:aws:sns:us-east-1:123456789012:alarms'] },
      // workflows: { 'form-filling': { secrets: { LOGIN_ARN: 'shop/login' } } },
    },
  },
  /** A stage of one's own in a shared account: `npx cdk deploy --all -c env=ann`. */
  personal: ownStage,
});
