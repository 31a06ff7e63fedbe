import { expect, test } from '@jest/globals';
import { signedHeaders } from '../../lib/browser/signed-headers.ts';

test('a stream of AgentCore is joined with the credentials and the region of its service', async () => {
  const service = {
    url: 'https://bedrock-agentcore.us-west-2.amazonaws.com',
    region: 'us-west-2',
    serviceId: 'Bedrock AgentCore',
    signingName: 'bedrock-agentcore',
    given: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' },
  };

  const headers = await signedHeaders({ service, url: 'wss://streams.example/automation' });

  expect(headers).toMatchObject({
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-west-2\/bedrock-agentcore\/aws4_request, SignedHeaders=host;/,
    ),
    'x-amz-security-token': 'token',
  });
  expect(headers).not.toHaveProperty('host');
});
