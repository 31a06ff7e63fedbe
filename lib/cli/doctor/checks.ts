import type { CommandContext } from '../command-context.ts';
import { explainError } from '../explain-error.ts';
import { actPrograms } from './act-programs.ts';
import type { AwsQuestions } from './ask-aws.ts';
import { installedCopies, installedVersion } from './installed.ts';
import { lookForAccount, lookForBrowser, lookForDocker, lookForLocalAws } from './look-for.ts';
import { type CheckOutcome, unknown } from './outcome.ts';
import { actOnPathRule } from './rules/act-on-path.ts';
import { bootstrapRule } from './rules/bootstrap.ts';
import { clockRule } from './rules/clock.ts';
import { cdkRule, typescriptRule } from './rules/deploy-tools.ts';
import { leftStacksRule } from './rules/left-stacks.ts';
import { nodeRule } from './rules/node.ts';
import { novaActRule } from './rules/nova-act.ts';
import { packageRule } from './rules/package.ts';
import { type ProjectFacts, projectRule } from './rules/project.ts';

/** Something that is looked at: what is there is gathered here, and judged by a rule. */
export interface Check {
  /** For programs. */
  readonly id: string;
  readonly title: string;
  readonly look: () => Promise<CheckOutcome>;
}

/** Where checks look. */
export interface Surroundings
  extends Pick<CommandContext, 'environment' | 'directory' | 'commandLine' | 'interrupt'> {
  readonly projectRoot: string;
  readonly stateDir: string | undefined;
  readonly project: ProjectFacts;
}

/** What concerns this machine and the project. */
export function machineChecks(at: Surroundings): readonly Check[] {
  const { environment, projectRoot: root } = at;
  const version = (name: string): string | undefined => installedVersion(name, root);
  const checks: Readonly<
    Record<string, readonly [title: string, look: () => CheckOutcome | Promise<CheckOutcome>]>
  > = {
    node: ['Node', () => nodeRule({ version: process.version, today: new Date() })],
    package: ['Package', () => packageRule(installedCopies(root))],
    project: ['Project', () => projectRule(at.project, at)],
    typescript: ['TypeScript', () => typescriptRule(version('typescript'))],
    cdk: [
      'CDK',
      () =>
        cdkRule({ lib: version('aws-cdk-lib'), constructs: version('constructs'), cli: version('aws-cdk') }),
    ],
    browser: ['Browser', () => lookForBrowser(environment)],
    docker: ['Docker', () => lookForDocker(environment)],
    'act-on-path': ['"act" on PATH', async () => actOnPathRule(await actPrograms(environment))],
    'local-aws': ['Local AWS', () => lookForLocalAws(at)],
  };
  return listed(checks);
}

/** What concerns the account and the region. Nothing is asked once it is clear that nobody would answer. */
export function awsChecks(aws: AwsQuestions, at: Surroundings): readonly Check[] {
  const { project } = at;
  const asked = async (ask: () => Promise<CheckOutcome>): Promise<CheckOutcome> => {
    try {
      await aws.identity();
    } catch {
      return unknown('not asked: there are no credentials that work');
    }
    return await ask();
  };
  const ofAccount = aws.url === undefined;
  const { region } = aws;
  const checks = {
    credentials: ['Credentials', () => lookForAccount(aws, at)] as const,
    clock: [
      'Clock',
      async () => {
        await aws.identity().catch(() => {});
        return clockRule(aws.skewMs());
      },
    ] as const,
    models: ['Nova Act', () => asked(async () => novaActRule(await aws.models()))] as const,
    ...(ofAccount && {
      bootstrap: [
        'CDK bootstrap',
        () =>
          asked(async () => {
            const { account } = await aws.identity();
            const stacks = await aws.stacks();
            return bootstrapRule({ stacks, wanted: project.qualifiers, account, region });
          }),
      ] as const,
      'left-stacks': [
        'Left stacks',
        () =>
          asked(async () =>
            leftStacksRule({ stacks: await aws.stacks(), workflows: project.workflows, region }),
          ),
      ] as const,
    }),
  };
  return listed(checks);
}

/** What somebody is told of an error who asked for nothing in particular: it is not known, and why. */
export function notKnown(error: unknown, at: Pick<CommandContext, 'commandLine'>): CheckOutcome {
  return unknown(explainError(error, at).failure.message);
}

function listed(
  checks: Readonly<
    Record<string, readonly [title: string, look: () => CheckOutcome | Promise<CheckOutcome>]>
  >,
): readonly Check[] {
  return Object.entries(checks).map(([id, [title, look]]) => ({ id, title, look: async () => await look() }));
}
