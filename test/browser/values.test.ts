import { describe, expect, test } from '@jest/globals';
import { chooseOption } from '../../lib/browser/actions/choose-option.ts';
import { type DateType, parseDateValue } from '../../lib/browser/actions/parse-date.ts';
import { checkPathPatterns, isPathAllowed } from '../../lib/browser/path-rules.ts';
import { checkUrl } from '../../lib/browser/url.ts';

describe('dates and times as people write them', () => {
  const cases: readonly (readonly [DateType, string, string | undefined])[] = [
    ['date', '2025-02-22', '2025-02-22'],
    ['date', '02/22/2025', '2025-02-22'],
    ['date', '3/4/2025', '2025-03-04'],
    ['date', '22/02/2025', '2025-02-22'],
    ['date', '22.02.2025', '2025-02-22'],
    ['date', 'February 22nd, 2025', '2025-02-22'],
    ['date', 'Saturday, 22 Feb 2025', '2025-02-22'],
    ['date', '2/30/2025', undefined],
    ['date', 'next week', undefined],
    ['time', '14:30', '14:30'],
    ['time', '12 am', '00:00'],
    ['time', '12:05 p.m.', '12:05'],
    ['time', '25:00', undefined],
    ['time', '14', undefined],
    ['month', '02/2025', '2025-02'],
    ['month', 'Feb 2025', '2025-02'],
    ['month', '2025-13', undefined],
    ['week', 'week 8, 2025', '2025-W08'],
    ['week', '2025-W54', undefined],
    ['datetime-local', '2025-02-22T14:30', '2025-02-22T14:30'],
    ['datetime-local', '22 February 2025 at 2:30 pm', '2025-02-22T14:30'],
    ['datetime-local', '2025-02-22', undefined],
  ];
  test.each(cases)('%s "%s" is %s', (type, text, value) => {
    expect(parseDateValue(type, text)).toBe(value);
  });
});

describe('choosing an option', () => {
  const option = (label: string, value: string, isDisabled = false) => ({ label, value, isDisabled });
  const options = [
    option('Choose…', '', true),
    option('United States', 'us'),
    option('United Kingdom', 'uk'),
    option('Canada', 'ca'),
    option('CA', 'x'),
  ];

  test.each([
    ['Canada', 3],
    ['ca', 3],
    ['CA', 4],
    ['united  states', 1],
    ['UK', 2],
    ['can', 3],
  ])('"%s" is number %d', (text, index) => {
    expect(chooseOption(options, text)).toEqual({ index });
  });

  test.each([
    ['united', /More than one/],
    ['France', /no option "France"/],
    ['Choose…', /disabled/],
  ])('"%s" is refused', (text, reason) => {
    expect(chooseOption(options, text)).toEqual({ reason: expect.stringMatching(reason) });
  });
});

describe('path patterns', () => {
  test.each([
    ['/a/b/c.pdf', '*', true],
    ['/a/b/c.pdf', '/a/*', true],
    ['/ab/c.pdf', '/a/*', false],
    ['/a/c.pdf', '/a/c.pdf', true],
    ['/a/c.pdf', '/a/*.pdf', true],
    ['/a/b/c.pdf', '/a/*.pdf', false],
    ['/a/../etc/passwd', '/a/*', false],
    ['/a/foobar', '/a/foo*', true],
    ['/a/foo/bar', '/a/foo*', false],
  ])('%s by %s: %s', (file, pattern, isAllowed) => {
    expect(isPathAllowed(file, [pattern])).toBe(isAllowed);
  });

  test.each(['', '/a/../b', '/*/b', 'a\0b'])('"%s" is no pattern', (pattern) => {
    expect(() => checkPathPatterns([pattern], 'allowedFileUploadPaths')).toThrow(/allowedFileUploadPaths/);
  });
});

describe('URLs', () => {
  const check = (url: string, allowedFileOpenPaths: readonly string[] = []) =>
    checkUrl(url, { allowedFileOpenPaths });
  test.each([
    ['example.com', 'https://example.com/'],
    ['example.com:8443/x', 'https://example.com:8443/x'],
    ['localhost:3000/x?y#z', 'http://localhost:3000/x?y#z'],
    ['127.0.0.1', 'http://127.0.0.1/'],
    ['[::1]:80/x', 'http://[::1]/x'],
    ['http://example.com', 'http://example.com/'],
    ['about:blank', 'about:blank'],
    ['localhost.example.com', 'https://localhost.example.com/'],
  ])('%s is opened as %s', (given, url) => {
    expect(check(given)).toEqual({ url });
  });

  test.each([
    '',
    'https://',
    'ftp://x',
    'data:text/html,x',
    'chrome://settings',
    'a b',
    'http://x/<y>',
    'file:///a/b',
  ])('"%s" is refused', (given) => {
    expect(check(given)).toHaveProperty('reason');
  });

  test.each(['http://ann:pa55@host/<y>', 'ftp://ann:pa55@host', 'ann:pa55@host/x', 'file://ann:pa55@host/x'])(
    'a refusal of %s has no user name and no password',
    (given) => {
      expect(check(given)).toEqual({ reason: expect.not.stringMatching(/\bann\b|pa55/) });
    },
  );

  test('files are opened only by pattern', () => {
    expect(check('file:///data/a.html', ['/data/*'])).toEqual({ url: 'file:///data/a.html' });
    expect(check('file:///data/../etc/passwd', ['/data/*'])).toHaveProperty('reason');
    expect(check('file:///data/%2e%2e/etc/passwd', ['/data/*'])).toHaveProperty('reason');
  });
});
