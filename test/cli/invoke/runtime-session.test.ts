import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StopRuntimeSessionCommand } from '@aws-sdk/client-bedrock-agentcore';
import { expect, test } from '@jest/globals';
import { clientOfSession } from '../../../lib/cli/invoke/runtime-session.ts';

test('what hangs is tried again after the time that was given, and ends', async () => {
  let requests = 0;
  const server = createServer(() => {
    requests += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const runtimeArn = 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/shoes-0123456789';
  const sessionId = 's'.repeat(40);
  const client = await clientOfSession(
    {
      ...{ runtimeArn, sessionId, bearerToken: 'token' },
      client: { region: 'us-east-1', endpoint: `http://127.0.0.1:${port}` },
    },
    { maxAttempts: 2, requestTimeoutMs: 200 },
  );
  try {
    await expect(
      client.send(
        new StopRuntimeSessionCommand({ agentRuntimeArn: runtimeArn, runtimeSessionId: sessionId }),
        { abortSignal: AbortSignal.timeout(4_000) },
      ),
    ).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(requests).toBe(2);
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});
