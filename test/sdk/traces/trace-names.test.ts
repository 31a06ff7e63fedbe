import { expect, test } from '@jest/globals';
import { traceNames } from '../../../lib/sdk/traces/trace-names.ts';

test.each([
  ['Buy the red shoes', 'act_1_Buy_the_red_shoes'],
  ['  Go to <https://a.example/?q=1>: "now"\n', 'act_1_Go_to_https_a.example_q=1_now'],
  ['../../etc/passwd', 'act_1_etc_passwd'],
  [`${'x'.repeat(29)}.y`, `act_1_${'x'.repeat(29)}`],
  ['👟'.repeat(3), 'act_1'],
  ['赤い靴を買う\u202egpj', 'act_1_赤い靴を買う_gpj'],
  ['***', 'act_1'],
])('%j names its files', (prompt, stem) => {
  expect(traceNames({ actId: '1', prompt })).toEqual({
    page: `${stem}.html`,
    trajectory: `${stem}_trajectory.json`,
    browserTrace: `${stem}_trace.zip`,
  });
});

test('letters of many bytes do not cost a name its end', () => {
  const actId = '0d049a72-e02e-4152-b164-59f16f020c73';
  const { page, trajectory, browserTrace } = traceNames({ actId, prompt: '𐌰'.repeat(30) });
  expect(page).toMatch(/^act_[0-9a-f-]{36}_𐌰+\.html$/u);
  expect([trajectory, browserTrace]).toEqual([`act_${actId}_trajectory.json`, `act_${actId}_trace.zip`]);
});
