import http from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { CreateWorkflowDefinitionCommand, operations, validateInput } from '../../../lib/service/index.ts';
import { createAct, observation, openingStep, startLocalService } from './local-service.ts';

const signed = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/nova-act/aws4_request, SignedHeaders=host, Signature=0',
};

type Answer = {
  readonly status: number;
  readonly errorType: unknown;
  readonly body: Record<string, unknown>;
};

/** A request as no SDK would send it. */
async function raw(options: {
  readonly url: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string;
}): Promise<Answer> {
  const { url, path, method = 'GET', headers = signed, body } = options;
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}${path}`, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          errorType: response.headers['x-amzn-errortype'],
          body: JSON.parse(text),
        });
        // The server would wait for the body of a request that is refused without it.
        request.destroy();
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('input that breaks the model', () => {
  test('is refused for every operation, with all fields named', async () => {
    await using service = await startLocalService();
    for (const operation of Object.values(operations)) {
      // A path member that no rule allows; the body is empty, so that required members are missing.
      const path = operation.path.replaceAll(/\{\w+\}/g, 'no%20name');
      const query = operation.name === 'ListWorkflowDefinitions' ? '?maxResults=0' : '';
      const answer = await raw({ url: service.url, path: path + query, method: operation.method });
      expect(answer).toMatchObject({
        status: 400,
        errorType: 'ValidationException',
        body: { reason: 'FieldValidationFailed', message: expect.stringMatching(/^Invalid input: /) },
      });
      const input = Object.fromEntries(operation.pathMembers.map(({ name }) => [name, 'no name']));
      const expected = validateInput(operation.name, { ...input, ...(query && { maxResults: 0 }) });
      expect(answer.body.fieldList).toEqual(expected);
    }
  });

  test('a query value that is no number is named', async () => {
    await using service = await startLocalService();
    const answer = await raw({
      url: service.url,
      path: '/models?clientCompatibilityVersion=new',
      method: 'POST',
    });
    expect(answer.body.fieldList).toEqual([
      { name: 'clientCompatibilityVersion', message: 'must be an integer, not a string' },
    ]);
  });

  test.each(['{', '[]', '"text"'])('a body that is not a JSON object: %s', async (body) => {
    await using service = await startLocalService();
    const answer = await raw({ url: service.url, path: '/workflow-definitions', method: 'PUT', body });
    expect(answer).toMatchObject({ status: 400, errorType: 'SerializationException' });
  });
});

describe('content types', () => {
  test.each([undefined, 'application/json', 'application/x-amz-json-1.1', 'text/plain; charset=utf-8'])(
    '%s is taken',
    async (contentType) => {
      await using service = await startLocalService();
      const headers = contentType === undefined ? signed : { ...signed, 'content-type': contentType };
      const path = '/workflow-definitions';
      const body = JSON.stringify({ name: 'shop' });
      expect(await raw({ url: service.url, path, method: 'PUT', headers, body })).toMatchObject({
        status: 201,
        body: { status: 'ACTIVE' },
      });
      expect(await raw({ url: service.url, path: `${path}/shop`, method: 'DELETE', headers })).toMatchObject({
        status: 202,
      });
    },
  );
});

describe('large bodies', () => {
  test('a step of 20 MB passes', async () => {
    await using service = await startLocalService();
    const act = await createAct(service.client);
    const page = observation({ simplifiedDOM: `<p>${'x'.repeat(20_000_000)}</p>` });
    await expect(service.client.send(openingStep(act, page))).resolves.toMatchObject({
      calls: [{ name: 'return' }],
    });
  });

  test('more than 100 MB is refused', async () => {
    await using service = await startLocalService();
    const answer = await raw({
      url: service.url,
      path: '/workflow-definitions',
      method: 'PUT',
      headers: { ...signed, 'content-length': 100 * 1024 * 1024 + 1, expect: '100-continue' },
    });
    expect(answer).toMatchObject({ status: 413, errorType: 'RequestEntityTooLargeException' });
  });
});

describe('who may call', () => {
  test('a request without a SigV4 header is refused', async () => {
    await using service = await startLocalService();
    const answer = await raw({ url: service.url, path: '/workflow-definitions/shop', headers: {} });
    expect(answer).toMatchObject({ status: 403, errorType: 'MissingAuthenticationTokenException' });
  });

  test('a request signed for another service is refused', async () => {
    await using service = await startLocalService();
    const headers = { authorization: signed.authorization.replace('nova-act', 's3') };
    const answer = await raw({ url: service.url, path: '/workflow-definitions/shop', headers });
    expect(answer).toMatchObject({ status: 403, errorType: 'InvalidSignatureException' });
  });

  test.each([
    'evil.example',
    'evil.example:80',
    '127.0.0.1.evil.example',
    'localhost@evil.example',
    '10.0.0.1',
  ])('a request for the host %s is refused', async (host) => {
    await using service = await startLocalService();
    const answer = await raw({
      url: service.url,
      path: '/workflow-definitions/shop',
      headers: { ...signed, host },
    });
    expect(answer).toMatchObject({ status: 403, errorType: 'AccessDeniedException' });
    expect(answer.body.message).toContain('Host');
  });

  test.each(['localhost:1', '127.0.0.1', '[::1]:8080', 'aws.localhost'])(
    'a request for the host %s is answered',
    async (host) => {
      await using service = await startLocalService();
      const answer = await raw({
        url: service.url,
        path: '/workflow-definitions/shop',
        headers: { ...signed, host },
      });
      expect(answer.status).toBe(404);
    },
  );

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'of the server itself'])(
    'a request from a web page of %s is refused, and changes nothing',
    async (from) => {
      await using service = await startLocalService();
      const origin = from === 'of the server itself' ? service.url : from;
      const answer = await raw({
        url: service.url,
        path: '/workflow-definitions',
        method: 'PUT',
        headers: { ...signed, origin },
        body: JSON.stringify({ name: 'shop' }),
      });
      expect(answer).toMatchObject({ status: 403, errorType: 'AccessDeniedException' });
      expect(service.store.definitions()).toEqual([]);
    },
  );
});

test('errors carry a request id', async () => {
  await using service = await startLocalService();
  await service.client.send(new CreateWorkflowDefinitionCommand({ name: 'shop' }));
  await expect(
    service.client.send(new CreateWorkflowDefinitionCommand({ name: 'shop' })),
  ).rejects.toMatchObject({ $metadata: { requestId: expect.any(String) } });
});
