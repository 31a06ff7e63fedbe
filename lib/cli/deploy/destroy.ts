import { existsSync } from 'node:fs';
import type { AssemblyStack } from '../../assembly/read-assembly.ts';
import { relatedStacks } from '../../assembly/related-stacks.ts';
import { readOutputsFile, writeOutputsFile } from '../../catalog/outputs-file.ts';
import { isIdentityError } from '../../contract/identity-errors.ts';
import { EXIT, type ExitCode } from '../../core/errors.ts';
import type { CommandSetup } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { printResult } from '../envelope.ts';
import { explainError } from '../explain-error.ts';
import type { TargetOptions } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import { checkPassedOn, destroyArguments, isExclusive } from './cdk-arguments.ts';
import { cdkCliOf } from './cdk-cli.ts';
import { chooseByNames } from './choose-stacks.ts';
import { outputsFileOf } from './deploy.ts';
import { describeStacks } from './describe-stacks.ts';
import { type AssemblyOptions, makeAssembly } from './make-assembly.ts';
import { openAccount } from './open-account.ts';
import { runCdk } from './run-cdk.ts';

/** Takes stacks down with the CDK CLI, once it was said what goes and what stays. */
export async function destroyStacks(
  { names, options, passedOn }: DestroyArguments,
  context: CommandContext & CommandSetup,
): Promise<ExitCode> {
  checkPassedOn(passedOn);
  const cdk = cdkCliOf(context.projectRoot);
  const instead = 'There are no stacks to take down: stop it with Ctrl-C, and delete its state folder.';
  using target = await openAccount({ ...options, instead }, context).catch((error: unknown) => {
    throw options.yes !== true && isIdentityError(error) ? unconfirmed(error, context) : error;
  });
  const at = { context, environment: { AWS_REGION: target.region, AWS_DEFAULT_REGION: target.region } };
  const assembly = await makeAssembly(options, { cdk: () => cdk, ...at });
  const chosen = chooseByNames(names, assembly.stacks, assembly.folder);
  const going = isExclusive(passedOn) ? chosen : relatedStacks(assembly.stacks, chosen, 'dependents');
  const kept = going.flatMap(keptBy);
  context.stderr(`Stacks to take down:\n${describeStacks(going, target)}${describeKept(kept)}`);
  if (options.yes !== true) {
    throw new UsageError({
      what: `${going.length === 1 ? 'One stack' : `${going.length} stacks`} would be taken down in ${target.description}. Nothing was.`,
      fix: 'Add --yes to do it.',
    });
  }
  const selectors = names.length === 0 ? [] : chosen.map(({ selector }) => selector);
  const { profile } = options;
  await runCdk(cdk, destroyArguments({ selectors, assembly: assembly.folder, profile, passedOn }), at);
  const gone = going.map(({ stackName }) => stackName);
  const file = outputsFileOf(options, context);
  if (existsSync(file)) {
    const others = Object.entries(readOutputsFile(file)).filter(([stackName]) => !gone.includes(stackName));
    writeOutputsFile({ file, stacks: Object.fromEntries(others), others: 'drop' });
  }
  printResult(context, {
    json: options.json,
    data: { target, stacks: gone, kept },
    text: () => `Not there any more: ${gone.join(', ')}\n`,
  });
  return EXIT.success;
}

/** What `destroy` was called with. */
export interface DestroyArguments {
  readonly names: readonly string[];
  readonly options: DestroyOptions;
  /** What followed `--`. */
  readonly passedOn: readonly string[];
}

/** The options of `destroy`. */
export interface DestroyOptions extends Pick<TargetOptions, 'region' | 'profile'>, AssemblyOptions {
  readonly yes?: boolean | undefined;
  readonly outputsFile?: string | undefined;
  readonly json?: boolean | undefined;
}

/** What stays when a stack goes, as its template of now says. */
interface KeptResource {
  readonly stackName: string;
  readonly type: string;
  readonly resource: string;
}

function keptBy({ stackName, template }: AssemblyStack): readonly KeptResource[] {
  return Object.entries(template.resources)
    .filter(([, { isKept }]) => isKept)
    .map(([id, { type, constructPath }]) => ({ stackName, type, resource: constructPath ?? id }));
}

function describeKept(kept: readonly KeptResource[]): string {
  if (kept.length === 0)
    return 'All that they have goes with them, by the templates of this app as it is now.\n';
  const lines = kept.map(({ type, resource }) => `  ${type} ${resource}\n`).join('');
  return `What stays, by the templates of this app as it is now:\n${lines}`;
}

/** That it was not confirmed comes first: credentials alone would not take anything down. */
function unconfirmed(cause: unknown, context: CommandContext): UsageError {
  return new UsageError({
    what: `Nothing was taken down: that needs --yes. What would go, and where, cannot be said either: ${explainError(cause, context).failure.message}`,
    fix: 'With credentials it is said; add --yes to do it.',
    cause,
  });
}
