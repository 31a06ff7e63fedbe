import { isRecord } from '../../../core/is-record.ts';
import type { DeskSignIn } from '../desk-page.ts';

/** What `deskPage()` tells the script. */
export interface PageSettings {
  readonly signIn?: DeskSignIn;
}

/** @param text - JSON */
export function readSettings(text: string): PageSettings {
  const settings: unknown = JSON.parse(text);
  const signIn = isRecord(settings) ? settings.signIn : undefined;
  if (!isRecord(signIn)) return {};
  const { issuer, clientId, audience, scopes } = signIn;
  if (typeof issuer !== 'string' || typeof clientId !== 'string') return {};
  return {
    signIn: {
      issuer,
      clientId,
      ...(typeof audience === 'string' && { audience }),
      ...(Array.isArray(scopes) && { scopes: scopes.filter((scope) => typeof scope === 'string') }),
    },
  };
}
