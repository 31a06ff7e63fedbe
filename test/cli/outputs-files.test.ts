import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { stateDirAt } from '../../lib/cli/local-target.ts';
import { usualOutputsFiles } from '../../lib/cli/outputs-files.ts';
import { stateDirOf } from '../../lib/cli/state-dir.ts';
import { noteRunning } from '../../lib/local/running-local-aws.ts';

let project: string;
const inProject = (...names: string[]): string => path.join(project, ...names);
beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), 'outputs-files-'));
  for (const folder of ['.', '.nova-act', 'state', 'empty'])
    mkdirSync(inProject(folder), { recursive: true });
  for (const folder of ['.', '.nova-act', 'state'])
    writeFileSync(inProject(folder, 'cdk-outputs.json'), '{}');
});
afterAll(() => rmSync(project, { recursive: true }));

test.each<[string, Parameters<typeof usualOutputsFiles>[0], string[]]>([
  ['AWS: that of the project', { isLocal: false }, ['.']],
  ['AWS, whatever a shell says of a state folder', { isLocal: false, stateDir: 'state' }, ['.']],
  ['a local AWS at an address: the usual one first', { isLocal: true }, ['.nova-act', '.']],
  ['a local AWS of a known folder: its own only', { isLocal: true, stateDir: 'state' }, ['state']],
  ['one that has deployed nothing: none', { isLocal: true, stateDir: 'empty' }, []],
])('outputs of %s', (_, { isLocal, stateDir }, folders) => {
  const target = { isLocal, stateDir: stateDir && inProject(stateDir) };
  expect(usualOutputsFiles(target, project)).toEqual(
    folders.map((each) => inProject(each, 'cdk-outputs.json')),
  );
});

test('the state folder is the one that was named, else that of the shell, else that of the project', () => {
  const at = { directory: project, projectRoot: project, environment: {} };
  const entered = { ...at, environment: { NOVA_ACT_STATE_DIR: inProject('state') } };
  expect(stateDirOf(undefined, at)).toBe(inProject('.nova-act'));
  expect(stateDirOf(undefined, entered)).toBe(inProject('state'));
  expect(stateDirOf('empty', entered)).toBe(inProject('empty'));

  expect(stateDirAt('http://127.0.0.1:1', entered)).toBe(inProject('state'));
  // The shell has been led elsewhere since.
  noteRunning(inProject('state'), { url: 'http://127.0.0.1:2', region: 'us-east-1' });
  expect(stateDirAt('http://127.0.0.1:1', entered)).toBeUndefined();
});
