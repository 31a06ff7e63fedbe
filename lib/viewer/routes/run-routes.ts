import type { FastifyInstance } from 'fastify';
import { shortId } from '../../report/format.ts';
import { runPage } from '../pages/run-page.ts';
import { ROUTE, type RunPlace } from '../paths.ts';
import type { ViewerContext } from '../viewer-context.ts';

/** The page of a run. */
export function runRoutes(app: FastifyInstance, context: ViewerContext): void {
  const { source, paths, send, missing, above, formTokens } = context;
  // Short enough for a terminal.
  app.get<{ Params: { runId: string } }>('/runs/:runId', async (request, reply) => {
    const { runId } = request.params;
    const place = await source.placeOf(runId);
    return place === undefined ? missing(reply, `run "${runId}"`) : reply.redirect(paths.run(place));
  });

  app.get<{ Params: RunPlace; Querystring: { act?: unknown; step?: unknown } }>(
    ROUTE.run,
    async (request, reply) => {
      const { definitionName, runId } = request.params;
      const run = await source.run(request.params);
      if (run === undefined) return missing(reply, `run "${runId}"`);
      const questions = await source.questions?.ofRun(request.params);
      // With the policy of other pages, browsers would send a form without saying where it comes from. Questions come while it is open.
      if (questions !== undefined) reply.header('referrer-policy', 'same-origin');
      return send(reply, {
        title: `Run ${shortId(runId)}`,
        crumbs: [...above({ definitionName }), { label: `run ${shortId(runId)}` }],
        main: runPage({
          run,
          questions,
          nextToken: () => formTokens.next(),
          paths,
          now: new Date(),
          asked: { actId: textOf(request.query.act), step: textOf(request.query.step) },
        }),
        changes: { definitionName, runId },
      });
    },
  );
}

/** A parameter that is given twice is a list. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
