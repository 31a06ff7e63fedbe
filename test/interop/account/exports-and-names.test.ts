import { describe, expect, test } from '@jest/globals';
import {
  browser,
  definition,
  logGroup,
  output,
  queue,
  repository,
  role,
  runtime,
} from '../support/resources.ts';
import type { TestTemplate } from '../support/stacks.ts';
import { newAccount, useAccountServer } from '../support/test-account.ts';

useAccountServer();

describe('exports', () => {
  const exporter = (value: string): TestTemplate => ({
    Resources: { Queue: queue() },
    Outputs: { Out: output(value, 'shared') },
  });
  const importer: TestTemplate = {
    Resources: { Queue: queue({ QueueName: { 'Fn::ImportValue': 'shared' } }) },
  };

  test('that are in use are neither removed nor changed, and their stack is not deleted', async () => {
    const { stacks } = newAccount();
    await stacks.create('Exporter', exporter('one'));
    await stacks.create('Importer', importer);

    expect(await stacks.update('Exporter', { Resources: { Queue: queue() } })).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE',
      reasons: expect.stringContaining('Export shared cannot be deleted as it is in use by Importer'),
    });
    expect(await stacks.update('Exporter', exporter('two'))).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE',
      reasons: expect.stringContaining('Export shared cannot be updated as it is in use by Importer'),
    });
    expect(await stacks.delete('Exporter')).toMatchObject({ status: 'REFUSED' });
    await stacks.delete('Importer');
    expect(await stacks.update('Exporter', exporter('two'))).toMatchObject({ status: 'UPDATE_COMPLETE' });
  });

  test('have names that belong to one stack, until it gives them back', async () => {
    const { stacks } = newAccount();
    await stacks.create('Exporter', exporter('one'));

    expect(await stacks.create('Second', exporter('one'))).toMatchObject({
      status: 'ROLLBACK_COMPLETE',
      reasons: expect.stringContaining('already exported by stack Exporter'),
    });
    await stacks.update('Exporter', { Resources: { Queue: queue() } });
    expect(await stacks.create('Third', exporter('one'))).toMatchObject({ status: 'CREATE_COMPLETE' });
  });
});

describe('names', () => {
  test.each([
    ['a repository', repository({ RepositoryName: 'taken' })],
    ['a log group', logGroup({ LogGroupName: 'taken' })],
    ['a role', role({ RoleName: 'taken' })],
    ['a queue', queue({ QueueName: 'taken' })],
    ['a runtime', runtime()],
    ['a definition', definition({ Name: 'taken' })],
    ['a browser', browser({ Name: 'taken' })],
  ])('of %s cannot be taken twice', async (_what, resource) => {
    const { stacks } = newAccount();

    expect(await stacks.create('First', { Resources: { It: resource } })).toMatchObject({
      status: 'CREATE_COMPLETE',
    });
    expect(await stacks.create('Second', { Resources: { It: resource } })).toMatchObject({
      status: 'ROLLBACK_COMPLETE',
      reasons: expect.stringContaining('already exists'),
    });
    // The one that had the name has it still.
    expect(await stacks.delete('First')).toMatchObject({ status: 'DELETE_COMPLETE' });
    expect(await stacks.create('Third', { Resources: { It: resource } })).toMatchObject({
      status: 'CREATE_COMPLETE',
    });
  });

  test('that users chose forbid a replacement', async () => {
    const { stacks } = newAccount();
    const encrypted = { EncryptionConfiguration: { EncryptionType: 'KMS' } };
    await stacks.create('Stack', { Resources: { It: repository({ RepositoryName: 'images' }) } });

    expect(
      await stacks.update('Stack', {
        Resources: { It: repository({ RepositoryName: 'images', ...encrypted }) },
      }),
    ).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE',
      reasons: expect.stringContaining('when a custom-named resource requires replacing'),
    });
    expect(
      await stacks.update('Stack', {
        Resources: { It: repository({ RepositoryName: 'others', ...encrypted }) },
      }),
    ).toMatchObject({ status: 'UPDATE_COMPLETE' });
  });

  test.each([
    [
      'a definition',
      definition({ Name: 'kept', Description: 'One' }),
      definition({ Name: 'kept', Description: 'Two' }),
    ],
    [
      'a browser',
      browser({ Name: 'kept', Description: 'One' }),
      browser({ Name: 'kept', Description: 'Two' }),
    ],
  ])('forbid it of %s, which cannot be changed in place', async (_what, before, after) => {
    const { stacks } = newAccount();
    await stacks.create('Stack', { Resources: { It: before } });

    expect(await stacks.update('Stack', { Resources: { It: after } })).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE',
      reasons: expect.stringContaining('already exists'),
    });
  });
});
