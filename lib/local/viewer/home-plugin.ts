import type { FastifyInstance } from 'fastify';
import { LOCAL_HEADER } from '../../contract/headers.ts';
import { PACKAGE_VERSION } from '../../core/package.ts';
import { protect } from '../../viewer/protection.ts';

/** Fastify plugin: whoever opens the server in a browser is led to the viewer, and commands learn which server it is. */
export async function homePlugin(
  app: FastifyInstance,
  options: { readonly viewerPrefix: string; readonly serverId: string },
): Promise<void> {
  protect(app);
  app.get('/', (_request, reply) =>
    reply
      .header(LOCAL_HEADER.server, options.serverId)
      .header(LOCAL_HEADER.version, PACKAGE_VERSION)
      .redirect(`${options.viewerPrefix}/`),
  );
}
