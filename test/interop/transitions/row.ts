import path from 'node:path';
import type { BuildMode } from '../../../lib/cdk/index.ts';
import type { AccountId, AccountServer, Switches } from '../support/account.ts';
import type { Assemblies, AssemblySettings } from '../support/assemblies.ts';
import { DeployedAccount, type Outcome } from '../support/deployed-account.ts';

/** A way that a deployment goes, from an empty account. */
export interface Row {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** One command of the CDK CLI, and what it leads to. */
export interface Step {
  /** What is deployed: an assembly of today's stacks, or that of 0.1.0 in a build mode. */
  readonly deploy?: AssemblySettings | FirstVersion;
  /** What is destroyed. */
  readonly destroy?: AssemblySettings;
  /** Stacks by their ids in the assembly, and how they are chosen. @default all */
  readonly only?: readonly string[];
  /** Whether the CLI builds all images before it deploys anything, as it does by default. @default false */
  readonly prebuild?: boolean;
  /** Whether this step is done at another machine, where Docker has no images. @default false */
  readonly otherMachine?: boolean;
  /** How the account behaves from this step on. */
  readonly switches?: Switches;
  /** What 0.1.0 did. */
  readonly v010: Expected;
  /** What is right. */
  readonly now: Expected;
}

interface FirstVersion {
  readonly version: '0.1.0';
  readonly build: BuildMode;
}

/** What matters of an outcome; `message` is a part of what the CLI prints. */
export type Expected = Partial<Outcome> & Pick<Outcome, 'result'>;

/** Plays a row in an account of its own. */
export async function play(options: {
  readonly row: Row;
  readonly server: AccountServer;
  readonly account: AccountId;
  readonly assemblies: Assemblies;
}): Promise<readonly Outcome[]> {
  const { row, server, account, assemblies } = options;
  using deployed = new DeployedAccount(server, account);
  for (const region of regionsOf(row)) await deployed.bootstrap(region);
  const outcomes: Outcome[] = [];
  for (const { deploy, destroy, only, prebuild, otherMachine, switches } of row.steps) {
    if (otherMachine) deployed.changeMachine();
    if (switches) await server.turn(account, switches);
    if (destroy) outcomes.push(await deployed.destroy(assemblies.of(destroy), only));
    if (deploy) {
      const assembly = isFirstVersion(deploy) ? firstVersion(deploy.build) : assemblies.of(deploy);
      outcomes.push(
        await deployed.deploy(assembly, { ...(only && { stacks: only }), ...(prebuild && { prebuild }) }),
      );
    }
  }
  return outcomes;
}

function regionsOf({ steps }: Row): ReadonlySet<string> {
  const added = steps.flatMap(({ deploy }) =>
    deploy && !isFirstVersion(deploy) ? (deploy.regions ?? []) : [],
  );
  return new Set(['us-east-1', ...added]);
}

function isFirstVersion(deploy: AssemblySettings | FirstVersion): deploy is FirstVersion {
  return 'version' in deploy;
}

function firstVersion(build: BuildMode): string {
  return path.resolve(import.meta.dirname, '..', 'fixtures', '0.1.0', build);
}
