import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { streamCollector } from '@smithy/node-http-handler';
import type { HttpAuthScheme, MetadataBearer, Pluggable } from '@smithy/types';
import { HEADER } from '../contract/headers.ts';
import { DEFAULT_REGION } from '../contract/protocol.ts';
import { secretFilter } from '../contract/secrets.ts';
import { AnswerError } from '../core/answer-error.ts';
import { apiKeyError, strangerProblem } from './api-key-errors.ts';
import { NovaActClient } from './client.ts';

/**
 * A client of the service for people without AWS: the same operations, with a key in place of signatures. What it throws is what the
 * client for AWS throws.
 *
 * @see https://github.com/aws/nova-act (the client of the Python SDK, `impl/backends/sunburst`)
 */
export function apiKeyClient({ apiKey, endpoint = API_KEY_URL }: ApiKeyClientOptions): NovaActClient {
  const client = new NovaActClient({
    endpoint,
    httpAuthSchemes: [keyScheme(apiKey, new URL(endpoint).host)],
    httpAuthSchemeProvider: () => [{ schemeId: SCHEME_ID }],
    credentials: () => Promise.reject(new Error('with an API key there are no credentials of AWS')),
    // None of these is read, but what the environment says of AWS must not be in the way.
    region: DEFAULT_REGION,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  });
  client.middlewareStack.use(readErrors(apiKey));
  return client;
}

/** What such a client is made of. */
export interface ApiKeyClientOptions {
  readonly apiKey: string;
  /** For a stand-in on this machine. @default {@link API_KEY_URL} */
  readonly endpoint?: string | undefined;
}

/** Where the service is. The key is sent there only. */
export const API_KEY_URL = 'https://api.nova.amazon.com/agent';
/** The only workflow definition that a key has. */
export const API_KEY_DEFINITION = 'default';

const SCHEME_ID = 'nova-act#apiKey';

function keyScheme(apiKey: string, host: string): HttpAuthScheme {
  return {
    schemeId: SCHEME_ID,
    identityProvider: () => async () => ({}),
    signer: {
      sign: async (request) => {
        const signed = HttpRequest.clone(request);
        const { hostname, port } = signed;
        if ((port === undefined ? hostname : `${hostname}:${port}`) !== host) {
          throw new Error(`an API key is not sent to ${hostname}`);
        }
        Object.assign(signed.headers, { authorization: `Bearer ${apiKey}`, 'x-api-key': apiKey });
        // On AWS the path of a step has a slash at its end.
        signed.path = signed.path.replace(/\/$/, '');
        return signed;
      },
    },
  };
}

const CHECK_WAY = 'Is there a proxy in between, or a network that wants a sign-in?';

/** Lets errors arrive as those that AWS sends, so that there is one way to read them. */
function readErrors(apiKey: string): Pluggable<object, MetadataBearer> {
  const hide = secretFilter([apiKey]);
  return {
    applyToStack: (stack) => {
      stack.add(
        (next) => async (args) => {
          const output = await next(args);
          const { response } = output;
          if (!HttpResponse.isInstance(response)) return output;
          const stranger = strangerProblem(response);
          if (stranger !== undefined) throw new AnswerError(stranger, CHECK_WAY);
          if (response.statusCode >= 300) {
            const text = Buffer.from(await streamCollector(response.body)).toString('utf8');
            const { statusCode, name, body } = apiKeyError(response.statusCode, hide(text));
            response.statusCode = statusCode;
            response.body = Buffer.from(JSON.stringify(body));
            if (name !== undefined) response.headers[HEADER.errorType] = name;
            response.headers[HEADER.awsRequestId] ??= response.headers['x-amz-rid'] ?? '';
          }
          return output;
        },
        // Next to the transport: what reads answers comes after it.
        { step: 'deserialize', priority: 'low', name: 'novaActApiKeyErrors', override: true },
      );
    },
  };
}
