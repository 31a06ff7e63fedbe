import { type AskedQuestion, MAX_PAGE_URL_LENGTH } from '../../../contract/question.ts';
import { askingRun } from '../asking-run.ts';
import type { ApproveRequest, TakeOverRequest } from '../human-request.ts';
import { questionPicture } from './question-picture.ts';

/** What the desk is asked, with a picture of the page if there is one. @throws the reason of the request's signal */
export async function questionOf(
  request: ApproveRequest | TakeOverRequest,
  given: Pick<AskedQuestion, 'expiresAt' | 'tokenHash' | 'channel'>,
): Promise<AskedQuestion> {
  const { kind, message, url, workflowRunId, sessionId, actId, signal } = request;
  const taken = await questionPicture(request);
  signal.throwIfAborted();
  if ('lack' in taken)
    askingRun().tell('warn', `A question to people goes without a picture of the page: ${taken.lack}.`);
  return {
    ...{ kind, message, workflowRunId, sessionId, actId },
    pageUrl: url.slice(0, MAX_PAGE_URL_LENGTH),
    ...given,
    ...('picture' in taken && { picture: taken.picture }),
  };
}
