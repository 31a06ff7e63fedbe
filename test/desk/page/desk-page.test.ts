import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { deskPageScript } from '../../../lib/bundle/desk-page-script.ts';
import { deskPage } from '../../../lib/desk/index.ts';

const connectTo = ['wss://bedrock-agentcore.us-east-1.amazonaws.com'];
const signIn = { issuer: 'https://issuer.example/pool', clientId: '</script><script>alert(1)</script>' };

test('the policy allows the script and the style of the page, and connections to what was named', () => {
  const { html, headers } = deskPage({ script: 'start();\r\nthen();', connectTo, signIn });
  const policy = headers['content-security-policy'] ?? '';
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
  const [, script = ''] = /<script>(.*?)<\/script>/s.exec(html) ?? [];
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  expect(script).toBe('start();\nthen();');
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      `script-src ${hash(script)}`,
      `style-src ${hash(style)}`,
      `connect-src 'self' https://issuer.example ${connectTo[0]}`,
      "frame-ancestors 'none'",
    ]),
  );
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(headers).toMatchObject({
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
});

test('settings are data, whatever is in them', () => {
  const { html } = deskPage({ script: '', connectTo, signIn });
  expect(html).not.toContain('alert(1)</script>');
  expect(html.match(/<script/g)).toHaveLength(2);
});

test.each(["wss://a.example; script-src 'unsafe-inline'", 'a b', 'a,b'])('%j is no source', (source) => {
  expect(() => deskPage({ script: '', connectTo: [source] })).toThrow(/connectTo/);
});

test('the script is small enough for a telephone on the way, and cannot end where it stands', () => {
  const script = deskPageScript();
  expect(gzipSync(script).byteLength).toBeLessThan(40_000);
  expect(script).not.toContain('</script');
  expect(deskPageScript()).toBe(script);
});
