import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { NovaActStore } from '../../lib/local/nova-act/store.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { DEFINITION, RUN, storeWithRun } from './sample-store.ts';
import { serveViewer, type ViewerServer } from './viewer-server.ts';

const paths = viewerPaths('/viewer');

/** Adds runs; their model says which they are. */
function addRuns(store: NovaActStore, from: number, to: number): void {
  const run = store.run(RUN);
  if (run === undefined) throw new Error('no run');
  for (let number = from; number <= to; number += 1) {
    const creation = { sequence: store.nextSequence(), inputHash: 'hash' };
    store.saveRun({ ...run, runId: randomUUID(), modelId: `number-${number}`, creation });
  }
}

async function pageAt(server: ViewerServer, path: string) {
  const { text } = await server.get(path);
  const linkTo = (label: string): string | undefined =>
    new RegExp(`<a class="button" href="([^"]*)">${label}</a>`).exec(text)?.[1]?.replaceAll('&#38;', '&');
  return {
    numbers: [...text.matchAll(/>number-(\d+)</g)].map(([, number]) => Number(number)),
    place: />([\d,]+ to [\d,]+ of [\d,]+)</.exec(text)?.[1],
    newest: linkTo('Newest'),
    newer: linkTo('Newer'),
    older: linkTo('Older'),
  };
}

describe('when a definition has more runs than fit on a page', () => {
  test('the way leads to the oldest and back, and to the newest at once', async () => {
    using sample = storeWithRun({ modelId: 'number-1' });
    addRuns(sample.store, 2, 250);
    await using server = await serveViewer(sample.store);

    const first = await pageAt(server, paths.definition(DEFINITION));
    expect(first).toMatchObject({ place: '1 to 100 of 250', newest: undefined, newer: undefined });
    expect([first.numbers[0], first.numbers.at(-1), first.numbers.length]).toEqual([250, 151, 100]);
    const second = await pageAt(server, first.older ?? '');
    expect([second.place, second.numbers[0], second.numbers.at(-1)]).toEqual(['101 to 200 of 250', 150, 51]);
    const last = await pageAt(server, second.older ?? '');
    expect([last.place, last.numbers[0], last.numbers.at(-1)]).toEqual(['201 to 250 of 250', 50, 1]);
    expect(last.older).toBeUndefined();
    expect(last.newest).toBe(paths.definition(DEFINITION));
    expect((await pageAt(server, last.newer ?? '')).numbers).toEqual(second.numbers);
    expect(await pageAt(server, (await pageAt(server, last.newer ?? '')).newer ?? '')).toEqual(first);
  });

  test('a page that is looked at stays as it is while runs are added', async () => {
    using sample = storeWithRun({ modelId: 'number-1' });
    addRuns(sample.store, 2, 250);
    await using server = await serveViewer(sample.store);
    const { older = '' } = await pageAt(server, paths.definition(DEFINITION));
    const before = await pageAt(server, older);
    const { newer: forward = '' } = await pageAt(server, before.older ?? '');

    addRuns(sample.store, 251, 260);
    expect((await pageAt(server, older)).numbers).toEqual(before.numbers);
    expect((await pageAt(server, forward)).numbers).toEqual(before.numbers);
    expect((await pageAt(server, older)).place).toBe('111 to 210 of 260');
  });

  test('a page whose runs are all gone shows the newest', async () => {
    using sample = storeWithRun({ modelId: 'number-1' });
    addRuns(sample.store, 2, 150);
    await using server = await serveViewer(sample.store);
    const { older = '' } = await pageAt(server, paths.definition(DEFINITION));
    for (const run of sample.store.runs().slice(0, 60)) sample.store.removeRun(run);
    await sample.store.close();
    const page = await pageAt(server, older);
    expect([page.place, page.numbers.length, page.numbers.at(-1)]).toEqual([undefined, 90, 61]);
  });

  test.each(['at=x', 'at=', 'at=before-', 'at=after-99999999999999999999'])(
    'a place that is none (?%s) shows the newest, and says so',
    async (query) => {
      using sample = storeWithRun({ modelId: 'number-1' });
      await using server = await serveViewer(sample.store);
      const asked = await server.get(`${paths.definition(DEFINITION)}?${query}`);
      const { status, headers, text } = asked;
      expect([status, headers.location]).toEqual(
        query === 'at=' ? [302, paths.definition(DEFINITION)] : [200, undefined],
      );
      expect(text.includes('This place in the list is not known')).toBe(status === 200);
      if (status === 200)
        expect((await pageAt(server, `${paths.definition(DEFINITION)}?${query}`)).numbers).toEqual([1]);
    },
  );
});
