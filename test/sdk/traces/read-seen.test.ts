import { describe, expect, test } from '@jest/globals';
import { observationText } from '../../../lib/sdk/act/observation-text.ts';
import { NOTHING_SEEN, readSeen } from '../../../lib/sdk/traces/read-seen.ts';

const observation = {
  activeURL: 'https://shop.example/"€"',
  browserDimensions: {
    ...{ scrollWidth: 1600, scrollHeight: 5000, scrollLeft: 0, scrollTop: 0 },
    ...{ windowWidth: 1600, windowHeight: 800 },
  },
  idToBboxMap: {},
  screenshotBase64: `data:image/jpeg;base64,${'/9j+'.repeat(1000)}==`,
  simplifiedDOM: '<p title="\\">€</p>',
  timestamp_ms: 1,
  userAgent: 'test',
};
const seen = {
  active_url: observation.activeURL,
  image: observation.screenshotBase64,
  simplified_dom: observation.simplifiedDOM,
  width_px: 1600,
  height_px: 800,
};

describe('what is kept of an observation', () => {
  test('is read as it was written, in whatever order', () => {
    expect(readSeen(observationText(observation))).toEqual(seen);
    expect(readSeen(JSON.stringify(observation))).toEqual(seen);
  });

  test('has the picture as JSON understands it', () => {
    expect(readSeen('{"screenshotBase64":"data:\\u0041","activeURL":"about:blank"}')).toMatchObject({
      image: 'data:A',
      active_url: 'about:blank',
    });
    expect(readSeen('{"screenshotBase64":"data:A"}')).toMatchObject({ image: 'data:A' });
  });

  test.each([
    '',
    'no',
    '[]',
    '{"screenshotBase64":"',
    '{"screenshotBase64":"a","b',
    '{"screenshotBase64":"a\\"',
  ])('is nothing of what is no JSON: %j', (text) => expect(readSeen(text)).toEqual(NOTHING_SEEN));
});
