import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { npx } from '../../../lib/cli/command-line.ts';
import type { FoundStack } from '../../../lib/cli/doctor/ask-aws.ts';
import type { OutcomeStatus } from '../../../lib/cli/doctor/outcome.ts';
import { actOnPathRule } from '../../../lib/cli/doctor/rules/act-on-path.ts';
import { bootstrapRule } from '../../../lib/cli/doctor/rules/bootstrap.ts';
import { browserRule } from '../../../lib/cli/doctor/rules/browser.ts';
import { clockRule } from '../../../lib/cli/doctor/rules/clock.ts';
import { cdkRule, typescriptRule } from '../../../lib/cli/doctor/rules/deploy-tools.ts';
import { dockerRule } from '../../../lib/cli/doctor/rules/docker.ts';
import { leftStacksRule } from '../../../lib/cli/doctor/rules/left-stacks.ts';
import { localAwsRule } from '../../../lib/cli/doctor/rules/local-aws.ts';
import { nodeRule } from '../../../lib/cli/doctor/rules/node.ts';
import { novaActRule } from '../../../lib/cli/doctor/rules/nova-act.ts';
import { packageRule } from '../../../lib/cli/doctor/rules/package.ts';
import { projectRule } from '../../../lib/cli/doctor/rules/project.ts';
import { VERSIONS } from '../../../lib/cli/doctor/versions.ts';
import { PACKAGE_VERSION } from '../../../lib/core/package.ts';

const setup = { commandLine: npx };

test('the versions are those of the manifest and of the page about them', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  const page = readFileSync('docs/compatibility.md', 'utf8');
  const { node, cdkLib, constructs, cdkCli, typescript } = VERSIONS;
  expect([
    `>=${node.floor}`,
    `^${cdkLib.floor}`,
    `^${constructs.floor}`,
    cdkCli.tested,
    cdkLib.tested,
  ]).toEqual([
    `${manifest.engines.node}.0`,
    manifest.peerDependencies['aws-cdk-lib'],
    manifest.peerDependencies.constructs,
    manifest.devDependencies['aws-cdk'],
    manifest.devDependencies['aws-cdk-lib'],
  ]);
  expect(page).toContain(`22 and ${node.newestTested} are tested`);
  expect(page).toContain(`${typescript.floor.replace(/\.0$/, '')} or later, with \`@types/node\``);
});

describe('Node', () => {
  const today = new Date('2026-11-01');
  test.each<[string, OutcomeStatus, string]>([
    ['v18.20.0', 'missing', '20.19.0 or later is needed'],
    ['v20.18.9', 'missing', '20.19.0 or later is needed'],
    ['v20.19.0', 'warning', 'from January 2027 on, new versions of the AWS SDK need Node 22'],
    ['v22.1.0', 'ok', '22.1.0'],
    ['v24.99.0', 'ok', '24.99.0'],
    ['v25.0.0-nightly', 'warning', 'nothing was tested with'],
  ])('%s is %s', (version, status, found) => {
    expect(nodeRule({ version, today })).toMatchObject({ status, found: expect.stringContaining(found) });
  });
});

describe('this package', () => {
  const facts = { copies: [], isClone: false, isDependency: true };
  const copy = (version: string, folder = 'node_modules/nova-act-cdk') => ({ version, folder });
  test.each<[string, Parameters<typeof packageRule>[0], OutcomeStatus, string]>([
    ['once, of this version', { ...facts, copies: [copy(PACKAGE_VERSION)] }, 'ok', PACKAGE_VERSION],
    ['a clone', { ...facts, isClone: true }, 'ok', 'a clone'],
    ['named, not installed', facts, 'warning', 'is not installed yet'],
    ['another version', { ...facts, copies: [copy('0.0.9')] }, 'warning', 'the project has 0.0.9'],
    [
      'twice',
      {
        ...facts,
        copies: [copy(PACKAGE_VERSION), copy('0.0.9', 'node_modules/shop/node_modules/nova-act-cdk')],
      },
      'warning',
      'several copies',
    ],
  ])('%s', (_, given, status, found) => {
    expect(packageRule(given)).toMatchObject({ status, found: expect.stringContaining(found) });
  });
});

