import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  type BuildMode,
  defaultSettings,
  type FleetSettings,
  type HumanInTheLoopSettings,
  makeWorkflowStacks,
  type RolloutSettings,
  type ScheduleSettings,
} from '../../../lib/cdk/index.ts';
import { projectRoot } from './processes.ts';

/** What an assembly is made of. */
export interface AssemblySettings {
  readonly build: BuildMode;
  /** @default development */
  readonly env?: keyof typeof defaultSettings.environments;
  /** @default false */
  readonly customerKey?: boolean;
  /** @default false */
  readonly lostRuns?: boolean;
  /** @default false */
  readonly humanInTheLoop?: boolean | HumanInTheLoopSettings;
  /** @default false */
  readonly fleet?: boolean | FleetSettings;
  /** @default false */
  readonly schedule?: ScheduleSettings | false;
  /** What new versions are called with; hotswapping is off then. @default - they are not called */
  readonly rollout?: RolloutSettings;
  /** A personal stage, with the settings of those. @default none */
  readonly stage?: string;
  /** @default one workflow: getting-started, with code 1 */
  readonly workflows?: readonly WorkflowSettings[];
  /** @default us-east-1 */
  readonly regions?: readonly [string, ...string[]];
}

export interface WorkflowSettings {
  readonly name: string;
  /** @default <name>-workflow */
  readonly definitionName?: string;
  /** Which of the files in `workflows` it is. @default 1 */
  readonly code?: 1 | 2;
}

/** Cloud assemblies as `cdk synth` makes them, each made once. Gone when it is disposed. */
export class Assemblies implements Disposable {
  readonly #root = mkdtempSync(path.join(os.tmpdir(), 'assemblies-'));
  readonly #made = new Map<string, string>();

  /** The folder of an assembly, for `cdk --app`. It fits any account. */
  of(settings: AssemblySettings): string {
    const key = JSON.stringify(settings);
    const folder =
      this.#made.get(key) ?? synthesize(settings, path.join(this.#root, String(this.#made.size)));
    this.#made.set(key, folder);
    return folder;
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** As lib/cdk/app.ts puts stacks together, but for what a command line cannot say. */
function synthesize(settings: AssemblySettings, outdir: string): string {
  const {
    build,
    env = 'development',
    customerKey = false,
    lostRuns = false,
    humanInTheLoop = false,
    fleet = false,
    schedule = false,
    rollout,
    stage,
    regions = ['us-east-1'],
  } = settings;
  const flags: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(path.join(projectRoot, 'cdk.json'), 'utf8'),
  );
  const app = new App({ outdir, analyticsReporting: false, postCliContext: flags.context });
  const catalog = (settings.workflows ?? [{ name: 'getting-started' }]).map((workflow) => ({
    name: workflow.name,
    definitionName: workflow.definitionName ?? `${workflow.name}-workflow`,
    entry: `test/interop/support/workflows/code-${workflow.code ?? 1}.ts`,
    description: 'Made for a test.',
  }));
  const environment = {
    ...(stage === undefined ? defaultSettings.environments[env] : { ...defaultSettings.personal, stage }),
    customerKey,
    lostRuns,
    humanInTheLoop,
    fleet,
    schedule,
    ...(rollout && { rollout, hotswap: false }),
  };
  regions.forEach((region, position) => {
    const first = position === 0;
    makeWorkflowStacks(first ? app : new Construct(app, region), {
      catalog,
      projectRoot,
      environment,
      build,
      env: { region },
      nameSuffix: first ? undefined : region,
    });
  });
  app.synth();
  return outdir;
}
