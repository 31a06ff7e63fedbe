import { SdkHttpError, UnauthorizedError } from '@modelcontextprotocol/client';
import { settles, within } from '../core/async.ts';
import { fullMessageOf, nameOf } from '../core/errors.ts';
import { HttpTransport, isRequest } from './http-transport.ts';
import type { McpHttpServerOptions } from './mcp-tools-options.ts';
import type { ServerEnd } from './server-end.ts';
import { limited, type TooLarge } from './size-limit.ts';

/** The way to a server behind streamable HTTP. */
export function httpServer({ url, headers = {} }: McpHttpServerOptions): ServerEnd {
  let tooLarge: TooLarge | undefined;
  const transport = new HttpTransport(new URL(url), {
    requestInit: { headers },
    fetch: async (input, init) =>
      limited(await fetchWithoutRedirect(input, init), (problem) => {
        tooLarge = problem;
      }),
  });
  const lost = async (): Promise<Error | undefined> => {
    const problem = tooLarge;
    tooLarge = undefined;
    if (problem !== undefined) return problem;
    // The first one may have taken a connection that is closed.
    const asked = ask(url).catch(async () => await ask(url));
    const answered = asked.then(
      () => undefined,
      (error: unknown) => new Error(`it cannot be reached any more: ${fullMessageOf(error)}`),
    );
    const tooLate = new Error('it cannot be reached any more');
    return await within({ work: answered, timeoutMs: PROBE_TIMEOUT_MS, fallback: tooLate });
  };
  transport.whyLost = lost;
  return {
    transport,
    lost,
    explain: (error) => {
      if (error instanceof UnauthorizedError || (error instanceof SdkHttpError && isRefusal(error.status))) {
        return 'it refuses the caller. Pass what it asks for in `headers`, such as `Authorization`';
      }
      // As `fetch` says it.
      return nameOf(error) === 'TypeError' ? `it cannot be reached: ${fullMessageOf(error)}` : undefined;
    },
    lastWords: () => '',
    close: async (client, how) => {
      // A server keeps what it knows of a session until it is told that the session is over.
      if (how !== 'at once') await settles(transport.terminateSession(), END_TIMEOUT_MS).catch(() => {});
      await client.close().catch(() => {});
      await transport.close().catch(() => {});
    },
  };
}

/** Whatever it answers, it is there. */
async function ask(url: string): Promise<void> {
  const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
  const { body } = await fetch(url, { method: 'OPTIONS', redirect: 'manual', signal });
  await body?.cancel();
}

const PROBE_TIMEOUT_MS = 5_000;
const END_TIMEOUT_MS = 2_000;

/** Headers may be secrets, which belong to one server. */
async function fetchWithoutRedirect(input: string | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: 'manual' });
  const place = response.headers.get('location');
  if (response.status === 202 && isRequest(init?.body)) {
    await response.body?.cancel();
    throw new Error('it accepted a request (202), and gave no answer');
  }
  if (response.status < 300 || response.status >= 400 || place === null) return response;
  await response.body?.cancel();
  const { origin, pathname } = new URL(place, input);
  throw new Error(`it redirects to ${origin}${pathname}. If that is the server, pass it as \`url\``);
}

function isRefusal(status: unknown): boolean {
  return status === 401 || status === 403;
}
