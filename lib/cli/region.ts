import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import { REGION_PATTERN } from '../contract/limits.ts';
import { DEFAULT_REGION } from '../contract/protocol.ts';
import { UsageError } from './usage-error.ts';

/**
 * The region of the usual chain: the option, the environment, the profile, else us-east-1.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
 */
export async function regionOf(options: {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): Promise<string> {
  const { region, profile, environment } = options;
  if (region !== undefined) return region;
  // The chain of the JavaScript SDK does not know AWS_DEFAULT_REGION; other tools do.
  const fallback = environment.AWS_DEFAULT_REGION || DEFAULT_REGION;
  return await loadConfig(
    { ...NODE_REGION_CONFIG_OPTIONS, default: fallback },
    { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...(profile === undefined ? {} : { profile }) },
  )();
}

/** @throws UsageError when the text cannot be a region */
export function checkRegion(text: string): string {
  if (new RegExp(`^${REGION_PATTERN}$`).test(text)) return text;
  throw new UsageError({
    what: `--region "${text}" is not the name of a region.`,
    allowed: 'Names such as us-east-1 are allowed.',
  });
}
