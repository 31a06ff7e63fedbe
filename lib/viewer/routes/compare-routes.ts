import type { FastifyInstance, FastifyReply } from 'fastify';
import { html } from '../../core/html.ts';
import { shortId } from '../../report/format.ts';
import { comparePage, openOf } from '../pages/compare-page.ts';
import { ROUTE, type RunPlace } from '../paths.ts';
import type { RunDetail } from '../view-model.ts';
import type { ViewerContext } from '../viewer-context.ts';

/** Two runs beside each other: those that were chosen in a list, or a run and the one before it. */
export function compareRoutes(
  app: FastifyInstance,
  { source, paths, send, missing, above }: ViewerContext,
): void {
  const say = (reply: FastifyReply, headline: string, detail: string): FastifyReply =>
    send(reply, {
      title: 'Compare',
      crumbs: [...above({}), { label: 'Compare' }],
      main: html`<div class="empty"><h1>${headline}</h1><p class="muted">${detail}</p><p><a class="button" href="${paths.runs()}">All runs</a></p></div>`,
      changes: {},
    });

  app.get<{ Querystring: { run?: unknown } }>('/compare', async (request, reply) => {
    const { run: chosen = [] } = request.query;
    const ids = [...new Set([chosen].flat().map(String))];
    const [first, second] = ids;
    if (first === undefined || second === undefined || ids.length > 2) {
      const count = ids.length === 0 ? 'None was' : ids.length === 1 ? 'One was' : `${ids.length} were`;
      return say(
        reply.code(400),
        'Choose two runs',
        `${count} chosen. Tick two in a list of runs, then compare them.`,
      );
    }
    const [left, right] = await Promise.all([first, second].map(find));
    if (left === undefined || right === undefined) {
      const gone = [left === undefined ? first : '', right === undefined ? second : ''].filter(Boolean);
      return say(
        reply.code(404),
        `There is no run ${gone.map((id) => `"${id}"`).join(', and no run ')}`,
        'It may have been deleted, or the address was cut off. Choose another one.',
      );
    }
    const open = openOf(left, right);
    return send(reply, {
      title: `Runs ${shortId(left.id)} and ${shortId(right.id)}`,
      crumbs: [
        ...above(left.definitionName === right.definitionName ? { definitionName: left.definitionName } : {}),
        { label: 'compare' },
      ],
      main: comparePage({ left, right, paths, now: new Date() }),
      changes: open === undefined ? {} : { definitionName: open.definitionName, runId: open.id },
    });
  });

  app.get<{ Params: RunPlace }>(`${ROUTE.run}/compare`, async (request, reply) => {
    const { definitionName, runId } = request.params;
    const run = await source.run(request.params);
    if (run === undefined) return missing(reply, `run "${runId}"`);
    const { runs, unseen } = await source.runs({ definitionName, behind: runId });
    const [before] = runs;
    if (before !== undefined) return reply.redirect(paths.compare(before.id, runId));
    return unseen === undefined
      ? say(reply.code(404), 'There is no run before this one', `It is the first of ${definitionName}.`)
      : say(reply.code(404), 'The run before this one was not found', unseen);
  });

  async function find(runId: string): Promise<RunDetail | undefined> {
    const place = await source.placeOf(runId);
    return place && (await source.run(place));
  }
}
