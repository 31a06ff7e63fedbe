import type { FastifyInstance } from 'fastify';
import { shortId } from '../../report/format.ts';
import { liveActPage } from '../pages/live-act-page.ts';
import { messagePage } from '../pages/message-page.ts';
import { type ActPlace, ROUTE } from '../paths.ts';
import type { ViewerContext } from '../viewer-context.ts';

/** The page of an act, and its pictures. */
export function actRoutes(
  app: FastifyInstance,
  { source, paths, send, missing, above }: ViewerContext,
): void {
  app.get<{ Params: ActPlace }>(ROUTE.act, async (request, reply) => {
    const { definitionName, runId, actId } = request.params;
    const act = await source.act(request.params);
    if (act === undefined) {
      const run = await source.run({ definitionName, runId });
      const session = run?.sessions.find(({ id }) => id === request.params.sessionId);
      const isThere = session?.acts.some(({ id }) => id === actId) === true;
      const isKnown = isThere || run?.unread === undefined;
      if (isKnown && !isThere) return missing(reply, `act "${actId}"`);
      return send(reply, {
        title: `Act ${shortId(actId)}`,
        crumbs: [...above({ definitionName, runId }), { label: `act ${shortId(actId)}` }],
        main: messagePage({
          headline: isKnown
            ? 'Nobody has kept what happened in this act'
            : 'Whether there is such an act is not known',
          detail: run?.unknown.join(' ') ?? '',
        }),
        changes: { definitionName, runId },
      });
    }
    const main = liveActPage({
      act,
      actId,
      run: await source.run({ definitionName, runId }),
      paths,
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
    `${ROUTE.act}/steps/:index/screenshot`,
    async (request, reply) => {
      const { index, ...place } = request.params;
      const picture = /^\d{1,6}$/.test(index) ? await source.picture(place, Number(index)) : undefined;
      if (picture === undefined) return missing(reply, 'such screenshot');
      return reply
        .header('cache-control', 'private, max-age=31536000, immutable')
        .type(picture.type)
        .send(picture.bytes);
    },
  );
}
