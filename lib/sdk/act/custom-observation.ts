import { imageSize, type Observation, type ViewportSize } from '../../browser/index.ts';
import { messageOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { PACKAGE_NAME } from '../../core/package.ts';
import { show } from '../../core/problems.ts';
import { isUsableSize, USABLE_SIZES } from '../limits.ts';
import type { CustomObservation } from './custom-actuator.ts';

/**
 * What an actuator of the program's has seen, in the form that it has on the wire.
 * @throws TypeError for what the agent could not see
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
  if (!ignoreScreenSize && !isUsableSize(size))
    throw new TypeError(
      `observe() of the actuator gave a picture of ${size.width}×${size.height} pixels; ${USABLE_SIZES}. Scale it, and the boxes that perform() is given, or pass \`ignoreScreenSize: true\` to NovaAct.start.`,
    );
  checkJson(given);
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

function checkJson(given: CustomObservation): void {
  try {
    JSON.stringify({ ...given, screenshotBase64: undefined });
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    throw new TypeError(
      `observe() of the actuator gave members that cannot be sent as JSON: ${reason}. Give plain objects, texts and numbers.`,
      { cause: error },
    );
  }
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
