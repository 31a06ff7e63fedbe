import { describe, expect, test } from '@jest/globals';
import { isAllowedBy, isBlockedBy, parseAddressPattern } from '../../../lib/sdk/guardrail/address-pattern.ts';

/** What a pattern says of an address: as an allow pattern, and as a block pattern. */
function says(text: string, address: string): string {
  const pattern = parseAddressPattern(text);
  if ('problem' in pattern) return pattern.problem;
  const url = new URL(address);
  const isAllowed = isAllowedBy(pattern, url);
  const isBlocked = isBlockedBy(pattern, url);
  return isAllowed === isBlocked
    ? isAllowed
      ? 'matches'
      : 'does not match'
    : 'in doubt: blocks, and does not allow';
}

describe('a pattern matches', () => {
  test.each([
    // The host, whatever the rest.
    ['example.com', 'https://example.com/any?query#hash'],
    ['example.com', 'http://example.com:8080/'],
    ['EXAMPLE.com', 'https://Example.COM/'],
    ['example.com', 'https://example.com./'],
    ['example.com.', 'https://example.com/'],
    ['example.com/', 'https://example.com/shop'],
    ['https://example.com', 'https://example.com/'],
    ['HTTPS://example.com', 'https://example.com/'],
    ['*', 'https://example.com/'],
    ['https://*', 'https://example.com/'],
    // Hosts below it.
    ['*.example.com', 'https://www.example.com/'],
    ['*.example.com', 'https://a.b.example.com./'],
    ['*.com', 'https://example.com/'],
    // A port.
    ['example.com:8443', 'https://example.com:8443/'],
    ['example.com:443', 'https://example.com/'],
    ['example.com:80', 'http://example.com/'],
    ['localhost:3000', 'http://localhost:3000/x'],
    // Other ways of writing a host.
    ['bücher.example', 'https://xn--bcher-kva.example/'],
    ['xn--bcher-kva.example', 'https://bücher.example/'],
    ['*.bücher.example', 'https://www.bücher.example/'],
    ['127.0.0.1', 'http://2130706433/'],
    ['2130706433', 'http://127.0.0.1/'],
    ['0x7f.1', 'http://127.0.0.1/'],
    ['[::1]', 'http://[0:0:0:0:0:0:0:1]/'],
    ['[::1]:80', 'http://[::1]/'],
    // Who is named before "@" is not the host.
    ['evil.example', 'https://example.com@evil.example/'],
    // A path, and all below it.
    ['example.com/shop', 'https://example.com/shop'],
    ['example.com/shop', 'https://example.com/shop/'],
    ['example.com/shop/', 'https://example.com/shop/shoes?colour=red'],
    ['example.com/shop/*', 'https://example.com/shop/shoes'],
    ['example.com/*/edit', 'https://example.com/a/b/edit'],
    ['example.com/*.pdf', 'https://example.com/a/b.pdf'],
    ['example.com/shop', 'https://example.com/%73hop/x'],
    ['example.com/shop', 'https://example.com/other/../shop'],
    ['example.com/shop', 'https://example.com/other/%2e%2e/shop'],
    ['example.com/büro', 'https://example.com/b%c3%bcro'],
    ['*/admin', 'https://example.com/admin'],
    ['example.com/100%', 'https://example.com/100%'],
    // A page that was made in memory belongs to its site.
    ['example.com', 'blob:https://example.com/0b1c'],
  ])('%s: %s', (pattern, address) => {
    expect(says(pattern, address)).toBe('matches');
  });
});

describe('a pattern does not match', () => {
  test.each([
    ['example.com', 'https://www.example.com/'],
    ['example.com', 'https://example.com.evil.example/'],
    ['example.com', 'https://evil-example.com/'],
    ['example.com', 'https://example.com@evil.example/'],
    ['example.com', 'https://evil.example/example.com'],
    ['example.com', 'https://evil.example/?example.com#example.com'],
    ['*.example.com', 'https://example.com/'],
    ['*.example.com', 'https://evilexample.com/'],
    ['https://example.com', 'http://example.com/'],
    ['example.com:8443', 'https://example.com/'],
    ['example.com/shop', 'https://example.com/shopping'],
    ['example.com/shop', 'https://example.com/Shop'],
    ['example.com/shop', 'https://example.com/?/shop'],
    ['example.com/*.pdf', 'https://example.com/a.pdfx'],
    ['*', 'file:///etc/passwd'],
    ['*', 'data:text/html,x'],
    ['*', 'about:srcdoc'],
  ])('%s: %s', (pattern, address) => {
    expect(says(pattern, address)).toBe('does not match');
  });
});

test.each([
  // Some servers read %2F as a slash, and some do not.
  ['example.com/shop', 'https://example.com/shop/..%2fadmin'],
  ['example.com/admin', 'https://example.com/shop/..%2fadmin'],
  ['example.com/shop', 'https://example.com/shop%2fshoes'],
  // An escape that is no UTF-8 hides no other one.
  ['example.com/shop', 'https://example.com/shop/..%2f..%2fadmin%ff'],
  ['example.com/admin', 'https://example.com/admin%2Fx%ff'],
  // Many servers take several slashes for one, and some cut parameters off.
  ['example.com/admin', 'https://example.com//admin'],
  ['example.com/admin', 'https://example.com/admin;a=1'],
  ['example.com/shop', 'https://example.com/shop/..;/admin'],
  // A page in memory has no path.
  ['example.com/shop', 'blob:https://example.com/0b1c'],
])('in doubt it blocks, and does not allow: %s, %s', (pattern, address) => {
  expect(says(pattern, address)).toBe('in doubt: blocks, and does not allow');
});

test.each([
  ['', 'is no address'],
  [' example.com', 'has white space'],
  ['exam*ple.com', 'has "*" within its host'],
  ['*example.com', 'has "*" within its host'],
  ['www.*.com', 'has "*" within its host'],
  ['*.', 'has no host that could be one ("*.")'],
  ['.example.com', 'has no host that could be one'],
  ['example..com', 'has no host that could be one'],
  ['/shop', 'has no host that could be one'],
  ['http:/example.com', 'has no host that could be one'],
  ['::1', 'has no host that could be one'],
  ['[::1', 'has no host that could be one'],
  ['example.com:99999', 'has no port that could be one'],
  ['example.com:', 'has no host that could be one'],
  ['ada@example.com', 'has a user name'],
  ['example.com?x=1', 'has a query or a fragment'],
  ['example.com/#x', 'has a query or a fragment'],
  ['example.com/a%2Fb', 'has an encoded slash'],
  ['ftp://example.com', 'has the scheme "ftp"'],
  ['file:///data', 'has the scheme "file"'],
  ['example.com\\shop', 'has no host that could be one'],
  [42, 'is no text'],
  [undefined, 'is no text'],
])('%j is no pattern', (text, problem) => {
  expect(parseAddressPattern(text)).toEqual({ problem: expect.stringContaining(problem) });
});
