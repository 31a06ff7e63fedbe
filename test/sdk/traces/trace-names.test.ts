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
