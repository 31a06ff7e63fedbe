import { describe, expect, test } from '@jest/globals';
import { CLEAR_LINE } from '../../../lib/cli/elapsed-time.ts';
import { FleetProgress } from '../../../lib/cli/fleet/fleet-progress.ts';
import { showLiveLine } from '../../../lib/cli/fleet/live-line.ts';

/** What is written for a line. */
function drawn(line: string, columns: number | undefined, interactive = true): string {
  let written = '';
  const write = (text: string): void => {
    written += text;
  };
  showLiveLine({ line: () => line, interactive, write, columns: () => columns })[Symbol.dispose]();
  return written;
}

describe('a line that is rewritten', () => {
  test('is cut where the terminal ends: the rest would stay in the next line', () => {
    expect(drawn('0123456789', 11)).toBe(`${CLEAR_LINE}0123456789${CLEAR_LINE}`);
    expect(drawn('0123456789', 10)).toBe(`${CLEAR_LINE}01234567…${CLEAR_LINE}`);
    expect(drawn('x'.repeat(90), undefined)).toBe(`${CLEAR_LINE}${'x'.repeat(78)}…${CLEAR_LINE}`);
  });

  test('is whole where lines stay', () => {
    expect(drawn('x'.repeat(90), 10, false)).toBe(`${'x'.repeat(90)}\n`);
  });
});

describe('the progress of a fleet', () => {
  const counts = { total: 100_000, waiting: 90_000, running: 100, succeeded: 9000, failed: 0, stopped: 0 };

  test('fits into 80 columns with many items', () => {
    const progress = new FleetProgress();
    expect(progress.line(counts, 0)).toBe('9000 of 100000 done, 100 running');
    const later = { ...counts, waiting: 77_766, succeeded: 20_000, failed: 2134 };
    const line = progress.line(later, 3_600_000);
    expect(line).toBe('22134 of 100000 done, 2134 failed, 100 running, 219/min, ~5 h 55 min left');
    expect(`  ${line}`.length).toBeLessThan(80);
  });

  test('tells what was stopped from what failed', () => {
    const ended = { total: 5, waiting: 2, running: 0, succeeded: 0, failed: 1, stopped: 2 };
    expect(new FleetProgress().line(ended, 0)).toBe('3 of 5 done, 1 failed, 2 stopped, 0 running');
    expect(new FleetProgress().line(undefined, 0)).toBe('its items are being read');
  });
});
