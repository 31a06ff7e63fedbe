import fastify from 'fastify';
import { hasCode } from '../core/errors.ts';
import { portInUse } from '../core/port-in-use-error.ts';
import { VIEWER_PATH } from './paths.ts';
import { protect } from './protection.ts';
import type { RunSource } from './run-source.ts';
import { viewerPlugin } from './viewer-plugin.ts';

/** The viewer alone, on loopback: only this machine can reach it, for it asks nobody who they are. */
export interface ViewerServer extends AsyncDisposable {
  /** The address of its first page. */
  readonly url: string;
  /** Ends all connections: pages that are open listen for changes and would never end theirs. */
  close(): Promise<void>;
}

/**
 * Starts a server of the viewer.
 *
 * @param options.port 0 for any free one
 * @throws PortInUseError
 */
export async function startViewer(options: {
  readonly source: RunSource;
  readonly port: number;
}): Promise<ViewerServer> {
  const { source, port } = options;
  const app = fastify({ forceCloseConnections: true });
  const close = async (): Promise<void> => {
    await app.close();
  };
  try {
    await app.register(viewerPlugin, { source, prefix: VIEWER_PATH });
    await app.register(async (home) => {
      protect(home);
      home.get('/', (_request, reply) => reply.redirect(`${VIEWER_PATH}/`));
    });
    const url = await app.listen({ host: '127.0.0.1', port });
    return { url: `${url}${VIEWER_PATH}/`, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw hasCode(error, 'EADDRINUSE') ? portInUse(port) : error;
  }
}
