import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { fullMessageOf, nameOf } from '../core/errors.ts';
import type { BrowserSession } from './agentcore-sessions.ts';
import { openCdp } from './cdp-browser.ts';
import { checkBrowserKeys, checkViewportOption } from './check-options.ts';
import { ActuationError } from './errors.ts';
import { DEFAULT_VIEWPORT } from './local-browser.ts';
import { warnOnce } from './notice.ts';
import type { Browser, OpenBrowser, OpenOptions } from './types.ts';

/**
 * A browser in Amazon Bedrock AgentCore. `open()` starts a session and connects to it; `close()` stops the session.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-tool.html
 */
export function agentCoreBrowser(options: AgentCoreBrowserOptions = {}): AgentCoreBrowser {
  checkBrowserKeys('agentCoreBrowser', options, AGENTCORE_KEYS);
  checkViewportOption('agentCoreBrowser', options.viewport);
  return { kind: 'agentcore', open: (openOptions = {}) => openAgentCore(options, openOptions) };
}

/** A browser that may begin with a profile of AgentCore. */
export interface AgentCoreBrowser extends Browser {
  readonly kind: 'agentcore';
}

export interface AgentCoreBrowserOptions {
  /** Of the browser tool. @default the usual chain of the AWS SDK, then us-east-1 */
  readonly region?: string | undefined;
  /** Id of the browser tool. @default 'aws.browser.v1', the one that AWS provides */
  readonly identifier?: string | undefined;
  /** How long the session may live, in seconds. @default 3600 */
  readonly sessionTimeoutSeconds?: number | undefined;
  /** A name to find the session by in the console. */
  readonly name?: string | undefined;
  /** In CSS pixels. @default 1600 x 813 */
  readonly viewport?: { readonly width: number; readonly height: number } | undefined;
  /** As whom. Not used with a loopback endpoint, unless they are those of local AWS. @default the usual chain of the AWS SDK */
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider | undefined;
  /** Where AgentCore is. @default that of the region, or AWS_ENDPOINT_URL_BEDROCK_AGENTCORE */
  readonly endpoint?: string | undefined;
}

const AGENTCORE_KEYS = {
  region: true,
  identifier: true,
  sessionTimeoutSeconds: true,
  name: true,
  viewport: true,
  credentials: true,
  endpoint: true,
} as const satisfies Record<keyof AgentCoreBrowserOptions, true>;

const DEFAULT_IDENTIFIER = 'aws.browser.v1';
const DEFAULT_TIMEOUT_SECONDS = 3_600;
const STOP_TIMEOUT_MS = 10_000;

async function openAgentCore(
  options: AgentCoreBrowserOptions,
  { signal, profileId }: OpenOptions,
): Promise<OpenBrowser> {
  signal?.throwIfAborted();
  // Loaded on demand: who works with a local browser signs no requests.
  const [{ AgentCoreSessions }, { saveSessionProfile }, { signedHeaders }] = await Promise.all([
    import('./agentcore-sessions.ts'),
    import('./save-session-profile.ts'),
    import('./signed-headers.ts'),
  ]);
  const sessions = await AgentCoreSessions.at(options);
  const browserIdentifier = options.identifier ?? DEFAULT_IDENTIFIER;
  let started: BrowserSession;
  try {
    started = await sessions.start(
      {
        browserIdentifier,
        sessionTimeoutSeconds: options.sessionTimeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
        viewPort: { ...(options.viewport ?? DEFAULT_VIEWPORT) },
        name: options.name,
        profileIdentifier: profileId,
      },
      signal,
    );
  } catch (error) {
    signal?.throwIfAborted();
    throw new ActuationError(
      `AgentCore did not start a session of ${browserIdentifier}${profileId === undefined ? '' : ` with the profile ${profileId}`}: ${fullMessageOf(error)}`,
      { cause: error },
    );
  }
  const { sessionId, streamUrl } = started;
  const session = { browserIdentifier, sessionId };
  const stop = async (): Promise<void> => {
    try {
      await sessions.stop(session, AbortSignal.timeout(STOP_TIMEOUT_MS));
    } catch (error) {
      // One that has timed out is stopped already. Any other one costs money until then, so somebody should know.
      if (nameOf(error) !== 'ResourceNotFoundException')
        warnOnce(
          `The session ${sessionId} of ${browserIdentifier} could not be stopped: ${fullMessageOf(error)}`,
        );
    }
  };
  try {
    if (streamUrl === undefined)
      throw new ActuationError(`The session ${sessionId} has no automation stream.`);
    const headers = await signedHeaders({ service: sessions.service, url: streamUrl });
    return await openCdp(
      { endpointUrl: streamUrl, headers, useExistingPage: true },
      {
        signal,
        afterClose: stop,
        isElsewhere: true,
        saveProfile:
          profileId === undefined
            ? undefined
            : ({ signal }) => saveSessionProfile({ sessions, profileId, session, signal }),
      },
    );
  } catch (error) {
    await stop();
    throw error;
  }
}
