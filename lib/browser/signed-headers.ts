import type { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { SERVICE_NAME } from '../contract/protocol.ts';

/**
 * The headers that let a WebSocket connect to a stream of AgentCore: the client signs (SigV4) the GET request
 * with which it begins, with its own credentials and region.
 */
export async function signedHeaders(given: {
  readonly client: BedrockAgentCoreClient;
  readonly url: string;
}): Promise<Record<string, string>> {
  const { client, url } = given;
  const { hostname, host, port, pathname, searchParams, protocol } = new URL(url);
  const signer = await client.config.signer({
    name: 'sigv4',
    signingName: SERVICE_NAME.agentCore,
    signingRegion: await client.config.region(),
    properties: {},
  });
  const signed = await signer.sign({
    method: 'GET',
    protocol: protocol === 'ws:' ? 'http:' : 'https:',
    hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host },
  });
  // The WebSocket client sends `host` itself.
  return Object.fromEntries(Object.entries(signed.headers).filter(([name]) => name.toLowerCase() !== 'host'));
}
