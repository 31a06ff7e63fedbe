import type { FastifyInstance } from 'fastify';
import { definitionsPage } from '../pages/definitions-page.ts';
import { runsPage } from '../pages/runs-page.ts';
import type { ViewerContext } from '../viewer-context.ts';

/** Pages with lists: of workflows, and of their runs. */
export function listRoutes(
  app: FastifyInstance,
  { source, paths, send, missing, above }: ViewerContext,
): void {
  app.get('/', async (_request, reply) =>
    send(reply, {
      title: 'Workflows',
      crumbs: [{ label: 'Workflows' }],
      main: definitionsPage({ definitions: await source.workflows(), paths, now: new Date() }),
      changes: {},
    }),
  );

  app.get<{ Params: { definitionName: string }; Querystring: { at?: unknown } }>(
    '/definitions/:definitionName',
    async (request, reply) => {
      const { definitionName } = request.params;
      const { at } = request.query;
      const definition = await source.workflow(definitionName);
      if (definition === undefined) return missing(reply, `workflow "${definitionName}"`);
      const page = await source.runs({ definitionName, at: typeof at === 'string' ? at : undefined });
      return send(reply, {
        title: definitionName,
        crumbs: [...above({}), { label: definitionName }],
        main: runsPage({ definition, page, paths, now: new Date() }),
        changes: { definitionName },
      });
    },
  );
}
