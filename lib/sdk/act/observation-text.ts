import type { Observation } from '../../browser/index.ts';

/**
 * An observation as it is on the wire. The picture is nearly all of it, has nothing that JSON would escape, and stands first, where
 * it is found at once.
 */
export function observationText({ screenshotBase64, ...others }: Observation): string {
  return `{"screenshotBase64":"${screenshotBase64}",${JSON.stringify(others).slice(1)}`;
}
