import { parseRuntimeArn } from '../../catalog/runtime-arn.ts';
import { answerDeskRequest, Desk, DeskError, deskRoutes } from '../../desk/index.ts';
import { sessionSocketUrl } from '../../service/session-socket-url.ts';
import { functionVariable } from '../function-variable.ts';
import { DynamodbStore } from './dynamodb-store.ts';
import { eventDeadline } from './event-deadline.ts';
import { bodyOf, type HttpEvent, type HttpResult, httpResultOf, pathOf } from './http-event.ts';
import { personOfToken } from './person-of-token.ts';
import { whyNotOnAws } from './why-not-on-aws.ts';

/**
 * Gives people who have signed in the address of a session's browser. Each workflow has this function for its own runtime, so that
 * what it signs with opens no other. It does nothing else, whatever route leads here.
 */
export async function handler(event: HttpEvent): Promise<HttpResult> {
  const { method } = event.requestContext.http;
  const at = pathOf(event);
  const signedIn = personOfToken(event.requestContext.authorizer?.jwt?.claims);
  const isTake = deskRoutes(at).some(({ action }) => action === 'take');
  const answer = await answerDeskRequest(desk(eventDeadline()), {
    method,
    path: isTake && signedIn !== undefined ? at : '',
    body: bodyOf(event),
    from: 'person',
    signedIn,
  });
  return httpResultOf(answer);
}

/** For one event. */
function desk(signal: AbortSignal): Desk {
  const { arn: runtimeArn, region } = parseRuntimeArn(functionVariable('RUNTIME_ARN'));
  const qualifier = functionVariable('ENDPOINT_NAME');
  return new Desk({
    store: new DynamodbStore(functionVariable('TABLE_NAME'), { signal }),
    connect: async ({ channel }) => {
      if (channel?.kind !== 'runtime') throw new DeskError('Unreachable', 'Its session is not on AWS.');
      const { runtimeSessionId } = channel;
      return sessionSocketUrl({ runtimeArn, qualifier, runtimeSessionId, region });
    },
    whyUnreachable: (question) => whyNotOnAws(question, { hasSignIn: true }),
  });
}
