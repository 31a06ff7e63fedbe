import { BROWSER_PROFILE_ID } from '../../contract/browser-profile.ts';
import { VARIABLE } from '../../contract/variables.ts';
import { show } from '../../core/problems.ts';
import { checkKeys } from '../check-keys.ts';
import { ValidationFailed } from '../errors.ts';
import type { AgentCoreProfileAuth } from './session-auth.ts';

/**
 * Keeps sign-ins in a profile of AgentCore Browser: they do not leave AWS, and go with that browser only. The construct
 * `BrowserProfile` of `nova-act-cdk/cdk` makes one.
 *
 * @throws ValidationFailed
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-profiles.html
 */
export function agentCoreProfile(options: AgentCoreProfileOptions = {}): AgentCoreProfileAuth {
  checkKeys('agentCoreProfile', options, { profileId: true });
  const { profileId } = options;
  if (profileId !== undefined) checkProfileId('profileId', profileId);
  return { profileId };
}

/** Which profile. */
export interface AgentCoreProfileOptions {
  /** Id of the profile, such as `shop-a1B2c3D4e5`. @default `NOVA_ACT_BROWSER_PROFILE` */
  readonly profileId?: string | undefined;
}

/** @throws ValidationFailed when none is named */
export function profileIdOf({ profileId }: AgentCoreProfileAuth): string {
  if (profileId !== undefined) return profileId;
  const { [VARIABLE.browserProfile]: named } = process.env;
  if (!named)
    throw new ValidationFailed(
      `agentCoreProfile was given no profile. Pass \`profileId\`, or set ${VARIABLE.browserProfile}, as the construct BrowserProfile does in deployed workflows.`,
    );
  checkProfileId(VARIABLE.browserProfile, named);
  return named;
}

function checkProfileId(name: string, value: unknown): void {
  if (typeof value === 'string' && BROWSER_PROFILE_ID.test(value)) return;
  throw new ValidationFailed(
    `${name} is ${show(value)}; it must be the id of a browser profile, which AgentCore made of its name, such as "shop-a1B2c3D4e5".`,
  );
}
