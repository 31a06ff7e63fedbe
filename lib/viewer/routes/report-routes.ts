import type { FastifyInstance } from 'fastify';
import { shortId } from '../../report/format.ts';
import { ROUTE, type RunPlace } from '../paths.ts';
import { runReport } from '../run-report.ts';
import type { ViewerContext } from '../viewer-context.ts';

/** A run as one file. */
export function reportRoutes(app: FastifyInstance, { source, missing }: ViewerContext): void {
  app.get<{ Params: RunPlace }>(`${ROUTE.run}/report.html`, async (request, reply) => {
    const report = await runReport(source, request.params);
    if (report === undefined) return missing(reply, `run "${request.params.runId}"`);
    // The file brings a policy of its own; this one holds while it is looked at here.
    return reply
      .header(
        'content-security-policy',
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox",
      )
      .header(
        'content-disposition',
        `attachment; filename="nova-act-run-${shortId(request.params.runId)}.html"`,
      )
      .type('text/html; charset=utf-8')
      .send(report);
  });
}
