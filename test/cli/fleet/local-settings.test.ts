import { availableParallelism } from 'node:os';
import { expect, test } from '@jest/globals';
import { localFleetSettings } from '../../../lib/cli/fleet/local/local-settings.ts';

test('how many items run at a time has a reason when nobody has said it', () => {
  const most = 2 * availableParallelism();
  const { settings, pace } = localFleetSettings({ fleet: { concurrency: 1000 } }, {});
  expect(settings.concurrency).toBe(most);
  expect(pace).toBe(`${most} at a time (twice the processors of this machine; change it with --concurrency)`);
  expect(localFleetSettings({ fleet: { concurrency: 1 } }, {}).pace).toBe('1 at a time (--concurrency)');
  expect(localFleetSettings(undefined, { concurrency: 999 }).pace).toBe('999 at a time (--concurrency)');
});
