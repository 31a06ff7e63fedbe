import { expect, test } from '@jest/globals';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { renderRunSurroundings } from '../../lib/viewer/run-surroundings.ts';
import type { RunDetail } from '../../lib/viewer/view-model.ts';
import { mainText } from './main-text.ts';

const run: RunDetail = {
  ...{ id: 'r', definitionName: 'shop', status: 'SUCCEEDED', modelId: undefined, playedBy: undefined },
  ...{ startedAt: new Date(0), endedAt: new Date(1), sessionCount: 0, actCount: 0 },
  ...{ invocation: undefined, logGroupName: undefined, sessions: [], logLines: [], unknown: [] },
  rawFiles: [],
};

/** What a person reads of raw files with these names. */
function textFor(...uris: readonly string[]): string {
  const rawFiles = uris.map((uri) => ({ uri, sizeBytes: 1000 }));
  return mainText(`<main>${renderRunSurroundings({ ...run, rawFiles }, viewerPaths('/viewer'))}</main>`);
}

test('raw files are folded, and named from what all of them are below', () => {
  expect(textFor('s3://b/shop/r/ab/1.json', 's3://b/shop/r/ac/2.json')).toMatch(
    /^Raw files 2 files, .* Below s3:\/\/b\/shop\/r\/ ab\/1\.json .* ac\/2\.json /,
  );
  expect(textFor('s3://b/shop/r/1.json')).toMatch(/^Raw files 1 file, .* Below s3:\/\/b\/shop\/r\/ 1\.json /);
  expect(textFor('s3://b/1.json', 's3://c/1.json')).toMatch(/ Below s3:\/\/ b\/1\.json .* c\/1\.json /);
});