describe('what deploys', () => {
  const good = { lib: '2.276.0', constructs: '10.8.1', cli: '2.1148.1' };
  test.each<[object, OutcomeStatus, string]>([
    [{}, 'ok', 'aws-cdk-lib 2.276.0, constructs 10.8.1, aws-cdk 2.1148.1'],
    [{ cli: '3.0.0' }, 'missing', "rejects today's assemblies"],
    [{ cli: '2.1000.0' }, 'warning', 'may be too new'],
    [{ lib: '2.268.9' }, 'missing', '2.269.0 or later is needed'],
    [{ constructs: '10.4.9' }, 'missing', '10.5.0 or later is needed'],
    [{ cli: undefined }, 'warning', 'not installed: aws-cdk;'],
    [{ lib: undefined, constructs: undefined, cli: undefined }, 'warning', 'only deployments need it'],
  ])('%j is %s', (more, status, found) => {
    expect(cdkRule({ ...good, ...more })).toMatchObject({ status, found: expect.stringContaining(found) });
  });

  test.each<[string | undefined, OutcomeStatus]>([
    ['7.0.2', 'ok'],
    ['5.3.3', 'warning'],
    [undefined, 'warning'],
  ])('TypeScript %s is %s', (version, status) => {
    expect(typescriptRule(version).status).toBe(status);
  });
});

describe('the project', () => {
  const facts = { root: '/shop', hasManifest: true, workflows: ['a'], entriesNotThere: [], qualifiers: [] };
  test.each<[object, OutcomeStatus, string]>([
    [{}, 'ok', '/shop (a)'],
    [{ workflows: undefined }, 'warning', 'no catalog'],
    [{ workflows: undefined, hasManifest: false }, 'missing', 'no project in /shop'],
    [{ entriesNotThere: ['workflows/a.ts'] }, 'missing', 'not there: workflows/a.ts'],
    [{ workflows: undefined, problem: 'It breaks a rule.' }, 'missing', 'It breaks a rule.'],
  ])('%j is %s', (more, status, found) => {
    expect(projectRule({ ...facts, ...more }, setup)).toMatchObject({
      status,
      found: expect.stringContaining(found),
    });
  });
});

describe('this machine', () => {
  test('without a browser nothing runs here, unless the browser is elsewhere', () => {
    const facts = { executablePath: undefined, problem: 'none', isRoot: false, install: ['get it'] };
    expect(browserRule({ ...facts, isRemote: false })).toEqual({
      status: 'missing',
      found: 'none',
      remedy: ['get it'],
    });
    expect(browserRule({ ...facts, isRemote: true }).status).toBe('warning');
    const found = { ...facts, executablePath: '/bin/chrome', isRemote: false };
    expect(browserRule({ ...found, isRoot: true })).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('--no-sandbox'),
    });
  });

  test('Docker is wanted, not needed, and says when it has to emulate', () => {
    expect(dockerRule({ version: undefined, problem: 'No.', arch: 'x64' })).toMatchObject({
      status: 'warning',
      found: expect.stringMatching(/^No\. Only deployments/),
    });
    expect(dockerRule({ version: '28.1', arch: 'x64' }).found).toContain('emulate on x64');
    expect(dockerRule({ version: '28.1', arch: 'arm64' }).found).toBe('engine 28.1');
  });

  test('a local AWS of another version is to be started again', () => {
    const running = { pid: 7, url: 'http://127.0.0.1:1', region: 'us-east-1', version: PACKAGE_VERSION };
    expect(localAwsRule(running, setup).status).toBe('ok');
    expect(localAwsRule({ ...running, version: '0.0.9' }, setup).status).toBe('warning');
    expect(localAwsRule(undefined, setup)).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('none runs'),
    });
  });

  test.each<[number | undefined, OutcomeStatus]>([
    [undefined, 'unknown'],
    [-59_000, 'ok'],
    [200_000, 'warning'],
    [-301_000, 'missing'],
  ])('a clock that is %p ms ahead is %s', (skewMs, status) => {
    expect(clockRule(skewMs).status).toBe(status);
  });

  test('who types "act" is told which program that is', () => {
    const python = { file: '/v/bin/act', kind: 'nova-act-python' } as const;
    const ours = { file: '/usr/bin/act', kind: 'ours' } as const;
    expect(actOnPathRule([])).toMatchObject({ status: 'ok' });
    expect(actOnPathRule([ours, python]).status).toBe('ok');
    expect(actOnPathRule([python, ours])).toMatchObject({
      status: 'warning',
      found: expect.stringContaining("Python's act of nova-act[cli]"),
      remedy: ['call ours by its own name: npx nova-act-cdk'],
    });
  });
});

