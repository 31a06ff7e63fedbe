import type { FastifyInstance, FastifyReply } from 'fastify';
import type { QuestionKey } from '../../contract/question.ts';
import { isExplained, messageOf } from '../../core/errors.ts';
import { OncePerForm } from '../once-per-form.ts';
import { refusalOfForm } from '../own-form.ts';
import { messagePage } from '../pages/message-page.ts';
import type { ViewerContext } from '../viewer-context.ts';

/**
 * Leads the person who looks at the viewer to the page where a question is answered: by a form of ours only, because the link that it
 * gets decides.
 */
export function questionRoutes(app: FastifyInstance, context: ViewerContext): void {
  const { source, send, missing, above, formTokens: tokens } = context;
  const links = new OncePerForm<string>();
  app.post<{ Params: QuestionKey; Body: unknown }>(
    QUESTION_ROUTE,
    {
      bodyLimit: MAX_FORM_BYTES,
      onRequest: async (request, reply) => {
        const refusal = refusalOfForm(request.headers);
        return refusal === undefined ? undefined : refuse(reply, refusal);
      },
    },
    async (request, reply) => {
      const { body, params } = request;
      const { definitionName, questionId } = params;
      const { questions } = source;
      const token = body instanceof URLSearchParams ? tokens.tokenIn(body) : undefined;
      if (token === undefined) {
        return refuse(
          reply,
          'its token is not that of this server, which may have been started anew meanwhile: go back, reload the page and send it again',
        );
      }
      if (questions === undefined) return missing(reply, 'such question');
      try {
        const asked = JSON.stringify([definitionName, questionId]);
        const link = await links.do(token, asked, () => questions.link({ definitionName, questionId }));
        if (link === undefined) return refuse(reply, 'it was sent for another question before');
        return reply.header('cache-control', 'no-store').redirect(link, 303);
      } catch (error) {
        if (!isExplained(error)) throw error;
        return send(reply.code(409), {
          title: 'Not to be answered',
          crumbs: [...above({ definitionName }), { label: 'question' }],
          main: messagePage({ headline: 'This question cannot be answered', detail: messageOf(error) }),
          changes: undefined,
        });
      }
    },
  );
}

const QUESTION_ROUTE = '/definitions/:definitionName/questions/:questionId/answer';
const MAX_FORM_BYTES = 10_000;

function refuse(reply: FastifyReply, why: string): FastifyReply {
  return reply
    .code(403)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`The form is refused: ${why}.\n`);
}
