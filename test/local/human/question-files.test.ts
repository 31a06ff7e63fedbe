import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { QuestionPicture } from '../../../lib/contract/question.ts';
import { Desk, LIMITS } from '../../../lib/desk/index.ts';
import { QuestionFiles } from '../../../lib/local/human/question-files.ts';
import { StateFileError } from '../../../lib/local/state-file.ts';
import { question } from './desk-server.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(path.join(tmpdir(), 'questions-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

const PICTURE: QuestionPicture = { mediaType: 'image/png', base64: Buffer.alloc(300, 7).toString('base64') };

const deskOf = (store: QuestionFiles, now = Date.now) =>
  new Desk({ store, now, connect: async () => 'ws://127.0.0.1:1/' });

const filesOf = (): readonly string[] =>
  readdirSync(stateDir, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));

describe('a question', () => {
  test('is there after a restart, with its picture, its answer and its holder', async () => {
    const { key, token, asked } = question({
      kind: 'takeOver',
      channel: { kind: 'loopback', url: 'ws://127.0.0.1:9/' },
    });
    const other = question({ picture: PICTURE });
    const before = deskOf(new QuestionFiles({ stateDir }));
    const claim = 'c'.repeat(43);
    await before.ask(key, asked);
    await before.ask(other.key, other.asked);
    await before.take(key, { token, claim, name: 'Ada' });
    await before.answer(key, { token, claim, answer: 'yes', comment: 'done' });

    const store = new QuestionFiles({ stateDir });
    const after = deskOf(store);

    expect(await after.state(key)).toMatchObject({
      status: 'answered',
      answer: { value: 'yes', comment: 'done' },
    });
    expect(await after.read(other.key, { token: other.token })).toMatchObject({
      status: 'open',
      asked: { message: other.asked.message, picture: PICTURE },
    });
  });

  test('is for nobody else on this machine, and has no token in its file', async () => {
    const { key, token, asked } = question();
    await deskOf(new QuestionFiles({ stateDir })).ask(key, asked);

    const [file = ''] = filesOf();
    expect(statSync(path.join(stateDir, file)).mode & 0o077).toBe(0);
    expect(statSync(path.dirname(path.join(stateDir, file))).mode & 0o077).toBe(0);
    expect(readFileSync(path.join(stateDir, file), 'utf8')).not.toContain(token);
  });

  test('of two that change the same version, one wins', async () => {
    const store = new QuestionFiles({ stateDir });
    const { key, asked } = question();
    await deskOf(store).ask(key, asked);
    const stored = await store.read(key);
    if (stored === undefined) throw new Error('not stored');
    const next = { ...stored, version: stored.version + 1 };

    expect(await Promise.all([store.replace(next), store.replace(next)])).toEqual([true, false]);
    expect(await store.create(stored, undefined)).toBe(false);
  });

  test('is removed with its picture when the desk need not remember it any more', async () => {
    const asked = Date.now();
    const old = question({ picture: PICTURE, expiresAt: asked + 1_000 });
    await deskOf(new QuestionFiles({ stateDir })).ask(old.key, old.asked);
    expect(filesOf()).toHaveLength(2);

    const late = () => asked + 1_000 + LIMITS.keepMs;
    expect(new QuestionFiles({ stateDir, now: () => late() - 1 }).list()).toHaveLength(1);
    expect(new QuestionFiles({ stateDir, now: late }).list()).toEqual([]);
    expect(filesOf()).toEqual([]);
  });

  test('a picture without one, as a killed server leaves it, is removed', async () => {
    const { key, asked } = question({ picture: PICTURE });
    await deskOf(new QuestionFiles({ stateDir })).ask(key, asked);
    rmSync(path.join(stateDir, filesOf().find((name) => name.endsWith('.json')) ?? ''));

    expect(new QuestionFiles({ stateDir }).list()).toEqual([]);
    expect(filesOf()).toEqual([]);
  });

  test('is heard of when it is asked and when it changes, not each time that its workflow is', async () => {
    let now = Date.now();
    const store = new QuestionFiles({ stateDir });
    const heard: string[] = [];
    store
      .on('asked', () => heard.push('asked'))
      .on('change', ({ answer }) => heard.push(answer?.value ?? 'open'));
    const desk = deskOf(store, () => now);
    const { key, token, asked } = question();
    await desk.ask(key, asked);
    now += 60_000;
    await desk.state(key);
    await desk.answer(key, { token, answer: 'no' });

    expect((await store.read(key))?.heardAt).toBe(now);
    expect(heard).toEqual(['open', 'asked', 'no']);
  });
});

