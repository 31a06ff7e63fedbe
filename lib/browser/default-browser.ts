import { VARIABLE } from '../contract/variables.ts';
import { agentCoreBrowser } from './agentcore-browser.ts';
import { ActuationError } from './errors.ts';
import { localBrowser } from './local-browser.ts';
import type { Browser } from './types.ts';

/**
 * The browser that the environment asks for: `NOVA_ACT_BROWSER=agentcore` is AgentCore Browser, with
 * `NOVA_ACT_BROWSER_ID` for one of the account's own; `local` or nothing is a browser of this machine.
 *
 * @param options.onNotice hears what is worth knowing but no error
 * @throws ActuationError when the variable has another value
 */
export function defaultBrowser(options: {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onNotice: (text: string) => void;
}): Browser {
  const { [VARIABLE.browser]: kind, [VARIABLE.browserId]: identifier } = options.environment;
  switch (kind || 'local') {
    case 'local':
      return localBrowser({ onNotice: options.onNotice });
    case 'agentcore':
      return agentCoreBrowser(identifier ? { identifier } : {});
    default:
      throw new ActuationError(
        `${VARIABLE.browser} is ${JSON.stringify(kind)}; it must be "local" or "agentcore".`,
      );
  }
}
