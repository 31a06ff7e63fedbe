import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { nameOf } from '../core/errors.ts';
import type { AgentCoreSessions, SessionOfBrowser } from './agentcore-sessions.ts';

/**
 * Keeps what the browser of a session has in a profile of AgentCore, whose earlier content is replaced. While another save
 * of the profile is under way, such as one of an act just before, it is tried again.
 *
 * @throws what the service says, or the reason of the signal
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-profiles.html
 */
export async function saveSessionProfile(given: {
  readonly sessions: AgentCoreSessions;
  readonly profileId: string;
  readonly session: SessionOfBrowser;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { sessions, profileId, session, signal } = given;
  // By its token a request that is sent again saves once.
  const save = { ...session, clientToken: randomUUID() };
  for (;;) {
    try {
      await sessions.saveProfile(profileId, save, signal);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (nameOf(error) !== 'ConflictException') throw error;
    }
    await sleep(CONFLICT_PAUSE_MS, undefined, { signal });
  }
}

const CONFLICT_PAUSE_MS = 1_000;
