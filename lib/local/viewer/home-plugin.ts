import type { FastifyInstance } from 'fastify';
import { protect } from './protection.ts';

/** Fastify plugin: whoever opens the server in a browser is led to the viewer. */
export async function homePlugin(
  app: FastifyInstance,
  options: { readonly viewerPrefix: string },
): Promise<void> {
  protect(app);
  app.get('/', (_request, reply) => reply.redirect(`${options.viewerPrefix}/`));
}
