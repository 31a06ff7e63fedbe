import type { Environment } from 'aws-cdk-lib';
import type { DeploymentSettings } from '../catalog/deployment-settings.ts';
import { placeConflicts } from '../catalog/place-conflicts.ts';
import { validEnvironments, validPartOf, validPipeline } from '../catalog/valid-part.ts';
import type { NamedSettings } from '../catalog/workflow-settings.ts';
import type { Problem } from '../core/problems.ts';
import { BUILD_MODES, type BuildMode, DEFAULT_BUILD, isBuildMode } from './build-mode.ts';
import { type ChosenEnvironment, chosenEnvironment } from './chosen-environment.ts';
import { KNOWN_REGIONS } from './regions.ts';
import {
  checkChoice,
  checkContextKeys,
  checkRegionSlips,
  checkRegions,
  checkTogether,
} from './validation/context.ts';
import type { PipelineSource } from './validation/pipeline.ts';

/** What the command line, the settings and the process environment say about an app. */
export interface AppSettings extends Omit<ChosenEnvironment, 'problems'> {
  /** Context value `build`, or what the environment says. */
  readonly build: BuildMode;
  /** Context value `build`, if there is one. */
  readonly givenBuild: BuildMode | undefined;
  /** Absent when nothing says which account; the templates then work in any. */
  readonly account: string | undefined;
  /** Context value `regions`, separated by commas, or what the environment says; at least one. */
  readonly regions: readonly [string, ...string[]];
  /** Where a pipeline is whose settings do not say so. */
  readonly home: Environment;
  /** Context values `connection`, `repository` and `branch`: the app is then a pipeline. */
  readonly pipeline: PipelineSource | undefined;
  /**
   * Context values `github` and `githubProvider`, and `env` if that is given with them: the app is then the role of GitHub
   * Actions.
   */
  readonly gitHub:
    | {
        readonly repository: string;
        readonly providerArn: string | undefined;
        readonly environmentName: string | undefined;
      }
    | undefined;
  /** What is wrong. The rest is then for finding more of it. */
  readonly problems: readonly Problem[];
}

/** Where settings come from. */
export interface SettingsSources {
  /** A value of `-c key=value` or of cdk.json. */
  readonly context: (key: string) => unknown;
  /** The keys that have one. @default - none that could be misspelled */
  readonly contextKeys?: readonly string[] | undefined;
  /** `CDK_DEFAULT_ACCOUNT` and `CDK_DEFAULT_REGION`, as the CDK CLI sets them. */
  readonly processEnvironment: Readonly<Record<string, string | undefined>>;
  readonly settings: DeploymentSettings;
  /** What the catalog says of workflows. */
  readonly workflows: readonly NamedSettings[];
}

/** Reads what is to be made, and finds what is wrong with the command line. */
export function readAppSettings(sources: SettingsSources): AppSettings {
  const { context, contextKeys = [], processEnvironment, settings, workflows } = sources;
  const text = (key: string): string | undefined => {
    const value = context(key);
    return value === undefined || value === '' ? undefined : String(value);
  };
  const chosen = chosenEnvironment({
    name: text('env'),
    settings,
    workflows: workflows.map(({ name }) => name),
  });
  const { environment, where, personalStage } = chosen;
  const build = text('build');
  const givenBuild = isBuildMode(build) ? build : undefined;
  const said = regionsOf(text('regions'));
  const account = processEnvironment.CDK_DEFAULT_ACCOUNT || undefined;
  const here = regionsOf(processEnvironment.CDK_DEFAULT_REGION) ?? [KNOWN_REGIONS[0]];
  const regions = said ?? environment.regions ?? here;
  const [first = KNOWN_REGIONS[0], ...others] = regions;
  const connectionArn = text('connection');
  const gitHub = text('github');
  const isOfOnePlace = connectionArn === undefined && (gitHub === undefined || text('env') !== undefined);
  return {
    where,
    environment,
    personalStage,
    build: givenBuild ?? environment.build ?? DEFAULT_BUILD,
    givenBuild,
    account: environment.account ?? account,
    regions: [first, ...others],
    home: { ...(account && { account }), region: (said ?? here)[0] ?? first },
    pipeline:
      connectionArn === undefined
        ? undefined
        : { connectionArn, repository: text('repository') ?? '', branch: text('branch') ?? 'main' },
    gitHub:
      gitHub === undefined
        ? undefined
        : { repository: gitHub, providerArn: text('githubProvider'), environmentName: text('env') },
    problems: [
      ...checkContextKeys(contextKeys),
      ...checkTogether(text),
      ...(context('env') === '' ? [EMPTY_ENVIRONMENT] : []),
      ...chosen.problems,
      ...(build === undefined ? [] : checkChoice({ key: 'build', value: build, choices: BUILD_MODES })),
      ...checkRegions('context value regions', said ?? []),
      ...(said === undefined ? checkRegions('CDK_DEFAULT_REGION', environment.regions ? [] : here) : []),
      ...checkRegionSlips(regionsIn(settings)),
      // Also those that only the command line or the credentials say. (A pipeline compares its stages itself.)
      ...(isOfOnePlace
        ? placeConflicts({
            where,
            environment,
            catalog: workflows,
            account: environment.account ?? account,
            regions: [first, ...others],
          })
        : []),
    ],
  };
}

/** As of a variable of a shell that is not set: the first environment may not be the one that was meant. */
const EMPTY_ENVIRONMENT: Problem = {
  where: 'context value env',
  what: 'is empty',
  got: '""',
  allowed: 'the name of an environment, or no "-c env=" at all for the first',
  fix: 'set the variable that it was to have, or leave it out',
};

/** All regions of settings that have the form of one. */
function regionsIn(settings: DeploymentSettings): readonly (readonly [where: string, region: string])[] {
  const { region } = validPipeline(settings);
  const places = [
    ...Object.entries(validEnvironments(settings)).map(([name, of]) => [`environments.${name}`, of] as const),
    ['personal', validPartOf(settings.personal)] as const,
  ];
  return [
    ...places.flatMap(([place, { regions = [] }]) =>
      regions.map((each, index) => [`settings.${place}.regions[${index}]`, each] as const),
    ),
    ...(region === undefined ? [] : [['settings.pipeline.region', region] as const]),
  ];
}

/** Each region once, in the order given. */
function regionsOf(list: string | undefined): readonly string[] | undefined {
  const regions = new Set(
    (list ?? '')
      .split(',')
      .map((region) => region.trim())
      .filter(Boolean),
  );
  return regions.size === 0 ? undefined : [...regions];
}
