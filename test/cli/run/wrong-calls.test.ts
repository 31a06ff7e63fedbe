import path from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { checkRunArguments } from '../../../lib/cli/run/run-arguments.ts';
import { makeProject } from '../../bundle/project.ts';
import { callCommand } from '../call-command.ts';

const catalog = path.resolve('lib', 'catalog', 'index.ts');
const entry = (name: string) =>
  `{ name: '${name}', entry: 'workflows/shop.ts', definitionName: '${name}', description: 'Buys.' }`;
const project = makeProject({
  'workflows/shop.ts': 'export const main = () => 1;',
  'workflows/catalog.ts': `
    import { defineCatalog } from ${JSON.stringify(catalog)};
    export const catalog = defineCatalog([${entry('shop')}, ${entry('store')}]);`,
});
afterAll(() => project.remove());

test.each([
  [
    'an unknown name',
    ['shopp'],
    'Unknown workflow "shopp". Workflows of the catalog: shop, store. Did you mean "shop"?',
  ],
  [
    'a name that is new',
    ['order'],
    'Workflows of the catalog: shop, store. Give one of these, or the path of a file that exports main(payload), or add an entry for it to workflows/catalog.ts.',
  ],
  ['a missing file', ['workflows/gone.ts'], /There is no file .*workflows\/gone\.ts\. Check the path/],
  [
    'a file of two workflows',
    ['workflows/shop.ts'],
    'is the entry of several workflows: shop, store. Give the name',
  ],
  [
    'an ARN',
    ['arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/a-a1B2c3D4e5'],
    'npx nova-act-cdk invoke arn:',
  ],
  ['a role without a stack', ['shop', '--assume-role'], '--assume-role was given without --stack.'],
  [
    'outputs without a stack',
    ['shop', '--outputs-file', 'o.json'],
    '--outputs-file was given without --stack.',
  ],
  ['one object for ever', ['shop', '--watch', '--json'], '--json was given with --watch.'],
  [
    'a word of nobody',
    ['shop', '--trace', 'onn'],
    '--trace is "onn"; it must be one of off, on, retain-on-failure. Did you mean "on"?',
  ],
  ['secrets for AWS', ['shop', '--secrets', 's.json'], '--secrets was given without --local.'],
  [
    'no time limit',
    ['shop', '--timeout-s', 'soon'],
    '--timeout-s "soon" is not a time limit. Seconds above 0 and up to 28800',
  ],
  ['no JSON', ['shop', '--payload', '{'], 'The payload is not JSON'],
  [
    'a call for a deployment',
    ['shop', '--payload', '{"novaActInvocation":{"mode":"async"}}'],
    'asks a deployed workflow for an asynchronous',
  ],
])('%s is refused before anything is started', async (_title, args, message) => {
  const { exitCode, stdout, stderr } = await callCommand(['run', ...args], { projectRoot: project.root });

  expect(stderr).toMatch(
    typeof message === 'string' ? new RegExp(message.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')) : message,
  );
  // With --json there is an envelope.
  if (!args.includes('--json')) expect(stdout).toBe('');
  expect(exitCode).toBe(2);
});

test('a browser is shown only where there is a display', () => {
  const wanted = { workflow: 'shop', headed: true };

  expect(() => checkRunArguments(wanted, { environment: {} }, 'linux')).toThrow(/there is no display here/);
  expect(checkRunArguments(wanted, { environment: { DISPLAY: ':0' } }, 'linux')).toBe(3_600_000);
  expect(checkRunArguments({ ...wanted, timeoutS: '1.5' }, { environment: {} }, 'darwin')).toBe(1500);
});