describe('the account', () => {
  const stack = (stackName: string, more: Partial<FoundStack> = {}): FoundStack => ({
    ...{ stackName, status: 'CREATE_COMPLETE', isProtected: false, parameters: {}, outputs: {} },
    ...more,
  });
  const toolkit = (version: string, qualifier = 'hnb659fds') =>
    stack('CDKToolkit', { outputs: { BootstrapVersion: version }, parameters: { Qualifier: qualifier } });
  const place = { account: '123456789012', region: 'us-east-1' };

  test.each<[string, FoundStack[], string[], OutcomeStatus, string | undefined]>([
    ['bootstrapped', [toolkit('33')], [], 'ok', undefined],
    ['not bootstrapped', [stack('Shop')], [], 'missing', 'npx cdk bootstrap aws://123456789012/us-east-1'],
    [
      'bootstrapped long ago',
      [toolkit('6')],
      [],
      'missing',
      'npx cdk bootstrap aws://123456789012/us-east-1',
    ],
    [
      'bootstrapped for others',
      [toolkit('33')],
      ['shop'],
      'warning',
      'npx cdk bootstrap aws://123456789012/us-east-1 --qualifier shop --toolkit-stack-name CDKToolkit-shop',
    ],
    ['bootstrapped by its qualifier', [toolkit('33', 'shop')], ['shop'], 'ok', undefined],
  ])('%s', (_, stacks, wanted, status, command) => {
    const outcome = bootstrapRule({ stacks, wanted, ...place });
    expect({ status: outcome.status, command: outcome.remedy?.[0] }).toEqual({ status, command });
  });

  test('stacks of workflows that the catalog has not are named, with the way to look at them first', () => {
    const stacks = [
      stack('NovaActWorkflow-orders'),
      stack('NovaActWorkflow-prod-orders'),
      stack('NovaActWorkflow-orders-us-west-2'),
      stack('NovaActWorkflow-old', { isProtected: true }),
      stack('NovaActWorkflow-never', { status: 'REVIEW_IN_PROGRESS' }),
      stack('Shop'),
    ];
    expect(leftStacksRule({ stacks, workflows: ['orders'], region: 'us-east-1' })).toEqual({
      status: 'warning',
      found: 'no workflow of the catalog has NovaActWorkflow-old: removed or renamed, or of another project',
      remedy: [
        'aws cloudformation describe-stacks --stack-name NovaActWorkflow-old --region us-east-1',
        'only once whoever has protected it from termination has taken that back: aws cloudformation delete-stack --stack-name NovaActWorkflow-old --region us-east-1',
      ],
    });
    expect(leftStacksRule({ stacks, workflows: ['orders', 'old'], region: 'us-east-1' }).status).toBe('ok');
    expect(leftStacksRule({ stacks, workflows: undefined, region: 'us-east-1' }).status).toBe('unknown');
  });

  test.each<[string[], OutcomeStatus]>([
    [['nova-act-latest'], 'ok'],
    [['nova-act-v9'], 'warning'],
    [[], 'missing'],
  ])('models %j are %s', (models, status) => {
    expect(novaActRule({ models, aliases: [], region: 'us-east-1' }).status).toBe(status);
  });
});
