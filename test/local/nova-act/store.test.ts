import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { NovaActStore, type StoreChange } from '../../../lib/local/nova-act/index.ts';
import {
  DeleteWorkflowRunCommand,
  GetWorkflowRunCommand,
  UpdateActCommand,
} from '../../../lib/service/index.ts';
import { clickAndLook, createAct, createRun, openingStep, startLocalService } from './local-service.ts';

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await fs.readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

const change =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);

describe('after a restart', () => {
  test('everything is there: a run left RUNNING, its acts and steps', async () => {
    const before = await startLocalService({ agent: clickAndLook });
    const act = await createAct(before.client, 'Look');
    await before.client.send(openingStep(act));
    const remembered = {
      definitions: before.store.definitions(),
      runs: before.store.runs(),
      sessions: before.store.sessions(),
      acts: before.store.acts(),
      steps: before.store.steps(act.actId),
    };
    await using after = await before.restart();
    expect({
      definitions: after.store.definitions(),
      runs: after.store.runs(),
      sessions: after.store.sessions(),
      acts: after.store.acts(),
      steps: after.store.steps(act.actId),
    }).toEqual(JSON.parse(JSON.stringify(remembered)));
    await expect(after.client.send(new GetWorkflowRunCommand(act))).resolves.toMatchObject({
      status: 'RUNNING',
    });
  });

  test('steps of an ended act are still readable', async () => {
    const before = await startLocalService();
    const act = await createAct(before.client);
    await before.client.send(openingStep(act));
    await before.client.send(new UpdateActCommand({ ...act, status: 'SUCCEEDED' }));
    await using after = await before.restart();
    expect(after.store.steps(act.actId)).toHaveLength(1);
    expect(after.store.screenshotFile({ actId: act.actId, index: 1 })).toMatch(/\.jpg$/);
  });

  test('a deletion that was cut short is finished', async () => {
    const before = await startLocalService();
    const run = await createRun(before.client);
    const record = before.store.run(run.workflowRunId);
    if (record === undefined) throw new Error('no run');
    before.store.saveRun({ ...record, status: 'DELETING' });
    await using after = await before.restart();
    await after.store.close();
    expect(after.store.runs()).toEqual([]);
  });

  test('a step that was written only in part is as if it had never been', async () => {
    const before = await startLocalService({ agent: clickAndLook });
    const act = await createAct(before.client);
    await before.client.send(openingStep(act));
    const file = (await filesBelow(before.stateDir)).find((name) => name.endsWith('steps.jsonl')) ?? '';
    await fs.appendFile(file, '{"index":2,"stepId":"x","cal');
    await using after = await before.restart();
    expect(after.store.steps(act.actId)).toHaveLength(1);
    expect((await fs.readFile(file, 'utf8')).endsWith('}\n')).toBe(true);
  });
});

