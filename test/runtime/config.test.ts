import { describe, expect, test } from '@jest/globals';
import { RuntimeConfigError, readConfig } from '../../lib/runtime/index.ts';

describe('when the environment says nothing', () => {
  test('the settings are those that AgentCore requires', () => {
    expect(readConfig({})).toEqual({ host: '0.0.0.0', port: 8080, concurrency: 1, logLevel: 'info' });
  });
});

describe('when the environment is wrong', () => {
  test('every problem is in one error, with what is allowed', () => {
    const read = (): unknown =>
      readConfig({ NOVA_ACT_RUNTIME_PORT: '80a', NOVA_ACT_CONCURRENCY: '0', NOVA_ACT_LOG_LEVEL: 'all' });
    expect(read).toThrow(RuntimeConfigError);
    expect(read).toThrow(/NOVA_ACT_RUNTIME_PORT is "80a"; it must be a whole number from 0 to 65535\./);
    expect(read).toThrow(/NOVA_ACT_CONCURRENCY is "0"; it must be a whole number from 1 to 100\./);
    expect(read).toThrow(/NOVA_ACT_LOG_LEVEL is "all"; it must be one of debug, info, warn, error\./);
  });
});
