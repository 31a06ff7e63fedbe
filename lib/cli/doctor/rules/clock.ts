import { type CheckOutcome, lacking, ok, unknown, warning } from '../outcome.ts';

/**
 * Whether this machine's clock is right, by the answer of a server. AWS refuses signatures that are five minutes off; its
 * clients correct that, but what others do with the time is wrong.
 *
 * @param skewMs how far the clock is ahead; `undefined` when no answer said the time
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function clockRule(skewMs: number | undefined): CheckOutcome {
  if (skewMs === undefined) return unknown('nothing has answered that says the time');
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const found = `${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} AWS`;
  if (seconds > REFUSED_FROM_S) return lacking(`${found}: AWS refuses what is signed with it`, ...SET_CLOCK);
  if (seconds > WORTH_SAYING_S) return warning(found, ...SET_CLOCK);
  return ok(`within ${WORTH_SAYING_S} s of AWS`);
}

const REFUSED_FROM_S = 300;
const WORTH_SAYING_S = 60;
const SET_CLOCK = [
  'sudo timedatectl set-ntp true   (Linux)',
  'sudo sntp -sS time.apple.com   (macOS)',
  'w32tm /resync   (Windows)',
];
