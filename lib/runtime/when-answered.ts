import type { ServerResponse } from 'node:http';

/** Calls back when an answer has been sent, or cannot be sent any more because its caller has hung up. */
export function whenAnswered(response: ServerResponse, answered: () => void): void {
  const { socket } = response.req;
  // Closed already: nothing would tell us later.
  if (response.destroyed || socket.destroyed) {
    answered();
    return;
  }
  // A response that waits behind another one of its connection does not hear of the connection's end.
  socket.once('close', answered);
  response.once('close', () => {
    socket.off('close', answered);
    answered();
  });
}

/**
 * How long nothing may move on a connection while an answer is being sent. A caller that takes nothing for so long has
 * gone, and must not keep the session busy for ever.
 */
export const STALL_TIMEOUT_MS = 60_000;
