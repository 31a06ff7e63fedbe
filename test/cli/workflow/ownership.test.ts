import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { isDefinitionNameOf } from '../../../lib/catalog/names.ts';
import { npx } from '../../../lib/cli/command-line.ts';
import { CommandTarget } from '../../../lib/cli/target.ts';
import { checkConfirmed, mayBeDeleted } from '../../../lib/cli/workflow/may-be-deleted.ts';
import { stackOfDefinition, stackThatHas } from '../../../lib/cli/workflow/stack-of-definition.ts';

const ARN = 'arn:aws:nova-act:us-east-1:123456789012:workflow-definition/shop';
const resource = (ResourceStatus: 'CREATE_COMPLETE' | 'DELETE_COMPLETE' | 'DELETE_SKIPPED', id = ARN) => ({
  StackName: 'Shop',
  LogicalResourceId: 'Definition',
  ResourceType: 'AWS::NovaAct::WorkflowDefinition',
  Timestamp: undefined,
  PhysicalResourceId: id,
  ResourceStatus,
});

describe('the names of a catalog entry', () => {
  test.each([
    ['shop-flow', true],
    ['shop-flow--prod', true],
    ['shop-flow-0a1b2c', true],
    ['shop-flow--prod-0a1b2c', true],
    ['shop-flow-2', false],
    ['shop', false],
    ['my-shop-flow', false],
  ])('%s: %s', (name, isItsOwn) => {
    expect(isDefinitionNameOf(name, { definitionName: 'shop-flow' })).toBe(isItsOwn);
  });
});

describe('the stack that has a definition', () => {
  test('is the one that CloudFormation names, also when only others of its resources are told', () => {
    expect(stackThatHas(ARN, [resource('CREATE_COMPLETE')])).toBe('Shop');
    expect(stackThatHas(ARN, [resource('CREATE_COMPLETE', 'bucket')])).toBe('Shop');
  });

  test('is none when a stack has deleted it, or was deleted and left it', () => {
    expect(
      stackThatHas(ARN, [resource('DELETE_COMPLETE'), resource('CREATE_COMPLETE', 'b')]),
    ).toBeUndefined();
    expect(stackThatHas(ARN, [resource('DELETE_SKIPPED'), resource('DELETE_COMPLETE', 'b')])).toBeUndefined();
  });

  test.each([
    ['ValidationError', `Stack for ${ARN} does not exist`, {}],
    ['AccessDenied', 'You may not.', { unknown: 'You may not.' }],
  ])('after %s', async (code, message, answer) => {
    await using cloudFormation = await answering(400, code, message);

    expect(await stackOfDefinition(ARN, cloudFormation.target, new AbortController().signal)).toEqual(answer);
  });

  test('is not taken for none when CloudFormation fails otherwise', async () => {
    await using cloudFormation = await answering(400, 'ValidationError', 'Something else.');

    await expect(stackOfDefinition(ARN, cloudFormation.target, new AbortController().signal)).rejects.toThrow(
      'Something else.',
    );
  });
});

describe('whether a definition may be deleted', () => {
  const stack = { kind: 'stack', stackName: 'Shop' } as const;
  const entry = { kind: 'catalog', workflow: 'shop' } as const;
  const may = (ownership: Parameters<typeof mayBeDeleted>[1], notInAStack = false) => {
    return () => mayBeDeleted({ name: 'shop' }, ownership, { notInAStack, commandLine: npx });
  };

  test('nobody has it: yes', () => {
    expect(may({ owners: [], isInStack: false })).not.toThrow();
  });

  test('a stack has it: no, whatever its user says, but by taking down the stack', () => {
    expect(may({ owners: [stack], isInStack: true }, true)).toThrow(
      'belongs to the CloudFormation stack Shop: it is not deleted here. Take the stack down with "npx nova-act-cdk destroy Shop"',
    );
  });

  test('the catalog names it: only what was left behind, when its user says so', () => {
    expect(may({ owners: [entry], isInStack: false })).toThrow('destroy shop');
    expect(may({ owners: [entry], isInStack: false }, true)).not.toThrow();
  });

  test('nobody can say: only when its user can', () => {
    const ownership = { owners: [], isInStack: false, unknown: 'You may not.' };
    expect(may(ownership)).toThrow(
      'Whether a stack has the definition "shop" is not known: You may not. Nothing was deleted.',
    );
    expect(may(ownership, true)).not.toThrow();
  });

  test('on AWS only with --yes, and without it what would go is said', () => {
    const runs = { total: 5000, running: 1, isMore: true };
    const target = { isLocal: false, description: 'AWS account 123456789012, us-east-1' };

    expect(() => checkConfirmed('shop', runs, { target })).toThrow(
      'This would delete the definition "shop" with 5000 or more runs, of which 1 is running, for good, in AWS account 123456789012, us-east-1. Nothing was deleted. Add --yes to do it.',
    );
    expect(() => checkConfirmed('shop', runs, { target, yes: true })).not.toThrow();
    expect(() => checkConfirmed('shop', runs, { target: { ...target, isLocal: true } })).not.toThrow();
  });
});

/** A CloudFormation that answers every question with an error, and a target that leads there. */
async function answering(status: number, code: string, message: string) {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'text/xml' });
    response.end(
      `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const target = new CommandTarget({
    url,
    account: '123456789012',
    config: { region: 'us-east-1', endpoint: url },
  });
  return {
    target,
    async [Symbol.asyncDispose]() {
      target[Symbol.dispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
