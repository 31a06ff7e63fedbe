import { expect, test } from '@jest/globals';
import { doorTo } from '../../../../lib/sdk/human/web/take-over-way.ts';

const desk = {
  url: 'https://desk.example',
  origin: 'https://desk.example',
  isLoopback: false,
  region: 'us-east-1',
};

test('where nobody can sign in, nobody is asked to take over', async () => {
  const asked = doorTo(desk, { NOVA_ACT_HUMAN_TAKE_OVER: '0' });

  await expect(asked).rejects.toThrow(/nobody can sign in .*humanInTheLoop: \{ signIn/);
});

test('a desk elsewhere leads nobody to a process that is no session', async () => {
  await expect(doorTo(desk, {})).rejects.toThrow(/this process is none/);
});
