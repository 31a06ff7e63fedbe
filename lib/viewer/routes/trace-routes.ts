import type { FastifyInstance } from 'fastify';
import { BROWSER_TRACE, isBrowserTrace } from '../../contract/browser-trace.ts';
import { shortId } from '../../report/format.ts';
import { messagePage } from '../pages/message-page.ts';
import { ROUTE } from '../paths.ts';
import type { BrowserTracePlace } from '../run-source.ts';
import { traceProblem } from '../trace-viewer/trace-problem.ts';
import { TraceViewer } from '../trace-viewer/trace-viewer.ts';
import type { ViewerContext } from '../viewer-context.ts';

/** Traces of Playwright: leads to its own viewer, or with `?download` gives the file. */
export function traceRoutes(
  app: FastifyInstance,
  { source, paths, send, missing, above }: ViewerContext,
): void {
  const viewer = new TraceViewer();
  app.addHook('preClose', () => viewer.close());

  app.get<{ Params: BrowserTracePlace; Querystring: { download?: unknown } }>(
    ROUTE.trace,
    { exposeHeadRoute: false },
    async (request, reply) => {
      const { definitionName, runId, sessionId, name } = request.params;
      const bytes = isBrowserTrace(name) ? await source.browserTrace(request.params) : undefined;
      if (bytes === undefined) return missing(reply, `trace "${name}"`);
      if (request.query.download !== undefined) {
        const fileName = `nova-act-${shortId(runId)}-${shortId(sessionId)}-${name}`;
        return reply
          .header('cache-control', 'no-store')
          .header('content-disposition', `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`)
          .type(BROWSER_TRACE.contentType)
          .send(bytes);
      }
      const problem = await traceProblem(bytes);
      if (problem === undefined) {
        return reply.header('cache-control', 'no-store').redirect(await viewer.open(bytes));
      }
      return send(reply.code(422), {
        title: 'Broken trace',
        crumbs: [...above({ definitionName, runId }), { label: 'trace' }],
        main: messagePage({
          headline: 'This trace cannot be shown',
          detail: `${problem} It may have been cut off while it was written, such as by a full disk or the end of a process. The rest of the run is on its own page.`,
          links: [
            { label: 'The run', href: paths.run({ definitionName, runId }) },
            { label: 'Download what there is', href: `${paths.trace(request.params)}?download` },
          ],
        }),
        changes: { definitionName, runId },
      });
    },
  );
}
