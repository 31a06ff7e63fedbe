import { expect, test } from '@jest/globals';
import { readSessionLogName, sessionLogName } from '../../../lib/local/agentcore/session-log.ts';

const runtimeId = 'shop-hDUDc6wEyn';

test.each([
  ['621355ed-f4eb-4c02-a110-16f02a8afacf', 'DEFAULT', /^shop-hDUDc6wEyn-621355ed-[-\w]+\.log$/],
  ['621355ed-f4eb-4c02-a110-16f02a8afacf', 'live', /^shop-hDUDc6wEyn-621355ed-[-\w]+\.live\.log$/],
  [
    '../../etc/passwd.live of thirty-three characters',
    'DEFAULT',
    /^shop-hDUDc6wEyn-______etc_passwd_live[-\w]+\.log$/,
  ],
])('the log of the session %s, called by %s, says both', (sessionId, endpoint, form) => {
  const name = sessionLogName({ runtimeId, endpoint, sessionId });
  expect(name).toMatch(form);
  expect(readSessionLogName(name, runtimeId)).toEqual({
    endpoint,
    session: expect.stringContaining(sessionId.replaceAll(/[^\w-]/g, '_')),
  });
});

test.each(['other-hDUDc6wEyn-a.log', 'shop-hDUDc6wEyn2-a.log', 'shop-hDUDc6wEyn-a.txt'])(
  '%s is no log of the runtime',
  (name) => {
    expect(readSessionLogName(name, runtimeId)).toBeUndefined();
  },
);