describe('the state folder', () => {
  test('is readable by its owner only, and holds no leftovers of writing', async () => {
    await using service = await startLocalService();
    const act = await createAct(service.client);
    await service.client.send(openingStep(act));
    const files = await filesBelow(service.stateDir);
    expect(files.map((file) => path.basename(file)).sort()).toEqual([
      'journal.jsonl',
      'step-0001.jpg',
      'steps.jsonl',
    ]);
    for (const file of files) expect((await fs.stat(file)).mode & 0o077).toBe(0);
  });

  test('has nothing left of a deleted run', async () => {
    await using service = await startLocalService();
    const act = await createAct(service.client);
    await service.client.send(openingStep(act));
    await service.client.send(new DeleteWorkflowRunCommand(act));
    await service.store.close();
    const files = await filesBelow(service.stateDir);
    expect(files.map((file) => path.basename(file))).toEqual(['journal.jsonl']);
  });

  describe('that cannot be read is one clear error that names file, line and key', () => {
    test.each([
      [2, () => 'not json', 'it is not JSON, or was cut off'],
      [2, (text: string) => text.slice(0, -9), 'it is not JSON, or was cut off'],
      [2, () => '', 'it is empty'],
      [2, () => '[]', 'it must be an object, not a list of 0'],
      [2, () => '{"turn":{}}', 'it must begin with what it describes, such as {"run":'],
      [2, change('"creation":{', '"creation":7,"x":{'), 'run.creation must be an object, not 7'],
      [2, change('"sequence"', '"Sequence"'), 'run.creation.sequence is missing; it must be a whole number'],
      [
        2,
        change('"compatibilityVersion":1', '"compatibilityVersion":"1"'),
        'run.clientInfo.compatibilityVersion must be an integer, not a string',
      ],
      [
        2,
        change('"RUNNING"', '"RUNING"'),
        'run.status must be one of RUNNING, SUCCEEDED, FAILED, TIMED_OUT, DELETING',
      ],
      [
        2,
        change(/"startedAt":"[^"]*"/, '"startedAt":"yesterday"'),
        'run.startedAt must be a time such as 2030-01-31T12:00:00.000Z, not text',
      ],
      [1, change('"name"', '"nam"'), 'definition.name is missing'],
      [3, change('"sessionId"', '"session"'), 'session.sessionId is missing'],
      [4, change('"task":"Look"', '"task":["Look"]'), 'act.task must be text, not a list of 1'],
    ])('line %i, %#', async (number, spoil, problem) => {
      const before = await startLocalService();
      await createAct(before.client, 'Look');
      const file = path.join(before.stateDir, 'nova-act', 'journal.jsonl');
      const lines = (await fs.readFile(file, 'utf8')).split('\n');
      await fs.writeFile(file, lines.with(number - 1, spoil(lines[number - 1] ?? '')).join('\n'));

      expect(() => NovaActStore.open({ stateDir: before.stateDir })).toThrow(
        expect.objectContaining({
          name: 'StateFileError',
          message: expect.stringContaining(
            `${file} is not readable as state of local AWS: line ${number}: ${problem}`,
          ),
        }),
      );
      await before[Symbol.asyncDispose]();
    });

    test('a step with its line', async () => {
      const before = await startLocalService({ agent: clickAndLook });
      const act = await createAct(before.client);
      await before.client.send(openingStep(act));
      const file = (await filesBelow(before.stateDir)).find((name) => name.endsWith('steps.jsonl')) ?? '';
      await fs.appendFile(file, '{"index":2}\n');
      await using after = await before.restart();

      expect(() => after.store.steps(act.actId)).toThrow(
        `${file} is not readable as state of local AWS: line 2: stepId is missing`,
      );
    });

    test('members that nobody knows are left alone', async () => {
      const before = await startLocalService();
      await createRun(before.client);
      const file = path.join(before.stateDir, 'nova-act', 'journal.jsonl');
      await fs.writeFile(
        file,
        (await fs.readFile(file, 'utf8')).replace('{"run":{', '{ "run": { "ofLater": 1,'),
      );

      expect(NovaActStore.open({ stateDir: before.stateDir }).runs()).toHaveLength(1);
      await before[Symbol.asyncDispose]();
    });
  });
});

describe('live updates', () => {
  test('tell of each change as it happens', async () => {
    await using service = await startLocalService();
    const changes: StoreChange[] = [];
    service.store.on('change', (change) => changes.push(change));
    const act = await createAct(service.client);
    await service.client.send(openingStep(act));
    await service.client.send(new UpdateActCommand({ ...act, status: 'SUCCEEDED' }));
    await service.client.send(new DeleteWorkflowRunCommand(act));
    await service.store.close();
    expect(changes.map(({ kind, removed }) => (removed ? `${kind} removed` : kind))).toEqual([
      'definition',
      'run',
      'session',
      'act',
      'step',
      'act',
      'run',
      'run removed',
    ]);
    expect(changes[4]).toEqual({
      kind: 'step',
      definitionName: 'shop',
      runId: act.workflowRunId,
      sessionId: act.sessionId,
      actId: act.actId,
    });
  });
});
