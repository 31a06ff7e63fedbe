import path from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { type PlannedStack, readAssembly } from '../../assembly/read-assembly.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import type { Destination } from '../../service/destination.ts';
import { useMatchingCredentials } from '../../service/matching-credentials.ts';
import type { CommandContext } from '../command-context.ts';
import { showElapsedTime } from '../elapsed-time.ts';
import { checkRegion, regionOf } from '../region.ts';
import { targetDescription, targetLine } from '../target-description.ts';
import { UsageError } from '../usage-error.ts';
import { REQUEST_LIMITS } from '../watch-answers.ts';
import { type CloudFormationReader, cloudFormationReader } from './ask-cloudformation.ts';
import { describePreflightFailure } from './failure.ts';
import { type Findings, finding } from './finding.ts';
import { lookAround } from './look-around.ts';
import { createPreflightReport } from './report.ts';
import type { DeployedStack } from './world.ts';

/**
 * Compares a cloud assembly with what is deployed, and says what CloudFormation would refuse. Changes nothing.
 *
 * @returns the exit code: 0 when nothing is refused, 2 when something is or the command was called or configured
 * wrongly, 1 when AWS failed, 130 after Ctrl-C
 */
export async function preflight(args: PreflightArguments, context: CommandContext): Promise<ExitCode> {
  const report = createPreflightReport({ ...args, context });
  let destination: Destination | undefined;
  try {
    if (args.region !== undefined) checkRegion(args.region);
    const app = args.app ?? DEFAULT_ASSEMBLY;
    const regions = await byRegion(readAssembly(path.resolve(context.directory, app)), args, context);
    const found: Findings[] = [];
    for (const [region, planned] of regions) {
      const { profile } = args;
      const client = new CloudFormationClient({
        region,
        maxAttempts: ATTEMPTS,
        requestHandler: REQUEST_LIMITS,
        ...(profile && { profile }),
      });
      try {
        destination = await useMatchingCredentials(client);
        const reader = cloudFormationReader(client, context.interrupt);
        const stacks = await reading(region, context, reader.stacks());
        const account = stacks[0]?.account ?? (await client.config.credentials()).accountId;
        context.stderr(targetLine(targetOf({ account, region, profile, destination })));
        const comparison = compareRegion({ region, app, planned, stacks, account, reader });
        found.push(await reading(region, context, comparison));
      } finally {
        client.destroy();
      }
    }
    const refused = found.flatMap((each) => each.refused);
    const notices = found.flatMap((each) => each.notices);
    report.compared({ app, regions, findings: { refused, notices } });
    return refused.length === 0 ? EXIT.success : EXIT.usage;
  } catch (error) {
    const failure = describePreflightFailure(error, {
      endpoint: destination?.isConfigured ? destination.url : undefined,
      isInterrupted: context.interrupt.aborted,
    });
    report.failed({ failure, error });
    return failure.exitCode;
  }
}

/** What the preflight command was called with. */
export interface PreflightArguments {
  /** The folder of the cloud assembly. @default cdk.out */
  readonly app?: string | undefined;
  readonly region?: string | undefined;
  /** Of stacks that name none. @default - as AWS clients find it */
  readonly defaultRegion?: string | undefined;
  readonly profile?: string | undefined;
  readonly json?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/** Where `cdk synth` writes. */
export const DEFAULT_ASSEMBLY = 'cdk.out';
/** With the waits of the client between them, more than half a minute of throttling. */
const ATTEMPTS = 8;

async function byRegion(
  stacks: readonly PlannedStack[],
  args: PreflightArguments,
  { environment }: CommandContext,
): Promise<ReadonlyMap<string, readonly PlannedStack[]>> {
  const regions = new Map<string, PlannedStack[]>();
  for (const stack of stacks) {
    const region = stack.region ?? args.defaultRegion ?? (await regionOf({ ...args, environment }));
    if (args.region !== undefined && region !== args.region) continue;
    regions.set(region, [...(regions.get(region) ?? []), stack]);
  }
  if (regions.size > 0) return regions;
  throw new UsageError({
    what: `No stack of the assembly is for ${args.region}.`,
    allowed: `Its regions: ${[...new Set(stacks.map(({ region }) => region))].join(', ')}.`,
    fix: 'Leave --region out to look at all of them.',
  });
}

async function compareRegion(options: {
  readonly region: string;
  readonly app: string;
  readonly planned: readonly PlannedStack[];
  readonly stacks: readonly DeployedStack[];
  readonly account: string | undefined;
  readonly reader: CloudFormationReader;
}): Promise<Findings> {
  const { region, app, planned, stacks, account, reader } = options;
  const elsewhere = planned.filter((stack) => isElsewhere(stack, account));
  const here = planned.filter((stack) => !isElsewhere(stack, account));
  const findings = await lookAround({ region, app, planned: here, stacks, reader });
  const strangers = elsewhere.map(({ stackName, account: wanted }) =>
    finding('account-differs', {
      stackName,
      region,
      what: `The stack is for the account ${wanted}, but the credentials are of ${account}: it was not compared.`,
      wayOut: `Name credentials of ${wanted} with --profile or AWS_PROFILE. If the app takes the account from them, synthesise again with them.`,
    }),
  );
  return { refused: [...strangers, ...findings.refused], notices: findings.notices };
}

/** Only CloudFormation is asked: of an account without stacks, the credentials may not say which it is. */
function targetOf(at: {
  readonly account: string | undefined;
  readonly region: string;
  readonly profile: string | undefined;
  readonly destination: Destination;
}): string {
  const { account = 'that is not known yet', region, profile, destination } = at;
  const { url, isConfigured } = destination;
  const through = isConfigured ? `, through ${url}` : '';
  return `${targetDescription({ url: undefined, account, region, profile })}${through}`;
}

async function reading<T>(region: string, context: CommandContext, work: Promise<T>): Promise<T> {
  using _line = showElapsedTime({
    label: `Reading the stacks in ${region} …`,
    interactive: context.interactive,
    write: context.stderr,
  });
  return await work;
}

function isElsewhere(stack: PlannedStack, account: string | undefined): boolean {
  return stack.account !== undefined && account !== undefined && stack.account !== account;
}
