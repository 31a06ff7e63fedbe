import { UsageError } from '../usage-error.ts';

/** What the CDK CLI is called with to make an assembly. Pure. */
export function synthArguments(options: {
  /** Absolute. */
  readonly assembly: string;
  readonly context: readonly string[];
  readonly profile?: string | undefined;
}): readonly string[] {
  const { assembly, context, profile } = options;
  const values = context.flatMap((value) => ['--context', value]);
  return ['synth', '--quiet', '--output', assembly, ...values, ...withProfile(profile)];
}

/** What the CDK CLI is called with to deploy. Pure. */
export function deployArguments(
  options: Handover & { readonly approval: Approval; readonly outputsFile: string },
): readonly string[] {
  const { approval, outputsFile } = options;
  const own = ['--outputs-file', outputsFile, '--require-approval', approval];
  return ['deploy', ...chosen(options), ...own, ...rest(options)];
}

/** What the CDK CLI is called with to destroy; that it is meant is known by then. Pure. */
export function destroyArguments(options: Handover): readonly string[] {
  return ['destroy', ...chosen(options), '--force', ...rest(options)];
}

/** When the CDK CLI asks before it deploys. Pure. @throws UsageError when it would have to ask, and cannot */
export function approvalOf(options: {
  readonly requireApproval?: Approval | undefined;
  readonly yes?: boolean | undefined;
  /** Whether there is a terminal to ask at. */
  readonly canAsk: boolean;
}): Approval {
  const { requireApproval, yes, canAsk } = options;
  if (yes === true) {
    if (requireApproval === undefined || requireApproval === 'never') return 'never';
    throw new UsageError({
      what: `--yes was given with --require-approval ${requireApproval}.`,
      fix: 'Leave one of them out.',
    });
  }
  if (requireApproval !== undefined) return requireApproval;
  if (canAsk) return 'broadening';
  throw new UsageError({
    what: 'There is no terminal to ask at, should the deployment broaden permissions.',
    fix: 'Add --yes to deploy without being asked, or --require-approval broadening, which fails when there is something to ask. Nothing was deployed.',
  });
}

/** Refuses arguments for the CDK CLI that are decided here. Pure. @throws UsageError */
export function checkPassedOn(args: readonly string[]): void {
  for (const arg of args) {
    const [name = ''] = arg.split('=');
    const long = SHORT_NAMES[name] ?? name;
    const instead = Object.hasOwn(DECIDED_HERE, long) ? DECIDED_HERE[long] : undefined;
    if (instead !== undefined) {
      throw new UsageError({ what: `"${name}" was given after "--".`, fix: instead });
    }
  }
}

/** Whether stacks are taken alone, without those that they need or that need them. Pure. */
export function isExclusive(passedOn: readonly string[]): boolean {
  return passedOn.some((arg) => arg === '-e' || arg === '--exclusively');
}

/** The values of `--require-approval`. @see https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html */
export const APPROVALS = ['never', 'any-change', 'broadening'] as const;
export type Approval = (typeof APPROVALS)[number];

/** What deploying and destroying have in common. */
export interface Handover {
  /** As the CDK CLI knows the stacks; all of the app when it is empty. */
  readonly selectors: readonly string[];
  /** Absolute. */
  readonly assembly: string;
  readonly profile?: string | undefined;
  /** What the user wants the CDK CLI to be called with. */
  readonly passedOn: readonly string[];
}

function chosen({ selectors }: Handover): readonly string[] {
  return selectors.length === 0 ? ['--all'] : selectors;
}

function rest({ assembly, profile, passedOn }: Handover): readonly string[] {
  return ['--app', assembly, ...withProfile(profile), ...passedOn];
}

function withProfile(profile: string | undefined): readonly string[] {
  return profile === undefined ? [] : ['--profile', profile];
}

const SHORT_NAMES: Readonly<Partial<Record<string, string>>> = {
  '-a': '--app',
  '-c': '--context',
  '-o': '--output',
  '-O': '--outputs-file',
  '-f': '--force',
  '-y': '--yes',
};

const BEFORE = 'Give it before "--".';
const DECIDED_HERE: Readonly<Record<string, string>> = {
  '--app': 'Give the folder of an assembly with --app before "--".',
  '--context': BEFORE,
  '--output': 'The assembly is made in cdk.out.',
  '--outputs-file': BEFORE,
  '--require-approval': BEFORE,
  '--profile': BEFORE,
  '--region': BEFORE,
  '--yes': BEFORE,
  '--all': 'All stacks are meant when none is named.',
  '--force': 'Of "deploy" it is not handed on; "destroy" has --yes.',
  '--watch': 'Use "npx cdk watch" for that: a deployment ends.',
};
