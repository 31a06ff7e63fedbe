import { expect, test } from '@jest/globals';
import { catalogChanges } from '../../../../lib/cli/local/watch/catalog-changes.ts';

const entry = (name: string) => ({
  ...{ name, entry: `${name}.ts`, definitionName: name, description: 'Does it.' },
  environment: { A: '1' },
});

test('entries are new, gone, or deployed otherwise; what is only described otherwise is the same', () => {
  const before = [entry('buy'), entry('sell'), entry('look'), entry('wait')];
  const now = [
    { ...entry('buy'), description: 'Buys.', image: { fonts: ['fonts-noto'] } },
    { ...entry('sell'), environment: { A: '2' } },
    { ...entry('look'), lifecycle: { idleTimeoutSeconds: 60 } },
    entry('new'),
  ];
  const { added, changed, removed } = catalogChanges(before, now);
  const names = [added, changed, removed].map((entries) => entries.map(({ name }) => name));
  expect(names).toEqual([['new'], ['sell', 'look'], ['wait']]);
});
