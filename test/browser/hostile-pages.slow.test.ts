import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ATTACKS, HARMLESS, hostilities, memberNames } from './support/hostile-page.ts';
import { type Play, useHostileSession } from './support/hostile-session.ts';

const session = useHostileSession();
let plain: Play;
beforeAll(async () => {
  plain = await session.play(HARMLESS);
});

test('a page that shadows and replaces all it can is looked at and acted on like any other', async () => {
  expect(plain).toMatchObject({
    seen: { simplifiedDOM: expect.stringContaining('Save</button>') },
    state: {
      text: 'new',
      isChecked: true,
      select: 'B',
      hasScrolled: true,
      date: '2026-02-03',
      editable: 'new',
      range: '70',
      isAgreed: true,
      file: 'cv.txt',
      formTop: 300,
      isHovered: true,
    },
    refused: [expect.stringContaining('takes text'), expect.stringContaining('scrolled up')],
  });
  const names = await memberNames(session.page);
  const all = { ...HARMLESS, fields: names.form, pictures: names.document, attacks: ATTACKS };
  expect(await session.play(all)).toEqual(plain);
});

// Other seeds are tried by changing it.
test('pages that shadow and replace anything are looked at and acted on like any other', async () => {
  const framed = await session.play({ ...HARMLESS, isFramed: true });
  const names = await memberNames(session.page);
  await fc.assert(
    fc.asyncProperty(hostilities(names), async (hostility) => {
      expect(await session.play(hostility)).toEqual(hostility.isFramed ? framed : plain);
    }),
    { seed: 12, numRuns: 30, endOnFailure: true },
  );
  // A minute where nothing else runs.
}, 300_000);
