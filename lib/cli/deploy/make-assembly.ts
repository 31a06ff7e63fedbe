import path from 'node:path';
import { type AssemblyStack, readAssembly } from '../../assembly/read-assembly.ts';
import type { CommandContext } from '../command-context.ts';
import { UsageError } from '../usage-error.ts';
import { synthArguments } from './cdk-arguments.ts';
import { type CdkCli, checkHasApp } from './cdk-cli.ts';
import { runCdk } from './run-cdk.ts';

/**
 * The assembly to work with: the one that was named, or a new one of the app of the project, in `cdk.out`. It is made before
 * everything else, so that what is checked and shown is what is deployed.
 *
 * @throws UsageError, AssemblyError, CdkError
 */
export async function makeAssembly(
  options: AssemblyOptions,
  at: {
    readonly cdk: () => CdkCli;
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly context: CommandContext & { readonly projectRoot: string };
  },
): Promise<Assembly> {
  const { app, context: values = [], profile } = options;
  const { context } = at;
  if (app !== undefined && values.length > 0) {
    throw new UsageError({
      what: '--context was given with --app.',
      fix: 'An assembly is made already: give the context to "cdk synth", or leave --app out.',
    });
  }
  for (const value of values) {
    if (/^[^=]+=/.test(value)) continue;
    throw new UsageError({
      what: `--context "${value}" is not a key with its value.`,
      allowed: 'Write it as --context env=production.',
    });
  }
  const folder =
    app === undefined ? path.join(context.projectRoot, 'cdk.out') : path.resolve(context.directory, app);
  if (app === undefined) {
    const cdk = at.cdk();
    checkHasApp(context.projectRoot);
    await runCdk(cdk, synthArguments({ assembly: folder, context: values, profile }), at);
    context.interrupt.throwIfAborted();
  }
  return { folder, stacks: readAssembly(folder) };
}

/** Which assembly a command works with. */
export interface AssemblyOptions {
  /** The folder of one that is made already. */
  readonly app?: string | undefined;
  /** What the app is synthesized with: `key=value`. */
  readonly context?: readonly string[] | undefined;
  readonly profile?: string | undefined;
}

/** A cloud assembly. */
export interface Assembly {
  /** Absolute. */
  readonly folder: string;
  readonly stacks: readonly AssemblyStack[];
}
