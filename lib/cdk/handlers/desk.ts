import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '../../core/is-record.ts';
import { answerDeskRequest, Desk, DeskError, deskRoutes } from '../../desk/index.ts';
import { type DeskPage, deskPage } from '../../desk/page/desk-page.ts';
import { agentCoreHost } from '../../service/agentcore-host.ts';
import { functionVariable } from '../function-variable.ts';
import { DynamodbStore } from './dynamodb-store.ts';
import { eventDeadline } from './event-deadline.ts';
import { bodyOf, type HttpEvent, type HttpResult, httpResultOf, pathOf } from './http-event.ts';
import { type OfferedSignIn, tokenOrigins, usableSignIn } from './offered-sign-in.ts';
import { whyNotOnAws } from './why-not-on-aws.ts';

/**
 * The desk of an account, behind an HTTP API: serves the page, and answers workflows and people. Workflows are those whose request the
 * API has found signed; one of a route that asks for no signature cannot become theirs. Taking over is the function's in `take-over.ts`.
 */
export async function handler(event: HttpEvent): Promise<HttpResult> {
  const { method } = event.requestContext.http;
  const at = pathOf(event);
  if (method === 'GET' && PAGE_PATHS.includes(at)) {
    const { html, headers } = await page();
    return { statusCode: 200, headers, body: html };
  }
  const isSigned = isRecord(event.requestContext.authorizer?.iam);
  const isTake = deskRoutes(at).some(({ action }) => action === 'take');
  const answer = await answerDeskRequest(desk(eventDeadline()), {
    method,
    // Here nobody has signed in for it.
    path: isTake ? '' : at,
    body: bodyOf(event),
    from: isSigned ? 'workflow' : 'person',
  });
  return httpResultOf(answer);
}

const PAGE_PATHS: readonly string[] = ['/', '', '/index', '/index.html'];

/** For one event. */
function desk(signal: AbortSignal): Desk {
  const signIn = usableSignIn(process.env);
  return new Desk({
    store: new DynamodbStore(functionVariable('TABLE_NAME'), { signal }),
    connect: () => Promise.reject(new DeskError('Unreachable', 'Nobody takes over here.')),
    whyUnreachable: (question) => whyNotOnAws(question, { hasSignIn: signIn !== undefined }),
  });
}

let served: DeskPage | undefined;

/** The page, which stays the same. What the provider of the sign-in did not say in time is asked again for the next reader. */
async function page(): Promise<DeskPage> {
  if (served !== undefined) return served;
  const signIn = usableSignIn(process.env);
  const script = readFileSync(path.join(import.meta.dirname, 'page.js'), 'utf8');
  if (signIn === undefined) {
    served = deskPage({ script, connectTo: [] });
    return served;
  }
  const origins = await tokenOrigins(signIn);
  const withOrigins = pageWith(script, signIn, origins ?? []);
  if (origins !== undefined) served = withOrigins;
  return withOrigins;
}

function pageWith(script: string, signIn: OfferedSignIn, origins: readonly string[]): DeskPage {
  const sessions = `wss://${agentCoreHost(functionVariable('AWS_REGION'))}`;
  return deskPage({ script, signIn, connectTo: [sessions, ...origins] });
}
