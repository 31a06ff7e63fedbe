import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { nameOf } from '../core/errors.ts';

/**
 * Keeps what the browser of a session has in a profile of AgentCore, whose earlier content is replaced. While another save
 * of the profile is under way, such as one of an act just before, it is tried again.
 *
 * @throws what the service says, or the reason of the signal
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-profiles.html
 */
export async function saveSessionProfile(given: {
  readonly client: BedrockAgentCoreClient;
  readonly profileId: string;
  readonly browserIdentifier: string;
  readonly sessionId: string | undefined;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { client, profileId, browserIdentifier, sessionId, signal } = given;
  const { SaveBrowserSessionProfileCommand } = await import('@aws-sdk/client-bedrock-agentcore');
  const command = new SaveBrowserSessionProfileCommand({
    profileIdentifier: profileId,
    browserIdentifier,
    sessionId,
    // By its token a request that is sent again saves once.
    clientToken: randomUUID(),
  });
  for (;;) {
    try {
      await client.send(command, { abortSignal: signal });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (nameOf(error) !== 'ConflictException') throw error;
    }
    await sleep(CONFLICT_PAUSE_MS, undefined, { signal });
  }
}

const CONFLICT_PAUSE_MS = 1_000;
