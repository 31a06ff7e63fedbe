import type { JwtAuthorizerSettings } from '../../catalog/deployment-settings.ts';
import { aListOf, aText, maybe, type RecordChecks } from '../state-check.ts';

/** Whose tokens a runtime takes. */
export interface RuntimeAuthorizer extends JwtAuthorizerSettings {
  /** Why local AWS takes no token at all: the authorizer asks for something that it cannot check. @default - it checks all */
  readonly unchecked?: string | undefined;
}

/** What is true of an authorizer in a state file. */
export const AUTHORIZER_CHECKS: RecordChecks<RuntimeAuthorizer> = {
  discoveryUrl: aText,
  allowedAudience: maybe(aListOf(aText)),
  allowedClients: maybe(aListOf(aText)),
  allowedScopes: maybe(aListOf(aText)),
  unchecked: maybe(aText),
};
