import type { ServerContext } from '@modelcontextprotocol/server';

/** Sends what happens to a client that has asked for it. */
export function progressTo({ mcpReq }: ServerContext): (message: string) => void {
  const token = mcpReq._meta?.progressToken;
  let progress = 0;
  return (message) => {
    if (token === undefined) return;
    progress += 1;
    const params = { progressToken: token, progress, message };
    // Nobody hears it any more.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
  };
}
