import { type DeploymentEnvironment, defineSettings } from 'nova-act-cdk/catalog';

/** What each of our accounts has, made by the platform team. */
const everywhere = {
  qualifier: 'bank',
  permissionsBoundary: 'bank-boundary',
  tags: { owner: 'treasury-automation', 'cost-center': '4711' },
} as const;

/** How workflows run in each of our accounts. */
const workflows = {
  customerKey: true,
  // Debian 12 with Node 22, as it was looked through before it was copied here.
  image: {
    baseImage:
      '333333333333.dkr.ecr.us-east-1.amazonaws.com/base/node@sha256:1111111111111111111111111111111111111111111111111111111111111111',
  },
  environment: { PORTAL: 'https://portal.example.com/' },
  tracing: true,
  delivery: { usage: true },
  lostRuns: { marginMinutes: 10 },
  // Before money moves, a person of the desk decides; for browsers, who has signed in at the bank.
  humanInTheLoop: {
    notify: ['treasury-desk@example.com'],
    signIn: { issuer: 'https://login.example.com/', clientId: 'nova-act-desk' },
  },
  // Callers get a version once it has answered this.
  rollout: { payload: { account: '000000' } },
} as const satisfies Partial<DeploymentEnvironment>;

export const settings = defineSettings({
  environments: {
    development: {
      ...everywhere,
      ...workflows,
      account: '111111111111',
      regions: ['us-east-1'],
      build: 'codebuild',
      keepData: false,
      logRetentionDays: 14,
      artifactRetentionDays: 14,
      accessLogBucket: 'bank-access-logs-111111111111',
      secrets: { PORTAL_LOGIN_ARN: 'treasury/portal-login' },
      secretKeys: ['arn:aws:kms:us-east-1:111111111111:key/0d1c2b3a-4f5e-6d7c-8b9a-0a1b2c3d4e5f'],
      monitoring: { alarmActions: ['arn:aws:sns:us-east-1:111111111111:treasury-alarms'] },
      vpc: {
        vpcId: 'vpc-0d5b7c2f4e6a81111',
        subnetIds: ['subnet-0a1b2c3d4e5f61111', 'subnet-1a2b3c4d5e6f71111'],
        securityGroupIds: ['sg-0f1e2d3c4b5a61111'],
      },
    },
    production: {
      ...everywhere,
      ...workflows,
      stage: 'production',
      account: '222222222222',
      regions: ['us-east-1'],
      build: 'codebuild',
      logRetentionDays: 3653,
      artifactRetentionDays: 365,
      accessLogBucket: 'bank-access-logs-222222222222',
      secrets: { PORTAL_LOGIN_ARN: 'treasury/portal-login' },
      secretKeys: ['arn:aws:kms:us-east-1:222222222222:key/1d1c2b3a-4f5e-6d7c-8b9a-0a1b2c3d4e5f'],
      monitoring: { alarmActions: ['arn:aws:sns:us-east-1:222222222222:treasury-alarms'] },
      vpc: {
        vpcId: 'vpc-0d5b7c2f4e6a82222',
        subnetIds: ['subnet-0a1b2c3d4e5f62222', 'subnet-1a2b3c4d5e6f72222'],
        securityGroupIds: ['sg-0f1e2d3c4b5a62222'],
      },
    },
  },
  pipeline: {
    ...everywhere,
    account: '333333333333',
    region: 'us-east-1',
  },
});
