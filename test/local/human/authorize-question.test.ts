import { describe, expect, test } from '@jest/globals';
import { localIdentityOf, makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import { Access } from '../../../lib/local/access/access.ts';
import type { PolicyStatement } from '../../../lib/local/access/role.ts';
import { refusalOfQuestion } from '../../../lib/local/human/authorize-question.ts';
import { RuntimeSessions } from '../../../lib/local/runtime-sessions.ts';
import { statement, workflowRole } from '../access/roles.ts';

const API = 'arn:aws:execute-api:us-east-1:000000000000:abc123/$default';
const questions = `${API}/PUT/workflows/booking-workflow/questions/*`;

function asking(options: {
  readonly more?: readonly PolicyStatement[] | undefined;
  readonly url?: string | undefined;
  readonly definitionName?: string;
}) {
  const { more, url, definitionName = 'booking-workflow' } = options;
  const { accessKeyId } = makeLocalCredentials();
  const identity = localIdentityOf(accessKeyId) ?? '';
  const runtimeSessions = new RuntimeSessions();
  runtimeSessions.begin({
    ...{ identity, id: 'session', invocationId: () => undefined },
    role: more && workflowRole({ definitionName: 'booking-workflow', more }),
    runtime: {
      arn: 'arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/booking-abc',
      endpointName: 'DEFAULT',
      environment: url === undefined ? {} : { NOVA_ACT_HUMAN_URL: url },
      authorizer: undefined,
    },
  });
  return refusalOfQuestion({
    access: new Access({ runtimeSessions }),
    runtimeSessions,
    signature: { region: 'us-east-1', accessKeyId, localIdentity: identity },
    method: 'PUT',
    path: `/workflows/${definitionName}/questions/11111111-1111-4111-8111-111111111111`,
  });
}

const url = 'https://abc123.execute-api.us-east-1.amazonaws.com';
const grant = (resource: string) => [statement({ actions: ['execute-api:Invoke'], resources: [resource] })];

describe('a session whose role was deployed', () => {
  test('may ask the questions of its definition, at the API that its variable names', () => {
    expect(asking({ more: grant(questions), url })).toBeUndefined();
  });

  test('may do so at an address that does not say which API it is', () => {
    expect(asking({ more: grant(questions), url: 'https://people.example.com' })).toBeUndefined();
  });

  test('may not ask those of others', () => {
    expect(asking({ more: grant(questions), url, definitionName: 'other' })).toMatchObject({
      status: 403,
      name: 'AccessDeniedException',
      message: expect.stringContaining('is not authorized to perform: execute-api:Invoke'),
    });
  });

  test('may not at another API', () => {
    expect(asking({ more: grant(questions.replace('abc123', 'other')), url })).toMatchObject({ status: 403 });
  });

  test('may not when its stack gives it no desk, and is told what does', () => {
    expect(asking({ more: [] })?.message).toContain('"humanInTheLoop" of its entry in the catalog');
    expect(asking({ more: [], url })?.message).not.toContain('humanInTheLoop');
  });
});

test('a session without a role may ask', () => {
  expect(asking({ url })).toBeUndefined();
});
