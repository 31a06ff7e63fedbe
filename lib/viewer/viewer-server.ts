import { maxHeaderSize } from 'node:http';
import fastify from 'fastify';
import { hasCode } from '../core/errors.ts';
import { portInUse } from '../core/port-in-use-error.ts';
import { readablePath } from '../core/readable-path.ts';
import { VIEWER_PATH } from './paths.ts';
import { protect } from './protection.ts';
import { type ViewerOptions, viewerPlugin } from './viewer-plugin.ts';

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
export async function startViewer(options: ViewerOptions & { readonly port: number }): Promise<ViewerServer> {
  const { port, ...viewer } = options;
  const app = fastify({
    forceCloseConnections: true,
    rewriteUrl: ({ url = '/' }) => readablePath(url),
    // A long name is one that is not there: no longer one comes through Node.
    routerOptions: { maxParamLength: maxHeaderSize },
  });
  const close = async (): Promise<void> => {
    await app.close();
  };
  try {
    await app.register(viewerPlugin, { ...viewer, prefix: VIEWER_PATH });
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
