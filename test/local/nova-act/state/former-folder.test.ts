import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { NovaActStore } from '../../../../lib/local/nova-act/index.ts';
import { aDefinition, anAct, aRun, aSession } from './sample-records.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(path.join(tmpdir(), 'former-folder-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

/** Where version 0.1.0 kept a definition with this name; the hash is of names with capital letters. */
const FOLDERS = { shop: 'shop', Orders: 'orders~b7e8acdd' } as const;

function writeRecord(file: string, record: object): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
}

/** State as version 0.1.0 has left it: two definitions, three runs, an act with a step, and half of a file. */
function writeFormerFolder() {
  const definitions = [aDefinition('shop', 1), aDefinition('Orders', 2)];
  const runs = [aRun('shop', 3), aRun('Orders', 4), aRun('shop', 5, { status: 'SUCCEEDED' })];
  const sessions = runs.slice(0, 2).map((run, index) => aSession(run, 6 + index));
  const acts = sessions.flatMap((session, index) => [anAct(session, 9 - index), anAct(session, 20 + index)]);
  const root = path.join(stateDir, 'nova-act', 'definitions');
  const folderOf = (name: string): string => path.join(root, name === 'shop' ? FOLDERS.shop : FOLDERS.Orders);
  for (const each of definitions) writeRecord(path.join(folderOf(each.name), 'definition.json'), each);
  const runDir = (of: { definitionName: string; runId: string }): string =>
    path.join(folderOf(of.definitionName), 'runs', of.runId);
  for (const each of runs) writeRecord(path.join(runDir(each), 'run.json'), each);
  for (const each of sessions)
    writeRecord(path.join(runDir(each), 'sessions', each.sessionId, 'session.json'), each);
  const actDir = (act: (typeof acts)[number]): string =>
    path.join(runDir(act), 'sessions', act.sessionId, 'acts', act.actId);
  for (const each of acts) writeRecord(path.join(actDir(each), 'act.json'), each);
  const [act] = acts;
  if (act === undefined) throw new Error('no act');
  const observation = { url: 'http://127.0.0.1/', widthPx: 1, heightPx: 1, screenshotFile: 'step-0001.jpg' };
  const step = {
    index: 1,
    stepId: 's',
    at: act.startedAt,
    results: [],
    observation,
    calls: [],
    inputHash: 'h',
  };
  writeFileSync(path.join(actDir(act), 'steps.jsonl'), `${JSON.stringify(step)}\n`);
  writeFileSync(path.join(actDir(act), 'step-0001.jpg'), 'x');
  writeFileSync(path.join(actDir(act), 'act.json.0b3e4c4e-2c1f-4d55-9c0e-6d6f1f0f6a10.tmp'), '{');
  const contents = {
    definitions,
    runs,
    sessions,
    acts: acts.toSorted((a, b) => a.creation.sequence - b.creation.sequence),
  };
  return { contents, act, root };
}

function contentsOf(store: NovaActStore) {
  return {
    definitions: store.definitions(),
    runs: store.runs(),
    sessions: store.sessions(),
    acts: store.acts(),
  };
}

function fileNames(root: string): readonly string[] {
  return [
    ...new Set(
      readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name),
    ),
  ].sort();
}

test('state of version 0.1.0 is taken over with its steps, and its files go', async () => {
  const { contents, act, root } = writeFormerFolder();
  const store = NovaActStore.open({ stateDir });
  expect(contentsOf(store)).toEqual(contents);
  expect(store.steps(act.actId)).toHaveLength(1);
  expect(existsSync(store.screenshotFile({ actId: act.actId, index: 1 }) ?? '')).toBe(true);
  expect(fileNames(root)).toEqual(['step-0001.jpg', 'steps.jsonl']);
  expect(store.nextSequence()).toBe(22);
  await store.close();
  expect(contentsOf(NovaActStore.open({ stateDir }))).toEqual(contents);
});

test('begins again when it was killed half way, before or after the new files were complete', async () => {
  const { contents, root } = writeFormerFolder();
  const former = path.join(stateDir, 'former');
  cpSync(root, former, { recursive: true });
  const complete = NovaActStore.open({ stateDir });
  await complete.close();
  const files = readdirSync(former, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.json$/.test(name),
  );
  for (let left = 0; left < files.length; left += 1) {
    // As a takeover that was killed while it removed the former files, one after the other, those of definitions last.
    for (const name of files.filter((name) => name.endsWith('definition.json')))
      cpSync(path.join(former, name), path.join(root, name));
    for (const name of files.slice(left)) cpSync(path.join(former, name), path.join(root, name));
    const again = NovaActStore.open({ stateDir });
    expect(contentsOf(again)).toEqual(contents);
    await again.close();
    expect(fileNames(root)).toEqual(['step-0001.jpg', 'steps.jsonl']);
  }
  // And while it wrote the new ones.
  const archive = path.join(stateDir, 'nova-act', 'archive.jsonl');
  rmSync(archive);
  cpSync(former, root, { recursive: true });
  const journal = path.join(stateDir, 'nova-act', 'journal.jsonl');
  const [definition, run] = [contents.definitions[0], contents.runs[0]];
  writeFileSync(journal, `${JSON.stringify({ definition })}\n${JSON.stringify({ run }).slice(0, 50)}`);
  expect(contentsOf(NovaActStore.open({ stateDir }))).toEqual(contents);
});

test('a former file that cannot be read is named, and all of them stay', () => {
  const { contents, root } = writeFormerFolder();
  const before = fileNames(root).filter((name) => !name.endsWith('.tmp'));
  const file = path.join(root, 'shop', 'runs', contents.runs[0]?.runId ?? '', 'run.json');
  writeFileSync(file, '{');
  expect(() => NovaActStore.open({ stateDir })).toThrow(`${file} is not readable as state of local AWS`);
  expect(fileNames(root)).toEqual(before);
  rmSync(file);
  expect(NovaActStore.open({ stateDir }).runs()).toHaveLength(2);
});
