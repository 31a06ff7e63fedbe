import { expect, test } from '@jest/globals';
import { ACT_KEYS, SESSION_KEYS } from '../../lib/sdk/act/nova-act-options.ts';
import { WORKFLOW_KEYS } from '../../lib/sdk/run/workflow-options.ts';
import { read } from './markdown.ts';
import { optionsIn } from './options/documented-options.ts';
import { namesIn, optionsPage, PAGE, SECTIONS } from './options/page.ts';

test('docs/options.md says what the types say (after a change on purpose: npm run docs:options)', () => {
  expect(read(PAGE)).toBe(optionsPage());
});

test.each([
  ['A run', WORKFLOW_KEYS],
  ['A session', SESSION_KEYS],
  ['An act', ACT_KEYS],
])('"%s" has the options that the code accepts', (title, keys) => {
  expect([...namesIn(title)].sort()).toEqual(Object.keys(keys).sort());
});

test('options of types that have several forms are read, without what a form forbids', () => {
  const [places, server] = [
    optionsIn('sdk/auth/s3-storage-state.ts', 'S3StorageStatePlace'),
    optionsIn('mcp/mcp-tools-options.ts', 'McpStdioServerOptions'),
  ].map((options) => options.map(({ name }) => name));

  expect(places).toEqual(['key', 'profile', 'prefix']);
  expect(server).toEqual(['command', 'args', 'env', 'cwd']);
});

test('every option says what it means', () => {
  const silent = SECTIONS.flatMap(({ from }) => from.flatMap(([file, type]) => optionsIn(file, type)))
    .filter(({ meaning }) => meaning === '')
    .map(({ name }) => name);

  expect(silent).toEqual([]);
});
