import { describe, expect, test } from '@jest/globals';
import { boxesOf } from '../../lib/report/call-boxes.ts';
import { traceCallOf } from '../../lib/report/trace-call.ts';

const viewport = { width_px: 1600, height_px: 800 };
const call = (name: string, input: unknown) => traceCallOf({ callId: 'c', name, input }, undefined);

describe('when a call points at a box', () => {
  test.each([
    ['pixels', '<box>10,20,30,60</box>', { x: 20, y: 10, width: 40, height: 20 }],
    ['pixels with fractions', '<box>0.5,1,2.5,3</box>', { x: 1, y: 0.5, width: 2, height: 2 }],
    ['thousandths', '<bbox>100,250,200,500</bbox>', { x: 160, y: 200, width: 160, height: 200 }],
    ['bare thousandths', '100, 250, 200, 500', { x: 160, y: 200, width: 160, height: 200 }],
  ])('it is read from %s', (_, box, expected) => {
    expect(boxesOf([call('agentClick', [box])], viewport)).toEqual([{ number: 1, ...expected }]);
  });

  test('its number is its place in the program', () => {
    const calls = [
      call('think', ['<box>1,1,2,2</box>']),
      call('agentType', ['1,2,3', '<box>1,1,2,2</box>']),
      call('agentClick', { box: '<box>1,1,2,2</box>' }),
      call('lookup', { box: '<box>1,1,2,2</box>' }),
    ];

    expect(boxesOf(calls, viewport).map(({ number }) => number)).toEqual([2, 3]);
  });
});

describe('when it cannot be read', () => {
  test.each(['<box>1,2,3</box>', '<box>a,b,c,d</box>', '<box>9,9,1,1</box>', '<box></box>', 'x', 7, null])(
    '%j draws nothing',
    (box) => {
      expect(boxesOf([call('agentClick', [box])], viewport)).toEqual([]);
    },
  );
});
