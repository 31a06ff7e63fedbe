import type { FastifyInstance, FastifyReply } from 'fastify';
import { MAX_PAYLOAD_BYTES } from '../../contract/limits.ts';
import { isExplained, messageOf } from '../../core/errors.ts';
import { formatBytes } from '../../core/format-bytes.ts';
import { FORM_TYPE } from '../../core/media-types.ts';
import { PACKAGE_NAME } from '../../core/package.ts';
import { shortId } from '../../report/format.ts';
import { OncePerForm } from '../once-per-form.ts';
import { refusalOfForm } from '../own-form.ts';
import { againPage, PAYLOAD_FIELD, payloadInForm } from '../pages/again-page.ts';
import { messagePage } from '../pages/message-page.ts';
import type { InvocationOfDefinition } from '../view-model.ts';
import type { ViewerContext, ViewerPage } from '../viewer-context.ts';

/**
 * Starts an invocation again: the only thing that pages of the viewer do. Only a form of ours does it, sent by a person who looks
 * at its page.
 */
export function againRoutes(app: FastifyInstance, context: ViewerContext): void {
  const { source, paths, send, missing, above, formTokens: tokens } = context;
  const starts = new OncePerForm<string>();
  app.addContentTypeParser(FORM_TYPE, { parseAs: 'string' }, (_request, body, done) => {
    done(null, new URLSearchParams(String(body)));
  });

  const page = (requestId: string, { definitionName }: InvocationOfDefinition): Omit<ViewerPage, 'main'> => ({
    title: `Start ${shortId(requestId)} again`,
    crumbs: [
      ...above({ definitionName }),
      { label: `invocation ${shortId(requestId)}`, href: paths.invocation(requestId) },
      { label: 'start again' },
    ],
    // It stays as it is: somebody is writing on it.
    changes: undefined,
  });
  const form = (
    reply: FastifyReply,
    given: Pick<Parameters<typeof againPage>[0], 'requestId' | 'found' | 'refused'>,
  ): FastifyReply => {
    const { requestId, found } = given;
    const links = { action: paths.again(requestId), back: paths.invocation(requestId) };
    // With the policy of other pages, browsers would send the form without saying where it comes from.
    reply.header('referrer-policy', 'same-origin');
    return send(reply, {
      ...page(requestId, found),
      main: againPage({ ...given, ...links, token: tokens.next() }),
    });
  };

  app.get<{ Params: AgainParams }>(AGAIN_ROUTE, async (request, reply) => {
    const { requestId } = request.params;
    const found = await source.invocation(requestId);
    if (found === undefined) return missing(reply, `invocation "${requestId}"`);
    if (source.again !== undefined) return form(reply, { requestId, found });
    const command = found.invocation.againCommand;
    const detail =
      command === undefined
        ? `${source.place.name} is only looked at here.`
        : `${source.place.name} is only looked at here. The command that starts it again: ${command}`;
    const main = messagePage({ headline: 'It cannot be started from this page', detail });
    return send(reply, { ...page(requestId, found), main });
  });

  app.post<{ Params: AgainParams; Body: unknown }>(
    AGAIN_ROUTE,
    {
      bodyLimit: MAX_PAYLOAD_BYTES,
      // Before anything of its body is read.
      onRequest: async (request, reply) => {
        const refusal = refusalOfForm(request.headers);
        return refusal === undefined ? undefined : refuse(reply, refusal);
      },
      errorHandler: async (error, request, reply) => {
        const { requestId } = request.params as AgainParams;
        const found = error.statusCode === TOO_LARGE ? await source.invocation(requestId) : undefined;
        if (found === undefined) throw error;
        const main = messagePage({
          headline: 'Nothing was started: the form is too large',
          detail: `Browsers may send at most ${formatBytes(MAX_PAYLOAD_BYTES)} with it, in which quotes and other signs take up to three times their room. Nothing of it was kept here: go back for the text, put it into a file, and call "npx ${PACKAGE_NAME} invoke" with --payload-file. A payload may have ${formatBytes(MAX_PAYLOAD_BYTES)}, too; what is larger belongs in S3, and its address in the payload.`,
          links: [{ label: 'Back to the form', href: paths.again(requestId) }],
        });
        return send(reply.code(TOO_LARGE), { ...page(requestId, found), main });
      },
    },
    async (request, reply) => {
      const { requestId } = request.params;
      const { body } = request;
      const token = body instanceof URLSearchParams ? tokens.tokenIn(body) : undefined;
      if (!(body instanceof URLSearchParams) || token === undefined) {
        return refuse(
          reply,
          'its token is not that of this server, which may have been started anew meanwhile: go back, reload the page and send it again',
        );
      }
      const found = await source.invocation(requestId);
      if (found === undefined) return missing(reply, `invocation "${requestId}"`);
      const { again } = source;
      if (again === undefined) return refuse(reply, `${source.place.name} is only looked at here`);
      const text = body.get(PAYLOAD_FIELD) ?? '';
      const read = payloadInForm(text);
      if ('why' in read) return form(reply.code(400), { requestId, found, refused: { text, why: read.why } });
      try {
        const asked = JSON.stringify([requestId, text]);
        const started = await starts.do(token, asked, () => again(requestId, read.payload));
        if (started === undefined) {
          const why =
            'This form has started an invocation before, with another payload. Start it from here, and there is one more.';
          return form(reply.code(409), { requestId, found, refused: { text, why } });
        }
        return reply.header('cache-control', 'no-store').redirect(paths.invocation(started), 303);
      } catch (error) {
        if (!isExplained(error)) throw error;
        return form(reply.code(409), { requestId, found, refused: { text, why: messageOf(error) } });
      }
    },
  );
}

interface AgainParams {
  readonly requestId: string;
}

/** What Fastify says of a body over the limit. */
const TOO_LARGE = 413;

const AGAIN_ROUTE = '/invocations/:requestId/again';

function refuse(reply: FastifyReply, why: string): FastifyReply {
  return reply
    .code(403)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`Nothing was started. The form is refused: ${why}.\n`);
}