describe('definitions that differ in letter case only', () => {
  test('have folders that differ in more, and their questions are there after a restart', async () => {
    const { key, token, asked } = question({ picture: PICTURE });
    const keys = ['Orders', 'orders', 'ORDERS'].map((definitionName) => ({ ...key, definitionName }));
    const before = deskOf(new QuestionFiles({ stateDir }));
    for (const each of keys) await before.ask(each, asked);
    await before.answer({ ...key, definitionName: 'Orders' }, { token, answer: 'yes' });

    expect(new Set(filesOf().map((file) => file.toLowerCase())).size).toBe(6);
    const after = deskOf(new QuestionFiles({ stateDir }));
    const states = await Promise.all(keys.map((each) => after.state(each)));
    expect(states.map(({ status }) => status)).toEqual(['answered', 'open', 'open']);
    expect((await after.read({ ...key, definitionName: 'orders' }, { token })).asked).toMatchObject({
      picture: PICTURE,
    });
  });
});

describe('a picture that cannot be read', () => {
  test.each([
    ['cut off', (file: string) => truncateSync(file, 40), 'it is not JSON'],
    ['of another type', (file: string) => edit(file, { mediaType: 'image/svg+xml' }), 'mediaType must be'],
    ['a folder', asFolder, 'it is a directory'],
  ])('because it is %s, costs the picture only, and is told once', async (_how, damage, problem) => {
    const { key, token, asked } = question({ picture: PICTURE });
    await deskOf(new QuestionFiles({ stateDir })).ask(key, asked);
    const file = path.join(stateDir, filesOf().find((name) => name.endsWith('.picture')) ?? '');
    damage(file);
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const desk = deskOf(new QuestionFiles({ stateDir }));
    for (let times = 0; times < 2; times += 1) {
      const shown = await desk.read(key, { token });
      expect(shown).toMatchObject({ status: 'open', asked: { message: asked.message } });
      expect(shown.asked).not.toHaveProperty('picture');
    }
    const told = warn.mock.calls.map(String);
    warn.mockRestore();

    expect(told).toEqual([expect.stringContaining(file)]);
    expect(told[0]).toContain(problem);
    await desk.answer(key, { token, answer: 'yes' });
  });

  test('because it is a folder of others, is left when its question is forgotten', async () => {
    const at = Date.now();
    const { key, asked } = question({ picture: PICTURE, expiresAt: at + 1_000 });
    await deskOf(new QuestionFiles({ stateDir })).ask(key, asked);
    const file = path.join(stateDir, filesOf().find((name) => name.endsWith('.picture')) ?? '');
    asFolder(file);
    expect(new QuestionFiles({ stateDir, now: () => at + 1_000 + LIMITS.keepMs }).list()).toEqual([]);
    expect(statSync(file).isDirectory()).toBe(true);
  });
});

test('a file where the folder of all questions should be is named; others beside folders are left alone', async () => {
  const dir = path.join(stateDir, 'human');
  mkdirSync(dir);
  writeFileSync(path.join(dir, 'notes'), 'mine');
  expect(new QuestionFiles({ stateDir }).list()).toEqual([]);

  rmSync(dir, { recursive: true });
  writeFileSync(dir, '');
  expect(() => new QuestionFiles({ stateDir })).toThrow(StateFileError);
  expect(() => new QuestionFiles({ stateDir })).toThrow(dir);
});

describe('a file that cannot be read', () => {
  test.each([
    ['cut off', (file: string) => truncateSync(file, 40), 'it is not JSON, or was cut off'],
    ['empty', (file: string) => writeFileSync(file, ''), 'it is empty'],
    ['without a member', (file: string) => edit(file, { tokenHashes: undefined }), 'tokenHashes is missing'],
    [
      'with a wrong answer',
      (file: string) => edit(file, { answer: { value: 'maybe' } }),
      'answer.value must be yes or no',
    ],
    [
      'with a number that there is not',
      (file: string) => overflow(file),
      'askedAt must be a number, not one that is',
    ],
    ['a folder', asFolder, 'it is a directory'],
    [
      'of another question',
      (file: string) => edit(file, { definitionName: 'other' }),
      'it is of another question',
    ],
  ])('because it is %s, is named, with how to go on', async (_how, damage, problem) => {
    const { key, asked } = question();
    await deskOf(new QuestionFiles({ stateDir })).ask(key, asked);
    const file = path.join(stateDir, filesOf()[0] ?? '');
    damage(file);

    const opening = () => new QuestionFiles({ stateDir });
    expect(opening).toThrow(StateFileError);
    expect(opening).toThrow(file);
    expect(opening).toThrow(problem);
    expect(opening).toThrow('Move it away');
  });
});

function asFolder(file: string): void {
  rmSync(file);
  mkdirSync(file);
}

function overflow(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"askedAt":\d+/, '"askedAt":1e400'));
}

function edit(file: string, changes: object): void {
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...changes }));
}
