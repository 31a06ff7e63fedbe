import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { understand } from '../../lib/agents/offline/language/understand.ts';
import { deploymentEnvironmentShape, personalShape } from '../../lib/catalog/environment-schema.ts';
import { pipelineSettingsShape } from '../../lib/catalog/settings-schema.ts';
import { workflowSettingsShape } from '../../lib/catalog/workflow-settings-shape.ts';
import * as sdk from '../../lib/sdk/index.ts';
import { quoted, root, rows, section } from './markdown.ts';

const WRITING = 'docs/writing-workflows.md';
const LOCAL = 'docs/local-aws.md';

test('the table of environment variables has those that the code names, and no others', () => {
  const inCode = ['lib', 'bin'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:ts|mjs|cjs)$/.test(file))
      .flatMap(
        (file) => readFileSync(path.join(root, folder, file), 'utf8').match(/\bNOVA_ACT_[A-Z_]+\b/g) ?? [],
      ),
  );
  const inTable = rows(section(WRITING, 'Environment variables'))
    .flatMap(([name = '']) => quoted(name))
    .filter((name) => name.startsWith('NOVA_ACT_'));

  expect(inTable.length).toBeGreaterThan(0);
  expect([...inTable].sort()).toEqual([...new Set(inCode)].sort());
});

test('the table of settings has those that are accepted, and where each may be said', () => {
  const places: readonly (readonly [string, object])[] = [
    ['E', deploymentEnvironmentShape],
    ['P', personalShape],
    ['W', workflowSettingsShape],
    ['L', pipelineSettingsShape],
  ];
  const settings = new Set(places.flatMap(([, shape]) => Object.keys(shape)));
  const accepted = [...settings].map((name) => [
    name,
    places.flatMap(([place, shape]) => (name in shape ? place : [])).join(' '),
  ]);
  const table = rows(section('docs/deploying-for-companies.md', 'Settings')).flatMap(
    ([name = '', where = '']) => (/^[EPWL](?: [EPWL])*$/.test(where) ? [[quoted(name)[0], where]] : []),
  );

  expect(table.length).toBeGreaterThan(30);
  expect([...table].sort()).toEqual(accepted.sort());
});

describe('the table of errors', () => {
  const table = new Map(
    rows(section(WRITING, 'Errors')).map(([name = '', ...cells]) => [quoted(name)[0], cells] as const),
  );

  test('has every error that the SDK exports', () => {
    const exported = Object.entries(sdk)
      .filter(([, value]) => typeof value === 'function' && value.prototype instanceof sdk.NovaActError)
      .map(([name]) => name)
      .concat('PayloadError', 'BrowserOptionsError');

    expect(exported.length).toBeGreaterThan(10);
    expect([...table.keys()].filter((name) => name !== undefined).sort()).toEqual(exported.sort());
  });

  test.each([
    new sdk.PayloadError(''),
    new sdk.BrowserOptionsError(''),
    new sdk.ValidationFailed(''),
    new sdk.InvalidInputLength(''),
    new sdk.InvalidTimeout(''),
    new sdk.InvalidMaxSteps(''),
    new sdk.InvalidScreenResolution(''),
    new sdk.StartFailed(''),
    new sdk.AuthError(''),
    new sdk.ActError(''),
    new sdk.ActTimeoutError(''),
    new sdk.ActCanceledError(''),
    new sdk.ActAgentFailed(''),
    new sdk.ActExceededMaxStepsError(''),
    new sdk.ActInvalidModelGenerationError(''),
    new sdk.ActActuationError(''),
    new sdk.ActToolError(''),
    new sdk.ActAPIError(''),
    new sdk.ActClientError(''),
    new sdk.ActBadRequestError(''),
    new sdk.ActGuardrailsError(''),
    new sdk.ActRequestThrottledError(''),
    new sdk.ActDailyQuotaExceededError(''),
    new sdk.ActServerError(''),
    new sdk.ActInternalServerError(''),
  ])('says what $name is', ({ name, code, source, retryable }) => {
    expect(table.get(name)?.slice(0, 3)).toEqual([`\`${code}\``, source, retryable ? 'yes' : 'no']);
  });
});

describe('sentences of the offline agent', () => {
  const sentences = (heading: string): readonly string[] =>
    rows(section(LOCAL, heading)).flatMap(([cell = '']) => quoted(cell));
  const refused = sentences('When it cannot');
  const offered = sentences('What the offline agent understands').filter((each) => !refused.includes(each));

  test('that are offered are understood', () => {
    expect(offered.length).toBeGreaterThan(30);
    expect(
      offered.filter((each) => !understand(each.replace('<url>', 'https://example.com')).understood),
    ).toEqual([]);
  });

  test('that are refused are not', () => {
    expect(refused.length).toBeGreaterThan(3);
    expect(refused.filter((each) => understand(each).understood)).toEqual([]);
  });
});
