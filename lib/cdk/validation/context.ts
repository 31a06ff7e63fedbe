import { RegionInfo } from 'aws-cdk-lib/region-info';
import { REGION_PATTERN } from '../../contract/limits.ts';
import { type Problem, unknownKey } from '../../core/problems.ts';
import { didYouMean } from '../../core/suggest.ts';
import { KNOWN_REGIONS } from '../regions.ts';

const KEYS = ['env', 'build', 'regions', 'connection', 'repository', 'branch', 'github', 'githubProvider'];

/** What people write for them. */
const OTHER_WORDS: Readonly<Record<string, string>> = { environment: 'env', stage: 'env', mode: 'build' };

/** Other keys are those of the CDK and of the app's own constructs; one that is nearly ours is a slip. */
export function checkContextKeys(keys: readonly string[]): Problem[] {
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
export function checkTogether(text: (key: string) => string | undefined): Problem[] {
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

/** A value that is one of a few. */
export function checkChoice(options: {
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

/** Names of regions. */
export function checkRegions(where: string, regions: readonly string[]): Problem[] {
  return regions
    .filter((region) => !REGION.test(region))
    .map((region) => ({
      where,
      what: 'has something that is not the name of a region',
      got: JSON.stringify(region),
      allowed: 'names of regions, separated by commas',
      fix: nearRegion(region) ?? `write "-c regions=${KNOWN_REGIONS[0]}", for example`,
    }))
    .concat(
      checkRegionSlips(regions.filter((region) => REGION.test(region)).map((region) => [where, region])),
    );
}

/** Names that have the form of a region, and a slip in a word. Other names may be regions that are newer than the CDK. */
export function checkRegionSlips(places: readonly (readonly [where: string, region: string])[]): Problem[] {
  return places.flatMap(([where, region]) => {
    const fix = region.split('-').some((word) => word.length > 3 && !WORDS.has(word)) && nearRegion(region);
    if (!fix) return [];
    const what = 'is not a region that is known';
    return [{ where, what, got: JSON.stringify(region), allowed: 'the name of a region', fix }];
  });
}

function nearRegion(region: string): string | undefined {
  const near = didYouMean(region, AWS_REGIONS);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

const AWS_REGIONS = RegionInfo.regions.map(({ name }) => name);

/** Such as `east`. */
const WORDS = new Set(AWS_REGIONS.flatMap((name) => name.split('-')));

const REGION = new RegExp(`^${REGION_PATTERN}$`);
