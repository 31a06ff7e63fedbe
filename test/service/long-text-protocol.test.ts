import { AwsRestJsonProtocol } from '@aws-sdk/core/protocols';
import { describe, expect, test } from '@jest/globals';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { NumericValue } from '@smithy/core/serde';
import fc from 'fast-check';
import * as service from '../../lib/service/index.ts';
import {
  isOperationName,
  NovaActClient,
  type NovaActClientConfig,
  type OperationName,
} from '../../lib/service/index.ts';
import { operationModels } from '../../lib/service/model.ts';
import type { Member, Shape } from '../../lib/service/shape.ts';
import { testCredentials } from './loopback-server.ts';
import { problemOfSignature } from './verify-signature.ts';

type AnyCommand = Parameters<NovaActClient['send']>[0];

function commandFor(name: OperationName, input: unknown): AnyCommand {
  const command = new Map<string, unknown>(Object.entries(service)).get(`${name}Command`);
  return new (command as new (input: unknown) => AnyCommand)(input);
}

/** A client that sends nothing, and what it would have sent last. */
class Recording {
  #sent: HttpRequest | undefined;
  readonly #client: NovaActClient;

  constructor(options: NovaActClientConfig = {}) {
    const handle = async (request: HttpRequest) => {
      this.#sent = request;
      return { response: new HttpResponse({ statusCode: 200, headers: {}, body: Buffer.from('{}') }) };
    };
    const requestHandler = { handle, updateHttpClientConfig: () => {}, httpHandlerConfigs: () => ({}) };
    this.#client = new NovaActClient({
      region: 'us-east-1',
      credentials: testCredentials,
      requestHandler,
      ...options,
    });
  }

  async send(command: AnyCommand): Promise<HttpRequest> {
    this.#sent = undefined;
    await this.#client.send(command);
    if (this.#sent === undefined) throw new Error('Nothing was sent.');
    return this.#sent;
  }
}

const ours = new Recording();
const sdks = new Recording({ protocol: AwsRestJsonProtocol });

/** Of any characters, halves of pairs among them; every other one so long that we write it. */
const text = fc
  .tuple(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 9 }),
  )
  .map(([any, plain, units]) => any + plain + String.fromCharCode(...units));
const anyText = fc.oneof(
  text,
  text.map((part) => `"\\\n${part}`.repeat(600)),
);
const document = fc.anything({
  key: anyText,
  values: [
    anyText,
    fc.double(),
    fc.boolean(),
    fc.constantFrom(null, undefined),
    fc.bigInt(),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array(),
    fc.constant(new NumericValue('12345678901234567890.5', 'bigDecimal')),
  ],
});

function valuesOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'string':
      return anyText;
    case 'integer':
      return fc.oneof(fc.integer(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0));
    case 'timestamp':
      return fc.date({ noInvalidDate: true });
    case 'document':
      return document;
    case 'list':
      return fc.array(fc.option(valuesOf(shape.item)), { maxLength: 4 });
    case 'union':
      return fc.oneof(
        ...Object.entries(shape.members).map(([name, member]) =>
          valuesOf(member).map((value) => ({ [name]: value })),
        ),
      );
    case 'structure':
      return fc.record(
        Object.fromEntries(
          Object.entries(shape.members).map(([name, member]) => [name, valuesOfMember(member)]),
        ),
      );
  }
}

function valuesOfMember({ shape, location, idempotencyToken = false }: Member): fc.Arbitrary<unknown> {
  // A token that is left out is another one each time.
  if (location === 'path' || idempotencyToken) return fc.uuid();
  const value = location === 'body' ? valuesOf(shape) : fc.uuid();
  return fc.oneof(fc.constantFrom(undefined, null), value, value);
}

/** Without what is another each time. */
function plainHeaders({ headers }: HttpRequest): Record<string, string> {
  const { authorization = '', 'amz-sdk-invocation-id': _id, 'x-amz-date': _date, ...others } = headers;
  return { ...others, authorization: authorization.replace(/\/\d{8}\/|Signature=\w+/g, '') };
}

function bytesOf({ body = [] }: HttpRequest): Uint8Array {
  return new Uint8Array(body);
}

describe.each(Object.keys(operationModels).filter(isOperationName))('%s', (name) => {
  test('is on the wire what the SDK would send', async () => {
    await fc.assert(
      fc.asyncProperty(valuesOf(operationModels[name].input), async (input) => {
        const command = (): AnyCommand => commandFor(name, input);
        const [sent, expected] = [await ours.send(command()), await sdks.send(command())];

        expect([sent.method, sent.path, sent.query]).toEqual([
          expected.method,
          expected.path,
          expected.query,
        ]);
        expect(Buffer.compare(bytesOf(sent), bytesOf(expected))).toBe(0);
        expect(plainHeaders(sent)).toEqual(plainHeaders(expected));
      }),
      { numRuns: 25 },
    );
  });
});

const id = '01234567-89ab-cdef-0123-456789abcdef';
const step = (...texts: readonly unknown[]): AnyCommand =>
  commandFor('InvokeActStep', {
    workflowDefinitionName: 'shop',
    workflowRunId: id,
    sessionId: id,
    actId: id,
    callResults: texts.map((text) => ({ content: [{ text }] })),
  });
const LONG = 'é"'.repeat(1000);

test('a body with a long text is signed as it is sent', async () => {
  const { method, path, headers, body } = await ours.send(step(LONG));

  const given = { body: String(body), secretAccessKey: testCredentials.secretAccessKey, service: 'nova-act' };
  expect(problemOfSignature({ method, url: path, headers }, given)).toBeUndefined();
  expect(JSON.parse(given.body).callResults[0].content[0].text).toBe(LONG);
});

test('a body that cannot be written leaves nothing in the next one', async () => {
  const unwritable = {
    toString: () => {
      throw new Error('no text');
    },
    toJSON: () => {
      throw new Error('no text');
    },
  };
  await expect(ours.send(step(LONG, unwritable))).rejects.toThrow('no text');

  const { body } = await ours.send(step('short'));
  expect(JSON.parse(String(body)).callResults).toEqual([{ content: [{ text: 'short' }] }]);
});
