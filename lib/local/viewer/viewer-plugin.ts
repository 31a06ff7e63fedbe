import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Html } from '../../core/html.ts';
import { shortId } from '../../report/format.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { ChangeStreams } from './change-stream.ts';
import { imageTypeOf } from './image-type.ts';
import { type Crumb, livePage } from './layout.ts';
import { lastLogLines } from './log-lines.ts';
import { definitionsPage } from './pages/definitions-page.ts';
import { invocationPage } from './pages/invocation-page.ts';
import { liveActPage } from './pages/live-act-page.ts';
import { messagePage } from './pages/message-page.ts';
import { runPage } from './pages/run-page.ts';
import { runsPage } from './pages/runs-page.ts';
import { type ActPlace, type ChangeFilter, type RunPlace, viewerPaths } from './paths.ts';
import { pagePolicy, protect } from './protection.ts';
import { readAct, readDefinition, readDefinitions, readInvocation, readRun, readRuns } from './read-store.ts';
import { renderRunReport } from './run-report.ts';

/**
 * Fastify plugin: pages that show what the local Nova Act service remembers, while it happens. For readers on this
 * machine only; it changes nothing.
 */
export async function viewerPlugin(app: FastifyInstance, { store }: ViewerOptions): Promise<void> {
  const paths = viewerPaths(app.prefix);
  const home: Crumb = { label: 'Workflows', href: paths.definitions() };
  const streams = new ChangeStreams(store);
  const above = ({ definitionName, runId }: Partial<RunPlace>): readonly Crumb[] => [
    home,
    ...(definitionName === undefined
      ? []
      : [{ label: definitionName, href: paths.definition(definitionName) }]),
    ...(definitionName === undefined || runId === undefined
      ? []
      : [{ label: `run ${shortId(runId)}`, href: paths.run({ definitionName, runId }) }]),
  ];

  const send = (reply: FastifyReply, { changes, ...page }: Page): FastifyReply => {
    const nonce = randomBytes(16).toString('base64');
    const eventsUrl = paths.events(changes);
    return reply
      .headers({ 'content-security-policy': pagePolicy(nonce), 'cache-control': 'no-store' })
      .type('text/html; charset=utf-8')
      .send(livePage({ ...page, home: paths.definitions(), eventsUrl, nonce }));
  };
  const missing = (reply: FastifyReply, what: string): FastifyReply =>
    send(reply.code(404), {
      title: 'Not found',
      crumbs: [home],
      main: messagePage({ headline: `There is no ${what}`, detail: 'It may have been deleted.' }),
      changes: {},
    });

  protect(app);
  app.addHook('preClose', async () => streams.close());
  app.setNotFoundHandler((_request, reply) => missing(reply, 'such page'));

  app.get('/', (_request, reply) =>
    send(reply, {
      title: 'Workflows',
      crumbs: [{ label: 'Workflows' }],
      main: definitionsPage({ definitions: readDefinitions(store), paths, now: new Date() }),
      changes: {},
    }),
  );

  app.get<{
    Params: { definitionName: string };
    Querystring: { before?: unknown; after?: unknown };
  }>('/definitions/:definitionName', (request, reply) => {
    const { definitionName } = request.params;
    const { before, after } = request.query;
    const definition = readDefinition(store, definitionName);
    if (definition === undefined) return missing(reply, `workflow "${definitionName}"`);
    const page = readRuns(store, definitionName, { before: wholeNumber(before), after: wholeNumber(after) });
    return send(reply, {
      title: definitionName,
      crumbs: [home, { label: definitionName }],
      main: runsPage({ definition, page, paths, now: new Date() }),
      changes: { definitionName },
    });
  });

  // Short enough for a terminal.
  app.get<{ Params: { runId: string } }>('/runs/:runId', (request, reply) => {
    const { runId } = request.params;
    const run = store.run(runId);
    return run === undefined ? missing(reply, `run "${runId}"`) : reply.redirect(paths.run(run));
  });

  app.get<{ Params: { requestId: string } }>('/invocations/:requestId', (request, reply) => {
    const { requestId } = request.params;
    const found = readInvocation(store, requestId);
    if (found === undefined) return missing(reply, `invocation "${requestId}"`);
    const { definitionName, invocation } = found;
    return send(reply, {
      title: `Invocation ${shortId(requestId)}`,
      crumbs: [...above({ definitionName }), { label: `invocation ${shortId(requestId)}` }],
      main: invocationPage({
        ...request.params,
        invocation,
        logLines: lastLogLines(invocation),
        paths,
        now: new Date(),
      }),
      changes: { definitionName },
    });
  });

  app.get<{ Params: RunPlace }>(RUN, (request, reply) => {
    const { definitionName, runId } = request.params;
    const run = readRun(store, request.params);
    if (run === undefined) return missing(reply, `run "${runId}"`);
    return send(reply, {
      title: `Run ${shortId(runId)}`,
      crumbs: [...above({ definitionName }), { label: `run ${shortId(runId)}` }],
      main: runPage({
        run,
        logLines: run.invocation === undefined ? [] : lastLogLines(run.invocation),
        paths,
        now: new Date(),
      }),
      changes: { definitionName, runId },
    });
  });

  app.get<{ Params: RunPlace }>(`${RUN}/report.html`, (request, reply) => {
    const report = renderRunReport(store, request.params);
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

  app.get<{ Params: ActPlace }>(ACT, (request, reply) => {
    const { definitionName, runId, actId } = request.params;
    const act = readAct(store, request.params);
    if (act === undefined) return missing(reply, `act "${actId}"`);
    const main = liveActPage({
      act,
      now: new Date(),
      imageOf: ({ number, image }) => {
        const src = paths.screenshot({ ...request.params, index: number });
        return image === '' ? undefined : { src, href: src };
      },
    });
    return send(reply, {
      title: `Act ${shortId(actId)}`,
      crumbs: [...above({ definitionName, runId }), { label: `act ${shortId(actId)}` }],
      main,
      changes: { definitionName, runId },
    });
  });

  app.get<{ Params: ActPlace & { index: string } }>(
    `${ACT}/steps/:index/screenshot`,
    async (request, reply) => {
      const { actId, index } = request.params;
      const known = readAct(store, request.params) !== undefined && /^\d{1,6}$/.test(index);
      const file = known ? store.screenshotFile({ actId, index: Number(index) }) : undefined;
      const type = file && imageTypeOf(file);
      const bytes = file && type ? await readFile(file).catch(() => undefined) : undefined;
      if (!type || !bytes) return missing(reply, 'such screenshot');
      return reply.header('cache-control', 'private, max-age=31536000, immutable').type(type).send(bytes);
    },
  );

  app.get<{ Querystring: { definition?: string | undefined; run?: string | undefined } }>(
    '/events',
    (request, reply) => {
      const { definition, run } = request.query;
      reply.hijack();
      streams.open(reply.raw, { definitionName: definition, runId: run });
    },
  );
}

/** What the viewer needs. `prefix` is Fastify's own: `app.register(viewerPlugin, { store, prefix: '/viewer' })`. */
export interface ViewerOptions {
  readonly store: NovaActStore;
}

type Page = {
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  readonly main: Html;
  readonly changes: ChangeFilter;
};

/** A place in a list. Anything else in its stead is taken for none. */
function wholeNumber(text: unknown): number | undefined {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

const RUN = '/definitions/:definitionName/runs/:runId';
const ACT = `${RUN}/sessions/:sessionId/acts/:actId`;
