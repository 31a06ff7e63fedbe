import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from '@jest/globals';
import { removeProject, startPlane } from './harness.ts';

interface Answer {
  readonly novaActInvocation: { readonly id: string; readonly status: string; readonly result?: unknown };
}

afterAll(removeProject);

describe('when an invocation is asynchronous', () => {
  test('its result outlives the session, because it is in the artifact bucket', async () => {
    const plane = await startPlane();
    try {
      const session = randomUUID();
      const payload = { do: 'echo', value: 'kept' };
      const started = (await plane.call(
        { novaActInvocation: { mode: 'async' }, payload },
        session,
      )) as Answer;
      const { id } = started.novaActInvocation;
      const question = { novaActInvocation: { mode: 'status', id, waitSeconds: 20 } };
      const done = { novaActInvocation: { id, status: 'SUCCEEDED', result: 'kept' } };
      expect(await plane.call(question, session)).toMatchObject(done);
      await plane.stop(session);
      expect(await plane.call(question, session)).toMatchObject(done);
    } finally {
      await plane.close();
    }
  });
});

describe('when the artifact bucket is asked for', () => {
  test('without a signature it refuses, and keys cannot leave its folder', async () => {
    const plane = await startPlane();
    try {
      const signed = {
        authorization: `AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request, Signature=x`,
      };
      const get = async (key: string, headers: Record<string, string> = {}): Promise<number> =>
        (await fetch(`${plane.endpoint}/nova-act-local-artifacts/${key}`, { headers })).status;
      expect(await get('a')).toBe(404);
      expect(await get('a', signed)).toBe(404);
      expect(await get('..%2Fruntimes.json', signed)).toBe(404);
    } finally {
      await plane.close();
    }
  });
});
