import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Observation } from '../../../lib/browser/index.ts';
import { observationText } from '../../../lib/sdk/act/observation-text.ts';

test('an observation is on the wire what JSON makes of it', () => {
  const anyText = fc.string({ unit: 'binary' });
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const observations = fc.record({
    activeURL: fc.webUrl(),
    browserDimensions: fc.record({
      scrollHeight: number,
      scrollWidth: number,
      scrollLeft: number,
      scrollTop: number,
      windowWidth: number,
      windowHeight: number,
    }),
    idToBboxMap: fc.constant({}),
    screenshotBase64: fc.base64String().map((base64) => `data:image/png;base64,${base64}`),
    simplifiedDOM: anyText,
    timestamp_ms: fc.integer(),
    userAgent: anyText,
  });
  fc.assert(
    fc.property(observations, (seen: Observation) => {
      expect(JSON.parse(observationText(seen))).toEqual(JSON.parse(JSON.stringify(seen)));
    }),
  );
});
