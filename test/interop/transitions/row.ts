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
  /** Whether this step is done at another machine, where Docker has no images. @default false */
  readonly otherMachine?: boolean;
  /** How the account behaves from this step on. */
  readonly switches?: Switches;
  readonly expected: Expected;
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
  for (const { deploy, destroy, only, otherMachine, switches } of row.steps) {
    if (otherMachine) deployed.changeMachine();
    if (switches) await server.turn(account, switches);
    if (destroy) outcomes.push(await deployed.destroy(assemblies.of(destroy), only));
    if (deploy && isFirstVersion(deploy)) {
      // The repository of its images is in one of its stacks: it has to be there before they are built.
      outcomes.push(await deployed.deploy(firstVersion(deploy.build), ['--all', '--asset-prebuild=false']));
    } else if (deploy) {
      const assembly = assemblies.of(deploy);
      // Nothing is there to compare the first with, and nobody asks about a part of an assembly.
      const asks = outcomes.length > 0 && only === undefined;
      const foreseen = asks ? { foreseen: await deployed.foresees(assembly) } : {};
      outcomes.push({ ...(await deployed.deploy(assembly, only)), ...foreseen });
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
