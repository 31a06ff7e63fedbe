import { describe, expect, test } from '@jest/globals';
import { readAssembly } from '../../../lib/assembly/read-assembly.ts';
import { relatedStacks } from '../../../lib/assembly/related-stacks.ts';
import { approvalOf } from '../../../lib/cli/deploy/cdk-arguments.ts';
import { chooseByNames } from '../../../lib/cli/deploy/choose-stacks.ts';
import { describeStacks } from '../../../lib/cli/deploy/describe-stacks.ts';
import { synthesizeApp } from './example-app.ts';

describe('when the CDK CLI asks', () => {
  test.each([
    [{ canAsk: true }, 'broadening'],
    [{ canAsk: true, yes: true }, 'never'],
    [{ canAsk: false, yes: true }, 'never'],
    [{ canAsk: false, requireApproval: 'broadening' }, 'broadening'],
  ] as const)('%j: %s', (options, approval) => {
    expect(approvalOf(options)).toBe(approval);
  });

  test('without a terminal somebody must have said it, and not two things', () => {
    expect(() => approvalOf({ canAsk: false })).toThrow('Add --yes');
    expect(() => approvalOf({ canAsk: true, yes: true, requireApproval: 'any-change' })).toThrow(
      '--yes was given with --require-approval any-change.',
    );
  });
});

describe('the stacks that are meant', () => {
  const root = synthesizeApp();
  const stacks = readAssembly(root);
  const chosen = (...names: string[]): string[] =>
    chooseByNames(names, stacks, root).map(({ selector }) => selector);

  test('are those of the app itself when none is named', () => {
    expect(chosen()).toEqual(['Foundation', 'shop', 'eu-west-1/shop']);
  });

  test.each([
    ['shop', ['shop', 'eu-west-1/shop']],
    ['NovaActFoundation', ['Foundation']],
    ['NovaActWorkflow-dev-shop', ['Dev/shop']],
    ['Dev/*', ['Dev/shop', 'Dev/cart-stack']],
    ['cart', ['Dev/cart-stack']],
  ])('%s: %j', (name, selectors) => {
    expect(chosen(name)).toEqual(selectors);
  });

  test('bring those with them that they need, or that need them', () => {
    const related = (name: string, relation: 'dependencies' | 'dependents') =>
      relatedStacks(stacks, chooseByNames([name], stacks, root), relation).map(({ selector }) => selector);

    expect(related('NovaActWorkflow-shop', 'dependencies')).toEqual(['Foundation', 'shop']);
    expect(related('Foundation', 'dependents')).toEqual(['Foundation', 'shop']);
    expect(related('Foundation', 'dependencies')).toEqual(['Foundation']);
  });

  test('are said with their place when it is another one', () => {
    expect(describeStacks(stacks, { account: '1', region: 'us-east-1', isLocal: false })).toContain(
      '  Dev/shop (NovaActWorkflow-dev-shop) in account 123456789012, region eu-west-1, which is not that of the target\n',
    );
  });
});
