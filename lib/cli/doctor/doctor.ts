import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { showElapsedTime } from '../elapsed-time.ts';
import { checkRegion } from '../region.ts';
import { type TargetForPrograms, targetDescription, targetLine } from '../target-description.ts';
import type { AwsQuestions } from './ask-aws.ts';
import { awsChecks, type Check, machineChecks, notKnown } from './checks.ts';
import { type CheckOutcome, unknown } from './outcome.ts';
import { readProject } from './read-project.ts';
import { type CheckedGroup, reportChecks } from './report.ts';

/**
 * Looks at this machine, the project and the account, all at once, and says what is there and what to do about the rest.
 *
 * @returns the exit code: 0 when nothing is missing, 1 when something is
 */
export async function doctor(args: DoctorArguments, context: DoctorContext): Promise<ExitCode> {
  const { projectRoot, interrupt } = context;
  if (args.region !== undefined) checkRegion(args.region);
  // First, because nothing else gets its turn meanwhile: the catalog is run.
  const project = await readProject({ projectRoot, catalog: args.catalog });
  const at = { ...context, project, stateDir: args.stateDir };
  // What is too late is not waited for.
  using over = abortedAtTheEnd();
  const signal = AbortSignal.any([interrupt, over.signal]);
  const aws = args.local === true ? undefined : await settled(args, { ...context, signal });
  const machine = args.aws === true ? [] : machineChecks(at);
  const groups: CheckedGroup[] = [];
  {
    using _line = showElapsedTime({ label: 'Looking …', ...context, write: context.stderr });
    const [ofMachine, ofAws] = await Promise.all([
      allOf(machine, at),
      aws === undefined ? [] : allOf(awsChecks(aws, at), at),
    ]);
    if (ofMachine.length > 0) groups.push({ title: 'This machine and the project', checks: ofMachine });
    if (ofAws.length > 0) groups.push({ title: 'AWS', checks: ofAws });
  }
  interrupt.throwIfAborted();
  const target = aws && (await targetOf(aws));
  if (target !== undefined) context.stderr(targetLine(target.description));
  return reportChecks(groups, { ...context, json: args.json, target: target?.forPrograms ?? null })
    ? EXIT.success
    : EXIT.failure;
}

/** What `doctor` was called with. */
export interface DoctorArguments {
  /** Only this machine and the project. */
  readonly local?: boolean | undefined;
  /** Only the account and the region. */
  readonly aws?: boolean | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly stateDir?: string | undefined;
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
}

interface DoctorContext extends CommandContext {
  readonly projectRoot: string;
}

/** How long one check may take: all of them run at once. */
const CHECK_TIMEOUT_MS = 12_000;

async function settled(
  { region, profile }: DoctorArguments,
  { environment, signal }: DoctorContext & { readonly signal: AbortSignal },
): Promise<AwsQuestions> {
  // Loaded on use: --local needs none of the clients.
  const { askAws } = await import('./ask-aws.ts');
  return await askAws({ region, profile, environment, signal });
}

async function allOf(
  checks: readonly Check[],
  at: Pick<CommandContext, 'commandLine' | 'interrupt'>,
): Promise<CheckedGroup['checks']> {
  return await Promise.all(
    checks.map(async ({ id, title, look }) => ({ id, title, ...(await inTime(look, at)) })),
  );
}

/** What goes wrong with one check is no reason not to tell the others. */
async function inTime(
  look: () => Promise<CheckOutcome>,
  at: Pick<CommandContext, 'commandLine' | 'interrupt'>,
): Promise<CheckOutcome> {
  using over = abortedAtTheEnd();
  return await Promise.race([
    look().catch((error: unknown) => notKnown(error, at)),
    sleep(CHECK_TIMEOUT_MS, unknown(`no answer within ${CHECK_TIMEOUT_MS / 1000} s`), {
      signal: AbortSignal.any([over.signal, at.interrupt]),
    }),
  ]);
}

function abortedAtTheEnd(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  return { signal: controller.signal, [Symbol.dispose]: () => controller.abort() };
}

async function targetOf(
  aws: AwsQuestions,
): Promise<{ readonly description: string; readonly forPrograms: TargetForPrograms } | undefined> {
  const { region, profile, url } = aws;
  using over = abortedAtTheEnd();
  try {
    // By now it has answered, or does not.
    const identity = await Promise.race([aws.identity(), sleep(0, undefined, { signal: over.signal })]);
    if (identity === undefined) return undefined;
    const { account } = identity;
    return {
      description: targetDescription({ url, account, region, profile }),
      forPrograms: { kind: url === undefined ? 'aws' : 'local', account, region, url: url ?? null },
    };
  } catch {
    // The check of the credentials says why.
    return undefined;
  }
}
