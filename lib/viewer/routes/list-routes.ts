import type { FastifyInstance } from 'fastify';
import { definitionsPage } from '../pages/definitions-page.ts';
import { runsPage } from '../pages/runs-page.ts';
import { readRunQuery } from '../read-run-query.ts';
import type { ViewerContext } from '../viewer-context.ts';

/** Pages with lists: of workflows, of the runs of one, and of all runs. */
export function listRoutes(
  app: FastifyInstance,
  { source, paths, send, missing, above }: ViewerContext,
): void {
  const { searched } = source.place;
  app.get('/', async (_request, reply) =>
    send(reply, {
      title: 'Workflows',
      crumbs: [{ label: 'Workflows' }],
      main: definitionsPage({
        definitions: await source.workflows(),
        waiting: await source.questions?.waiting(),
        ...{ paths, now: new Date() },
      }),
      changes: {},
    }),
  );

  app.get<{ Querystring: Query }>('/runs', async (request, reply) => {
    const { query } = request;
    const workflows = [...(await source.workflowNames())].sort();
    const now = new Date();
    const { problems, asked, query: read } = readRunQuery({ query, workflows, now });
    if (problems.length === 0 && hasEmpty(query)) return reply.redirect(paths.runs(asked));
    const page = problems.length > 0 ? undefined : await source.runs(read);
    return send(problems.length > 0 ? reply.code(400) : reply, {
      title: 'All runs',
      crumbs: [...above({}), { label: 'All runs' }],
      main: runsPage({
        waiting: await source.questions?.waiting(),
        ...{ workflows, asked, searched, page, problems, paths, now },
      }),
      changes: { definitionName: read.definitionName },
    });
  });

  app.get<{ Params: { definitionName: string }; Querystring: Query }>(
    '/definitions/:definitionName',
    async (request, reply) => {
      const { definitionName } = request.params;
      const { query } = request;
      const definition = await source.workflow(definitionName);
      if (definition === undefined) return missing(reply, `workflow "${definitionName}"`);
      const now = new Date();
      const { problems, asked, query: read } = readRunQuery({ query, now });
      if (problems.length === 0 && hasEmpty(query))
        return reply.redirect(paths.definition(definitionName, asked));
      const page = problems.length > 0 ? undefined : await source.runs({ ...read, definitionName });
      return send(problems.length > 0 ? reply.code(400) : reply, {
        title: definitionName,
        crumbs: [...above({}), { label: definitionName }],
        main: runsPage({
          waiting: await source.questions?.waiting(definitionName),
          ...{ definition, asked, searched, page, problems, paths, now },
        }),
        changes: { definitionName },
      });
    },
  );
}

type Query = Readonly<Record<string, unknown>>;

/** Forms send what was left empty as well: such an address is too long to be kept. */
function hasEmpty(query: Query): boolean {
  return Object.values(query).includes('');
}
