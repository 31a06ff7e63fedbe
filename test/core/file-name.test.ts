import { describe, expect, test } from '@jest/globals';
import { numberedNames, safeFileName } from '../../lib/core/file-name.ts';

describe('a name that a site suggests', () => {
  test.each([
    ['report.pdf', 'report.pdf'],
    ['Übersicht 2026 – Q1.xlsx', 'Übersicht 2026 – Q1.xlsx'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\calc.exe', 'calc.exe'],
    ['..', 'download'],
    ['a/', 'download'],
    ['', 'download'],
    ['.bashrc', 'bashrc'],
    [' . .hidden', 'hidden'],
    ['a.txt. . ', 'a.txt'],
    ['a\u0000b\nc\u001b[2J.txt', 'a_b_c_[2J.txt'],
    ['invoice\u202efdp.exe', 'invoice_fdp.exe'],
    ['half \ud83e of a pair.txt', 'half _ of a pair.txt'],
    ['what? "so": <a|b>*.txt', 'what_ _so__ _a_b__.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com¹.log', '_com¹.log'],
    ['console.log', 'console.log'],
    ['e\u0301.txt', 'é.txt'],
  ])('%j becomes %j', (given, name) => {
    expect(safeFileName(given)).toBe(name);
  });

  test.each([
    ['letters', 'x'.repeat(400)],
    ['characters of several bytes', '🦊'.repeat(100)],
  ])('is cut to 150 bytes of %s, and keeps its extension', (_name, stem) => {
    const name = safeFileName(`${stem}.tar.gz`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150);
    expect(name).toMatch(/.\.gz$/);
    expect(Buffer.from(name).toString()).toBe(name);
  });

  test('is numbered before its extension', () => {
    expect([...numberedNames('a.pdf')].slice(0, 3)).toEqual(['a.pdf', 'a (1).pdf', 'a (2).pdf']);
    expect([...numberedNames('README')].at(1)).toBe('README (1)');
  });
});
