import { describe, expect, test } from '@jest/globals';
import { defaultSettings } from '../../lib/cdk/index.ts';
import { pipelineStages, unknownPlaces } from '../../lib/cdk/pipeline-stages.ts';

const place = { account: '111111111111', region: 'us-east-1' };

describe('when settings say nothing of pipelines', () => {
  const stages = pipelineStages({ settings: defaultSettings, place });

  test('environments are deployed in their order, where the pipeline is; all but the first are approved', () => {
    expect(stages).toMatchObject([
      { name: 'development', env: place, otherRegions: [], approval: false, isElsewhere: false },
      { name: 'production', env: place, otherRegions: [], approval: true, isElsewhere: false },
    ]);
  });

  test('they are built by CodeBuild', () => {
    expect(stages.map(({ build }) => build)).toEqual(['codebuild', 'codebuild']);
  });

  test('they go wherever the pipeline goes, when nobody knows where that is', () => {
    const unknown = { region: 'us-east-1' };
    const anywhere = pipelineStages({ settings: defaultSettings, place: unknown });

    expect(anywhere.map(({ env }) => env)).toEqual([unknown, unknown]);
    expect(unknownPlaces(anywhere, unknown)).toEqual([]);
  });
});

describe('when environments say where and how they are deployed', () => {
  const settings = {
    environments: {
      mine: { pipeline: false },
      test: { account: place.account, build: 'zip' },
      live: { account: '333333333333', regions: ['us-east-1', 'eu-west-1'], approval: false },
    },
  } as const;
  const stages = pipelineStages({ settings, place });

  test('so it is done, and what is not for pipelines is left out', () => {
    expect(stages).toMatchObject([
      { name: 'test', env: place, build: 'zip', approval: false, isElsewhere: false },
      {
        name: 'live',
        env: { account: '333333333333', region: 'us-east-1' },
        otherRegions: ['eu-west-1'],
        build: 'codebuild',
        approval: false,
        isElsewhere: true,
      },
    ]);
  });

  test('the build of the pipeline is that of all', () => {
    const builds = pipelineStages({ settings, place, build: 'codebuild' }).map(({ build }) => build);

    expect(builds).toEqual(['codebuild', 'codebuild']);
  });

  test('the account of the pipeline must be known, for another account as for another region', () => {
    const unknown = { region: 'us-east-1' };
    const other = { environments: { live: { regions: ['us-east-1', 'eu-west-1'] } } };

    expect(unknownPlaces(stages, place)).toEqual([]);
    expect(unknownPlaces(pipelineStages({ settings, place: unknown }), unknown)).toEqual(['account']);
    expect(unknownPlaces(pipelineStages({ settings: other, place: unknown }), unknown)).toEqual(['account']);
    expect(unknownPlaces(pipelineStages({ settings: other, place: {} }), {})).toEqual(['account', 'region']);
  });
});
