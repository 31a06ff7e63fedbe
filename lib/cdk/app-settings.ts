import type { DeploymentEnvironment } from '../catalog/deployment-settings.ts';
import { REGION_PATTERN } from '../contract/limits.ts';
import { type Problem, unknownKey } from '../core/problems.ts';
import { didYouMean } from '../core/suggest.ts';
import { BUILD_MODES, type BuildMode, DEFAULT_BUILD, isBuildMode } from './build-mode.ts';
import { defaultSettings } from './environments.ts';
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
  /** The keys that have one. @default - none that could be misspelled */
  readonly contextKeys?: readonly string[] | undefined;
  /** `CDK_DEFAULT_ACCOUNT` and `CDK_DEFAULT_REGION`, as the CDK CLI sets them. */
  readonly processEnvironment: Readonly<Record<string, string | undefined>>;
}

const REGION = new RegExp(`^${REGION_PATTERN}$`);

/** @throws WorkflowConfigurationError when values are not ones that the app knows, for all of them at once */
export function readAppSettings({
  context,
  contextKeys = [],
  processEnvironment,
}: SettingsSources): AppSettings {
  const text = (key: string): string | undefined => {
    const value = context(key);
    return value === undefined || value === '' ? undefined : String(value);
  };
  const env = text('env') ?? 'development';
  const build = text('build') ?? DEFAULT_BUILD;
  const regions = regionsOf(text('regions') ?? processEnvironment.CDK_DEFAULT_REGION);
  throwIfAny('app', [...checkKeys(contextKeys), ...checkTogether(text)]);
  const known =
    isEnvironmentName(env) && isBuildMode(build) && regions.every((region) => REGION.test(region));
  if (!known) {
    throwIfAny('app', [
      ...checkChoice({ key: 'env', value: env, choices: Object.keys(defaultSettings.environments) }),
      ...checkChoice({ key: 'build', value: build, choices: BUILD_MODES }),
      ...checkRegions(regions),
    ]);
    throw new TypeError('A setting is unknown, and no problem says which.');
  }
  const connectionArn = text('connection');
  const gitHub = text('github');
  return {
    environment: defaultSettings.environments[env],
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

const KEYS = ['env', 'build', 'regions', 'connection', 'repository', 'branch', 'github', 'githubProvider'];

/** What people write for them. */
const OTHER_WORDS: Readonly<Record<string, string>> = { environment: 'env', stage: 'env', mode: 'build' };

/** Other keys are those of the CDK and of the app's own constructs; one that is nearly ours is a slip. */
function checkKeys(keys: readonly string[]): Problem[] {
  return keys
    .filter((key) => !KEYS.includes(key) && /^[a-zA-Z_-]+$/.test(key))
    .flatMap((key) => {
      const near = didYouMean(key, [...KEYS, ...Object.keys(OTHER_WORDS)]);
      if (near === undefined) return [];
      const meant = OTHER_WORDS[near] ?? near;
      return [{ ...unknownKey('context', key, KEYS), fix: `did you mean "-c ${meant}=…"?` }];
    });
}

/** Keys that mean nothing without another one, or beside it. */
function checkTogether(text: (key: string) => string | undefined): Problem[] {
  const has = (key: string): boolean => text(key) !== undefined;
  const problem = (key: string, what: string, fix: string): Problem => ({
    where: `context value ${key}`,
    what,
    got: JSON.stringify(text(key)),
    allowed:
      'a pipeline (connection, repository, branch), or the role of GitHub (github, githubProvider), or neither',
    fix,
  });
  const pipeline = has('connection');
  return [
    ...['repository', 'branch']
      .filter((key) => has(key) && !pipeline)
      .map((key) =>
        problem(
          key,
          'is for a pipeline, which needs a connection',
          'add "-c connection=<ARN>", or leave it out',
        ),
      ),
    ...(has('githubProvider') && !has('github')
      ? [
          problem(
            'githubProvider',
            'is for the role of GitHub',
            'add "-c github=<owner/name>", or leave it out',
          ),
        ]
      : []),
    ...(has('github') && pipeline
      ? [problem('github', 'was given together with a connection', 'deploy one of them at a time')]
      : []),
    ...(has('env') && pipeline
      ? [problem('env', 'was given for a pipeline, which deploys all environments', 'leave it out')]
      : []),
    ...(text('build') === 'docker' && pipeline
      ? [
          problem(
            'build',
            'is not one that a pipeline has: what it runs on has no Docker',
            'use "-c build=codebuild" or "-c build=zip"',
          ),
        ]
      : []),
  ];
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

function isEnvironmentName(name: string): name is keyof typeof defaultSettings.environments {
  return Object.hasOwn(defaultSettings.environments, name);
}
