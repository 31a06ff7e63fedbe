import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { measure } from './rule-packs/measure.ts';
import { unexplained } from './rule-packs/packs.ts';
import { PAGE, pageWith } from './rule-packs/page.ts';

const measured = measure();
const names = [...measured.findings.keys()];

describe('when rule packs look at every kind of app', () => {
  test.each(names)('AWS Solutions finds nothing without a reason: %s', (name) => {
    const findings = measured.findings.get(name) ?? [];

    expect(findings.length).toBeGreaterThan(0);
    expect(unexplained(findings.filter(({ pack }) => pack === 'AwsSolutions'))).toEqual([]);
  });

  test.each(names.filter((name) => /all set|another account|GitHub/.test(name)))(
    'HIPAA, NIST and PCI find nothing without a reason: %s',
    (name) => {
      expect(unexplained(measured.findings.get(name) ?? [])).toEqual([]);
    },
  );

  test('docs/security.md says what they find, and what one sets (after a change on purpose: npm run rule-packs)', () => {
    const page = readFileSync(PAGE, 'utf8');

    expect(page).toBe(pageWith(page, measured));
    expect(page).not.toContain('| nothing |');
  });
});
