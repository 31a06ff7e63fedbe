import { imageSize, type Observation, type ViewportSize } from '../../browser/index.ts';
import { isRecord } from '../../core/is-record.ts';
import { PACKAGE_NAME } from '../../core/package.ts';
import { show } from '../../core/problems.ts';
import { checkViewport } from '../limits.ts';
import type { CustomObservation } from './custom-actuator.ts';

/**
 * What an actuator of the program's has seen, in the form that it has on the wire.
 * @throws TypeError for what the agent could not see; InvalidScreenResolution
 */
export function completeObservation(
  given: CustomObservation,
  { ignoreScreenSize }: { readonly ignoreScreenSize: boolean },
): Observation {
  if (!isRecord(given)) throw wrong('gave', given, 'an object with activeURL and screenshotBase64');
  const { activeURL, screenshotBase64 } = given;
  if (typeof activeURL !== 'string' || !URL.canParse(activeURL))
    throw wrong('gave activeURL', activeURL, 'an address such as "app://calculator"');
  const size = typeof screenshotBase64 === 'string' ? imageSize(screenshotBase64) : undefined;
  if (size === undefined)
    throw wrong(
      'gave screenshotBase64',
      screenshotBase64,
      '"data:image/jpeg;base64,…" or "data:image/png;base64,…"',
    );
  if (!ignoreScreenSize) checkViewport(size);
  return {
    idToBboxMap: {},
    simplifiedDOM: '',
    timestamp_ms: Date.now(),
    userAgent: PACKAGE_NAME,
    ...definedOnly(given),
    activeURL,
    screenshotBase64,
    browserDimensions: dimensionsOf(given.browserDimensions, size),
  };
}

function dimensionsOf(
  given: Observation['browserDimensions'] | undefined,
  { width, height }: ViewportSize,
): Observation['browserDimensions'] {
  const whole = {
    scrollWidth: width,
    scrollHeight: height,
    scrollLeft: 0,
    scrollTop: 0,
    windowWidth: width,
    windowHeight: height,
  };
  if (given === undefined) return whole;
  const isComplete = isRecord(given) && Object.keys(whole).every((name) => Number.isFinite(given[name]));
  if (!isComplete)
    throw wrong(
      'gave browserDimensions',
      given,
      `an object with the numbers ${Object.keys(whole).join(', ')}`,
    );
  const { windowWidth, windowHeight } = given;
  if (Math.abs(windowWidth - width) <= 1 && Math.abs(windowHeight - height) <= 1) return given;
  throw new TypeError(
    `observe() of the actuator gave a picture of ${width}×${height} pixels for a window of ${windowWidth}×${windowHeight}; they must be the same, so that the agent hits what it sees.`,
  );
}

function definedOnly(given: CustomObservation): CustomObservation {
  return {
    ...given,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

function wrong(what: string, value: unknown, allowed: string): TypeError {
  const shown = typeof value === 'string' && value.length > 60 ? `"${value.slice(0, 60)}…"` : show(value);
  return new TypeError(`observe() of the actuator ${what}: ${shown}; it must be ${allowed}.`);
}
