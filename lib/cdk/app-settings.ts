import { REGION_PATTERN } from '../contract/limits.ts';
import type { Problem } from '../core/problems.ts';
import { didYouMean } from '../core/suggest.ts';
import { BUILD_MODES, type BuildMode, isBuildMode } from './build-mode.ts';
import { type DeploymentEnvironment, type EnvironmentName, environments } from './environments.ts';
import { KNOWN_REGIONS } from './regions.ts';
import type { PipelineSource } from './validation/pipeline.ts';
import { throwIfAny } from './validation/problems.ts';

/** What the command line and the process environment say about an app. */
export interface AppSettings {
  /** Context value `env`. */
  readonly environment: DeploymentEnvironment;
  /** Context value `build`. */
  readonly build: BuildMode;
  /** Absent when nothing says which account; the templates then work in any. */
  readonly account: string | undefined;
  /** Context value `regions`, separated by commas; at least one. */
  readonly regions: readonly [string, ...string[]];
  /** Context values `connection`, `repository` and `branch`: the app is then a pipeline. */
  readonly pipeline: PipelineSource | undefined;
  /** Context values `github` and `githubProvider`: the app is then the role of GitHub Actions. */
  readonly gitHub: { readonly repository: string; readonly providerArn: string | undefined } | undefined;
}

/** Where settings come from. */
export interface SettingsSources {
  /** A value of `-c key=value` or of cdk.json. */
  readonly context: (key: string) => unknown;
  /** `CDK_DEFAULT_ACCOUNT` and `CDK_DEFAULT_REGION`, as the CDK CLI sets them. */
  readonly processEnvironment: Readonly<Record<string, string | undefined>>;
}

const REGION = new RegExp(`^${REGION_PATTERN}$`);

/** @throws WorkflowConfigurationError when values are not ones that the app knows, for all of them at once */
export function readAppSettings({ context, processEnvironment }: SettingsSources): AppSettings {
  const text = (key: string): string | undefined => {
    const value = context(key);
    return value === undefined || value === '' ? undefined : String(value);
  };
  const env = text('env') ?? 'development';
  const build = text('build') ?? 'docker';
  const regions = regionsOf(text('regions') ?? processEnvironment.CDK_DEFAULT_REGION);
  const known =
    isEnvironmentName(env) && isBuildMode(build) && regions.every((region) => REGION.test(region));
  if (!known) {
    throwIfAny('app', [
      ...checkChoice({ key: 'env', value: env, choices: Object.keys(environments) }),
      ...checkChoice({ key: 'build', value: build, choices: BUILD_MODES }),
      ...checkRegions(regions),
    ]);
    throw new TypeError('A setting is unknown, and no problem says which.');
  }
  const connectionArn = text('connection');
  const gitHub = text('github');
  return {
    environment: environments[env],
    build,
    account: processEnvironment.CDK_DEFAULT_ACCOUNT || undefined,
    regions,
    pipeline:
      connectionArn === undefined
        ? undefined
        : { connectionArn, repository: text('repository') ?? '', branch: text('branch') ?? 'main' },
    gitHub: gitHub === undefined ? undefined : { repository: gitHub, providerArn: text('githubProvider') },
  };
}

/** Each region once, in the order given. */
function regionsOf(list: string | undefined): readonly [string, ...string[]] {
  const [first, ...others] = new Set(
    (list ?? '')
      .split(',')
      .map((region) => region.trim())
      .filter(Boolean),
  );
  return first === undefined ? [KNOWN_REGIONS[0]] : [first, ...others];
}

function checkChoice(options: {
  readonly key: string;
  readonly value: string;
  readonly choices: readonly string[];
}): Problem[] {
  const { key, value, choices } = options;
  if (choices.includes(value)) return [];
  const near = didYouMean(value, choices);
  return [
    {
      where: `context value ${key}`,
      what: 'is not one that this app knows',
      got: JSON.stringify(value),
      allowed: choices.join(', '),
      fix: near ? `did you mean "-c ${key}=${near}"?` : `choose one, such as "-c ${key}=${choices[0]}"`,
    },
  ];
}

function checkRegions(regions: readonly string[]): Problem[] {
  return regions
    .filter((region) => !REGION.test(region))
    .map((region) => ({
      where: 'context value regions',
      what: 'has something that is not the name of a region',
      got: JSON.stringify(region),
      allowed: 'names of regions, separated by commas',
      fix: `write "-c regions=${KNOWN_REGIONS[0]}", for example`,
    }));
}

function isEnvironmentName(name: string): name is EnvironmentName {
  return Object.hasOwn(environments, name);
}
