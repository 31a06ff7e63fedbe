import { describe, expect, test } from '@jest/globals';
import {
  definitionNameRule,
  RUNTIME_NAME,
  VARIABLE_NAME,
  WORKFLOW_NAME,
} from '../../lib/catalog/name-rules.ts';

const rules = [
  { kind: 'workflow', rule: WORKFLOW_NAME, longest: 40, wrong: 'fillForm 2', near: 'fill-form-2' },
  { kind: 'definition', rule: definitionNameRule(), longest: 40, wrong: 'fill form!', near: 'fill-form' },
  { kind: 'definition with a suffix', rule: definitionNameRule(33), longest: 33, wrong: 'ä_b', near: '-_b' },
  { kind: 'runtime', rule: RUNTIME_NAME, longest: 48, wrong: '1-fill-form', near: 'fill_form' },
  { kind: 'variable', rule: VARIABLE_NAME, longest: 100, wrong: '2ND-FORM', near: 'ND_FORM' },
];

describe.each(rules)('the name of a $kind', ({ rule, longest, wrong, near }) => {
  test(`has at most ${longest} characters, and says so`, () => {
    expect([rule.accepts('a'.repeat(longest)), rule.accepts('a'.repeat(longest + 1))]).toEqual([true, false]);
    expect(rule.accepts('')).toBe(false);
    expect(rule.allowed).toContain(String(longest));
  });

  test(`is ${near} rather than ${wrong}`, () => {
    expect(rule.accepts(wrong)).toBe(false);
    expect(rule.near(wrong)).toBe(near);
  });

  test('is accepted whenever it is suggested', () => {
    const texts = [`${'x'.repeat(39)}-y-z`, `${'Ab'.repeat(60)}!`, ' ', '', '---', '123', 'Größe', '日本'];
    const suggested = texts.map(rule.near).filter((name) => name !== '');
    expect(suggested.filter((name) => !rule.accepts(name))).toEqual([]);
    expect(suggested.length).toBeGreaterThan(0);
    expect(rule.accepts(rule.example)).toBe(true);
  });
});
