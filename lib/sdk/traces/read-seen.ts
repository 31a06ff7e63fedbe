import type { TraceStep } from '../../contract/act-trace.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { splitObservation } from '../act/observation-text.ts';

/** As it is on the wire: an actuator of the author's need not heed the types. */
export function readSeen(text: string): SeenPage {
  const apart = splitObservation(text);
  const value = parseJson(apart?.others ?? text);
  if (!isRecord(value)) return NOTHING_SEEN;
  const { activeURL, screenshotBase64 = apart?.picture, simplifiedDOM, browserDimensions } = value;
  const size = isRecord(browserDimensions) ? browserDimensions : {};
  return {
    active_url: typeof activeURL === 'string' ? activeURL : '',
    image: typeof screenshotBase64 === 'string' ? screenshotBase64 : '',
    simplified_dom: typeof simplifiedDOM === 'string' ? simplifiedDOM : '',
    width_px: typeof size.windowWidth === 'number' ? size.windowWidth : 0,
    height_px: typeof size.windowHeight === 'number' ? size.windowHeight : 0,
  };
}

/** Of an observation, what is kept. */
export type SeenPage = Pick<TraceStep, 'active_url' | 'image' | 'simplified_dom' | 'width_px' | 'height_px'>;

export const NOTHING_SEEN: SeenPage = {
  active_url: '',
  image: '',
  simplified_dom: '',
  width_px: 0,
  height_px: 0,
};
