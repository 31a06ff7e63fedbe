import type { FastifyInstance } from 'fastify';
import { shortId } from '../../report/format.ts';
import { invocationPage } from '../pages/invocation-page.ts';
import type { ViewerContext } from '../viewer-context.ts';

/** The page of an invocation. */
export function invocationRoutes(
  app: FastifyInstance,
  { source, paths, send, missing, above }: ViewerContext,
): void {
  app.get<{ Params: { requestId: string } }>('/invocations/:requestId', async (request, reply) => {
    const { requestId } = request.params;
    const found = await source.invocation(requestId);
    if (found === undefined) return missing(reply, `invocation "${requestId}"`);
    const { definitionName, invocation } = found;
    return send(reply, {
      title: `Invocation ${shortId(requestId)}`,
      crumbs: [...above({ definitionName }), { label: `invocation ${shortId(requestId)}` }],
      main: invocationPage({ ...request.params, definitionName, invocation, paths, now: new Date() }),
      changes: { definitionName },
    });
  });
}
