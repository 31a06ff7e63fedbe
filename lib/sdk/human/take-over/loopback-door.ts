import type { TakeOverDoor } from './take-over-door.ts';

/**
 * A WebSocket of this process, for pages on this machine: for workflows that run without a host. It listens on 127.0.0.1 and a free port
 * from when it is first needed until the last take-over has ended.
 *
 * @throws Error when it cannot listen
 */
export async function loopbackDoor(): Promise<TakeOverDoor> {
  throw new Error('not yet');
}
