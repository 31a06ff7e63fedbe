import { describe, expect, test } from '@jest/globals';
import * as service from '../../lib/service/index.ts';
import {
  AccessDeniedException,
  ConflictException,
  GetWorkflowDefinitionCommand,
  InternalServerException,
  NovaActClient,
  NovaActServiceException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ThrottlingException,
  ValidationException,
} from '../../lib/service/index.ts';
import { LoopbackServer, type Reply, testCredentials } from './loopback-server.ts';
import { reference, sampleOf } from './reference-model.ts';

const classes = {
  AccessDeniedException,
  ConflictException,
  InternalServerException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ThrottlingException,
  ValidationException,
};

async function errorFor(reply: Reply): Promise<unknown> {
  await using server = await LoopbackServer.start(() => reply);
  const client = new NovaActClient({ endpoint: server.url, credentials: testCredentials, maxAttempts: 1 });
  try {
    await client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName: 'w' }));
    return undefined;
  } catch (error) {
    return error;
  } finally {
    client.destroy();
  }
}

describe.each(Object.entries(classes))('when the service answers %s', (name, exceptionClass) => {
  const shape = reference.shapes[name];
  const members = sampleOf(name) as Record<string, unknown>;
  const headerMembers = Object.entries(shape?.members ?? {}).filter(([, m]) => m.location === 'header');
  const body = Object.fromEntries(
    Object.entries(members).filter(([member]) => !headerMembers.some(([header]) => header === member)),
  );
  const headers = Object.fromEntries(
    headerMembers.map(([member, { locationName }]) => [locationName ?? member, String(members[member])]),
  );
  const status = shape?.error?.httpStatusCode ?? 0;

  test('named in the header: the class has every member', async () => {
    const error = await errorFor({ status, headers: { ...headers, 'x-amzn-errortype': name }, body });
    expect(error).toBeInstanceOf(exceptionClass);
    expect(error).toBeInstanceOf(NovaActServiceException);
    expect(error).toMatchObject({ name, $fault: status < 500 ? 'client' : 'server', ...members });
    expect(error).toMatchObject({ $metadata: { httpStatusCode: status } });
  });

  test('named in the body, qualified: the class is the same', async () => {
    const error = await errorFor({ status, body: { __type: `com.amazonaws.novaact#${name}`, ...body } });
    expect(error).toBeInstanceOf(exceptionClass);
  });
});

describe('when the service answers something else', () => {
  test('an undeclared error keeps its name and message in the base class', async () => {
    const error = await errorFor({
      status: 403,
      headers: { 'x-amzn-errortype': 'MissingAuthenticationTokenException' },
      body: { message: 'Missing Authentication Token' },
    });
    expect(error).toBeInstanceOf(NovaActServiceException);
    expect(error).toMatchObject({
      name: 'MissingAuthenticationTokenException',
      message: 'Missing Authentication Token',
    });
    expect(error).not.toBeInstanceOf(AccessDeniedException);
  });

  test('a Retry-After that is a date leaves retryAfterSeconds out, and the class right', async () => {
    const error = await errorFor({
      status: 429,
      headers: { 'x-amzn-errortype': 'ThrottlingException', 'Retry-After': 'Wed, 21 Oct 2015 07:28:00 GMT' },
      body: { message: 'slow down' },
    });
    expect(error).toBeInstanceOf(ThrottlingException);
  });
});

test('an exception that a test or a stand-in makes has its members, too', () => {
  const fieldList = [{ name: 'task', message: 'is required' }];
  const error = new ValidationException({
    message: 'no',
    reason: 'FieldValidationFailed',
    fieldList,
    $metadata: { httpStatusCode: 400 },
  });
  expect(error).toMatchObject({
    name: 'ValidationException',
    $fault: 'client',
    message: 'no',
    reason: 'FieldValidationFailed',
    fieldList,
    $metadata: { httpStatusCode: 400 },
  });
});

test('every declared error has a class', () => {
  const declared = Object.entries(reference.shapes).filter(([, shape]) => shape.exception);
  for (const [name] of declared) expect(service).toHaveProperty(name);
});
