import { describe, expect, test } from '@jest/globals';
import * as service from '../../lib/service/index.ts';
import {
  isOperationName,
  NovaActClient,
  type OperationName,
  PACKAGE_VERSION,
  validateInput,
} from '../../lib/service/index.ts';
import { LoopbackServer, testCredentials } from './loopback-server.ts';
import { type ReferenceOperation, reference, referenceShape, sampleOf } from './reference-model.ts';

type AnyCommand = Parameters<NovaActClient['send']>[0];
type Json = Record<string, unknown>;

function commandFor(name: OperationName, input: unknown): AnyCommand {
  const exported = new Map<string, unknown>(Object.entries(service));
  const command = exported.get(`${name}Command`) as new (input: unknown) => AnyCommand;
  return new command(input);
}

/** What the service model says the request must look like. */
function expectedRequest(operation: ReferenceOperation, input: Json) {
  const members = Object.entries(referenceShape(operation.input.shape).members ?? {});
  const at = (location: string | undefined) => members.filter(([, member]) => member.location === location);
  const value = (name: string): string => String(input[name]);
  const path = at('uri').reduce(
    (uri, [name, member]) => uri.replace(`{${member.locationName}}`, encodeURIComponent(value(name))),
    operation.http.requestUri,
  );
  const query = Object.fromEntries(
    at('querystring').map(([name, member]) => [member.locationName ?? name, value(name)]),
  );
  const inBody = at(undefined).map(([name]) => name);
  return {
    method: operation.http.method,
    path,
    query,
    body: inBody.length === 0 ? undefined : Object.fromEntries(inBody.map((name) => [name, input[name]])),
  };
}

/** Replaces the text of timestamps in a sample by dates, as the client does. */
function parsed(shapeName: string, value: unknown): unknown {
  const shape = referenceShape(shapeName);
  if (shape.type === 'timestamp') return new Date(String(value));
  if (Array.isArray(value)) return value.map((item) => parsed(shape.member?.shape ?? '', item));
  if (shape.members === undefined || shape.document || typeof value !== 'object') return value;
  const record = value as Json;
  return Object.fromEntries(
    Object.entries(shape.members).map(([name, member]) => [name, parsed(member.shape, record[name])]),
  );
}

const cases = Object.values(reference.operations).map((operation) => ({ name: operation.name, operation }));

describe.each(cases)('$name with every member', ({ name, operation }) => {
  const input = sampleOf(operation.input.shape) as Json;
  const answer = sampleOf(operation.output.shape);
  if (!isOperationName(name)) throw new Error(`There is no command for ${name}.`);

  test('goes over the wire as the service model says', async () => {
    await using server = await LoopbackServer.start(() => ({
      status: operation.http.responseCode,
      body: answer,
    }));
    const client = new NovaActClient({ endpoint: server.url, credentials: testCredentials });
    const output = await client.send(commandFor(name, input));
    client.destroy();

    const sent = server.only;
    const expected = expectedRequest(operation, input);
    expect({ method: sent.method, path: sent.path, query: sent.query }).toEqual({
      method: expected.method,
      path: expected.path,
      query: expected.query,
    });
    if (expected.body === undefined) {
      expect(sent.body).toBe('');
    } else {
      expect(sent.headers['content-type']).toBe('application/json');
      expect(JSON.parse(sent.body)).toEqual(expected.body);
    }
    expect(sent.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/nova-act\/aws4_request, SignedHeaders=/,
    );
    expect(sent.headers['x-client-source']).toBe('sdk');
    expect(sent.headers['user-agent']).toContain(` nova-act-cdk/${PACKAGE_VERSION}`);
    expect(sent.headers['user-agent']).toContain(' api/nova-act#');

    const { $metadata, ...data } = output;
    expect($metadata).toMatchObject({ httpStatusCode: operation.http.responseCode, attempts: 1 });
    expect(data).toEqual(parsed(operation.output.shape, answer));
  });

  test('is valid by our own checks, too', () => {
    expect(validateInput(name, input)).toEqual([]);
  });
});

describe('an idempotency token', () => {
  const tokenOperations = cases.filter(({ operation }) =>
    Object.values(referenceShape(operation.input.shape).members ?? {}).some((m) => m.idempotencyToken),
  );

  test.each(tokenOperations)(
    'is filled in for $name, new for each request and the same for its retry',
    async ({ name, operation }) => {
      if (!isOperationName(name)) throw new Error(`There is no command for ${name}.`);
      const { clientToken: _, ...input } = sampleOf(operation.input.shape) as Json;
      await using server = await LoopbackServer.start((_request, index) => ({
        status: index === 0 ? 500 : 201,
      }));
      const client = new NovaActClient({ endpoint: server.url, credentials: testCredentials });
      await client.send(commandFor(name, input));
      await client.send(commandFor(name, input));
      client.destroy();
      const tokens = server.requests.map(({ body }) => JSON.parse(body).clientToken);
      expect(tokens).toHaveLength(3);
      expect(tokens[0]).toMatch(/^[0-9a-f-]{36}$/);
      expect(tokens[1]).toBe(tokens[0]);
      expect(tokens[2]).not.toBe(tokens[0]);
    },
  );
});
