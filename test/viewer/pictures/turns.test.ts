import { expect, test } from '@jest/globals';
import { Turns } from '../../../lib/viewer/pictures/turns.ts';

const never = new AbortController().signal;

test('one comes after the other, and who gives up holds nobody up, nor lets anybody in early', async () => {
  const turns = new Turns();
  const story: string[] = [];
  const end = await turns.take(never);
  const impatient = new AbortController();
  const second = turns.take(impatient.signal);
  const third = turns.take(never).then((endThird) => {
    story.push('third begins');
    endThird();
  });
  impatient.abort(new Error('too late'));
  await expect(second).rejects.toThrow('too late');
  story.push('first ends');
  end();
  await third;
  expect(story).toEqual(['first ends', 'third begins']);
});
