import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HARMLESS, hostilities, memberNames } from './support/hostile-page.ts';
import { useHostileSession } from './support/hostile-session.ts';

const session = useHostileSession();

// Other seeds are tried by changing it.
test('pages that shadow and replace anything are looked at and acted on like any other', async () => {
  const plain = await session.play(HARMLESS);
  const framed = await session.play({ ...HARMLESS, isFramed: true });
  const names = await memberNames(session.page);
  await fc.assert(
    fc.asyncProperty(hostilities(names), async (hostility) => {
      expect(await session.play(hostility)).toEqual(hostility.isFramed ? framed : plain);
    }),
    { seed: 12, numRuns: 30, endOnFailure: true },
  );
});
