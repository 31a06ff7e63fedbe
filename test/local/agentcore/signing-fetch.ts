import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';

/** A `fetch` that signs its requests for AgentCore, as clients of MCP are given one. */
export function signingFetch(credentials: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}) {
  const signer = new SignatureV4({
    service: 'bedrock-agentcore',
    region: 'us-east-1',
    credentials,
    sha256: Sha256,
  });
  return async (input: string | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input);
    const { headers } = await signer.sign(
      new HttpRequest({
        method: init.method ?? 'GET',
        protocol: url.protocol,
        hostname: url.hostname,
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: { ...Object.fromEntries(new Headers(init.headers)), host: url.host },
        body: init.body,
      }),
    );
    const { host: _, ...sent } = headers;
    return await fetch(url, { ...init, headers: sent });
  };
}
