import { describe, expect, test } from '@jest/globals';
import { defaultBrowser } from '../../lib/browser/index.ts';

const kindFor = (environment: Readonly<Record<string, string>>): string =>
  defaultBrowser({ environment, onNotice: () => {} }).kind;

describe('the browser that the environment asks for', () => {
  test('is one of this machine when nothing is said', () => {
    expect(kindFor({})).toBe('local');
    expect(kindFor({ NOVA_ACT_BROWSER: '' })).toBe('local');
    expect(kindFor({ NOVA_ACT_BROWSER: 'local' })).toBe('local');
  });

  test('is AgentCore Browser in a runtime without a browser of its own', () => {
    expect(kindFor({ NOVA_ACT_BROWSER: 'agentcore', NOVA_ACT_BROWSER_ID: 'shop-a1B2c3D4e5' })).toBe(
      'agentcore',
    );
  });

  test('is an error when it is neither', () => {
    expect(() => kindFor({ NOVA_ACT_BROWSER: 'firefox' })).toThrow(
      'NOVA_ACT_BROWSER is "firefox"; it must be "local" or "agentcore".',
    );
  });
});
