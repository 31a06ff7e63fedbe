import { expect, test } from '@jest/globals';
import type { ArtifactObject } from '../../../lib/cli/artifacts/artifact-objects.ts';
import { npx } from '../../../lib/cli/command-line.ts';
import { filesOfRun } from '../../../lib/cli/view/files-of-run.ts';
import { rawFiles } from '../../../lib/cli/view/raw-files.ts';
import { Unknowns } from '../../../lib/cli/view/unknowns.ts';
import type { ActSummary } from '../../../lib/service/index.ts';

const PLACE = { bucket: 'shop-artifacts', prefix: 'shop' };

function object(key: string): ArtifactObject {
  return { key, path: key.slice('shop/'.length), sizeBytes: 7, modifiedAt: new Date(0), kind: 'act' };
}

/** What is found for acts with these traces. */
async function found(locations: readonly string[], objects: readonly ArtifactObject[] = []) {
  const unknowns = new Unknowns({ commandLine: npx, call: { abortSignal: new AbortController().signal } });
  const asked: string[] = [];
  const acts = locations.map(
    (location): ActSummary => ({
      ...{ workflowRunId: 'r', sessionId: 's', actId: 'a', status: 'SUCCEEDED', startedAt: new Date(0) },
      traceLocation: { locationType: 'S3', location },
    }),
  );
  const traces = {
    list: async (start: string) => {
      asked.push(start);
      return [object(`${start}/step_1.json`), object(`${start}-of-another`)];
    },
  };
  const nothingRead = { sessions: [], files: filesOfRun('r', []) };
  const files = await rawFiles({ acts, ...nothingRead, place: PLACE, objects, traces, unknowns });
  return { uris: files.map(({ uri }) => uri), asked, said: unknowns.texts };
}

test('files are those at the places that Nova Act names', async () => {
  expect(
    await found(['s3://shop-artifacts/shop/exported', 'arn:aws:s3:::shop-artifacts/shopstep_2.json']),
  ).toEqual({
    asked: ['shop/exported', 'shopstep_2.json'],
    uris: [
      's3://shop-artifacts/shop/exported/step_1.json',
      's3://shop-artifacts/shopstep_2.json/step_1.json',
    ],
    said: [],
  });
});

test('what was listed with the run is not asked for again', async () => {
  const listed = object('shop/runs/r/sessions/s/acts/a/act.json');
  expect(await found([`s3://shop-artifacts/${listed.key}`], [listed])).toEqual({
    ...{ asked: [], said: [] },
    uris: [`s3://shop-artifacts/${listed.key}`],
  });
});

test.each([
  's3://other/shop/x',
  's3://shop-artifacts/shopping/x',
  's3://shop-artifacts/',
  'https://shop-artifacts/shop/x',
])('%s is outside of the place of the workflow: it is said, and not looked at', async (location) => {
  expect(await found([location])).toEqual({
    ...{ uris: [], asked: [] },
    said: [`Nova Act has exported traces to where this viewer does not look: ${location}.`],
  });
});
