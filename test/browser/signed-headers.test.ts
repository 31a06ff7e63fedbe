import { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { expect, test } from '@jest/globals';
import { signedHeaders } from '../../lib/browser/signed-headers.ts';

test('a stream of AgentCore is joined with the credentials and the region of the client', async () => {
  const client = new BedrockAgentCoreClient({
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' },
  });

  const headers = await signedHeaders({ client, url: 'wss://streams.example/automation' });

  expect(headers).toMatchObject({
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-west-2\/bedrock-agentcore\/aws4_request, SignedHeaders=host;/,
    ),
    'x-amz-security-token': 'token',
  });
  expect(headers).not.toHaveProperty('host');
});
