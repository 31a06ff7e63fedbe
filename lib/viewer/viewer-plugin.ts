import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { stackOf } from '../core/errors.ts';
import { visibleLine } from '../core/visible.ts';
import { shorten, shortId } from '../report/format.ts';
import { ChangeStreams } from './change-stream.ts';
import { type Crumb, livePage } from './layout.ts';
import { FormTokens } from './own-form.ts';
import { errorPage } from './pages/error-page.ts';
import { messagePage } from './pages/message-page.ts';
import { viewerPaths } from './paths.ts';
import { pagePolicy, protect } from './protection.ts';
import { actRoutes } from './routes/act-routes.ts';
import { againRoutes } from './routes/again-routes.ts';
import { compareRoutes } from './routes/compare-routes.ts';
import { invocationRoutes } from './routes/invocation-routes.ts';
import { listRoutes } from './routes/list-routes.ts';
import { questionRoutes } from './routes/question-routes.ts';
import { reportRoutes } from './routes/report-routes.ts';
import { runRoutes } from './routes/run-routes.ts';
import { traceRoutes } from './routes/trace-routes.ts';
import type { RunSource } from './run-source.ts';
import type { ViewerContext } from './viewer-context.ts';

/**
 * Fastify plugin: pages that show runs, while they happen and afterwards. For readers on this machine only; what they look at
 * is not changed, but an invocation can be started again where the source offers it.
 */
export async function viewerPlugin(app: FastifyInstance, options: ViewerOptions): Promise<void> {
  const { source, onFault = (report) => process.stderr.write(report) } = options;
  const paths = viewerPaths(app.prefix);
  const home: Crumb = { label: 'Workflows', href: paths.definitions() };
  const streams = new ChangeStreams(source);
  const context: ViewerContext = {
    source,
    paths,
    formTokens: new FormTokens(),
    above: ({ definitionName, runId }) => [
      home,
      ...(definitionName === undefined
        ? []
        : [{ label: definitionName, href: paths.definition(definitionName) }]),
      ...(definitionName === undefined || runId === undefined
        ? []
        : [{ label: `run ${shortId(runId)}`, href: paths.run({ definitionName, runId }) }]),
    ],
    send: (reply, { changes, ...page }) => {
      const nonce = randomBytes(16).toString('base64');
      const eventsUrl = changes && paths.events(changes);
      return reply
        .headers({ 'content-security-policy': pagePolicy(nonce), 'cache-control': 'no-store' })
        .type('text/html; charset=utf-8')
        .send(livePage({ ...page, place: source.place, paths, eventsUrl, nonce }));
    },
    missing: (reply, what) =>
      context.send(reply.code(404), {
        title: 'Not found',
        crumbs: [home, { label: 'not found' }],
        main: messagePage({
          headline: `There is no ${shorten(what, 160)}`,
          detail: `It may have been deleted, or its address was not copied as a whole. What there is in ${source.place.name} is in the lists.`,
          links: [
            { label: 'Workflows', href: paths.definitions() },
            { label: 'All runs', href: paths.runs() },
          ],
        }),
        changes: {},
      }),
  };

  protect(app);
  app.addHook('preClose', async () => streams.close());
  app.setNotFoundHandler((request, reply) => {
    if (['GET', 'HEAD'].includes(request.method)) return context.missing(reply, 'such page');
    const headline = `${request.method} is not taken here`;
    const detail = 'The viewer shows runs and does not change them. Open the address in a browser.';
    const main = messagePage({ headline, detail });
    reply.code(405).header('allow', 'GET, HEAD');
    return context.send(reply, {
      title: 'Not taken',
      crumbs: [home, { label: 'not taken' }],
      main,
      changes: undefined,
    });
  });
  app.setErrorHandler((error, request, reply) => {
    const { status, title, main, isFault } = errorPage(error);
    if (isFault) onFault(`The viewer failed at ${visibleLine(request.url)}\n${stackOf(error)}\n`);
    // It goes away when what it needs has come.
    return context.send(reply.code(status), {
      title,
      crumbs: [home, { label: title.toLowerCase() }],
      main,
      changes: {},
    });
  });
  for (const routes of [
    listRoutes,
    compareRoutes,
    runRoutes,
    actRoutes,
    reportRoutes,
    invocationRoutes,
    againRoutes,
    questionRoutes,
    traceRoutes,
  ])
    routes(app, context);

  app.get<{ Querystring: { definition?: string | undefined; run?: string | undefined } }>(
    '/events',
    { exposeHeadRoute: false },
    (request, reply) => {
      const { definition, run } = request.query;
      reply.hijack();
      streams.open(reply.raw, { definitionName: definition, runId: run });
    },
  );
}

/** What the viewer needs. `prefix` is Fastify's own: `app.register(viewerPlugin, { source, prefix: '/viewer' })`. */
export interface ViewerOptions {
  readonly source: RunSource;
  /** Hears of what should not have happened, in full. @default - it is written to stderr */
  readonly onFault?: ((report: string) => void) | undefined;
}
