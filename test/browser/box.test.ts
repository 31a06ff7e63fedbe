import { describe, expect, test } from '@jest/globals';
import { parseBox } from '../../lib/browser/index.ts';

const viewport = { width: 1600, height: 813 };

describe('a box in thousandths of the viewport', () => {
  test.each(['<bbox>100,200,300,401</bbox>', '100,200,300,401', ' 100, 200, 300, 401 '])(
    '%s is rounded outwards',
    (text) => {
      expect(parseBox(text, viewport)).toMatchObject({ left: 160, top: 162, right: 480, bottom: 327 });
    },
  );

  test('may cover the whole viewport, and its centre may be a fraction', () => {
    expect(parseBox('0,0,1000,1000', viewport)).toEqual({
      left: 0,
      top: 0,
      right: 1600,
      bottom: 813,
      center: { x: 800, y: 406.5 },
    });
  });
});

describe('a box in CSS pixels', () => {
  test('has the order top, left, bottom, right', () => {
    expect(parseBox('<box>10.5,20,30,40</box>', viewport)).toMatchObject({
      top: 10.5,
      left: 20,
      bottom: 30,
      right: 40,
    });
  });

  test('may be over the edge by a rounding', () => {
    expect(parseBox('<box>800,0,813.6,1600.4</box>', viewport)).toMatchObject({ bottom: 813, right: 1600 });
  });
});

describe('a bad box is explained to the model', () => {
  test.each([
    ['', /cannot be read/],
    ['1,2,3', /four numbers/],
    ['1,2,3,4,5', /four numbers/],
    ['<bbox>1,2,3,4', /cannot be read/],
    ['1.5,2,3,4', /whole numbers/],
    ['-1,2,3,4', /0 to 1000/],
    ['0,0,1001,4', /0 to 1000/],
    ['5,5,5,9', /empty/],
    ['<box>0,0,900,100</box>', /outside the viewport/],
    ['<box>50,0,40,100</box>', /empty/],
    ['<box>0x1,0,40,100</box>', /cannot be read/],
  ])('%s', (text, reason) => {
    expect(() => parseBox(text, viewport)).toThrow(reason);
  });
});
