import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { deferred } from '../../../lib/core/async.ts';
import { FileWatch, type Save } from '../../../lib/local/watch/file-watch.ts';

let root: string;
let watch: FileWatch;
let saves: Save[];
let made: string[];
let onMade: () => void;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'file-watch-')));
  saves = [];
  made = [];
  onMade = () => {};
  watch = new FileWatch({ onProblem: (error) => made.push(String(error)) });
  write('lib/price.ts');
  write('buy.ts');
});
afterEach(() => {
  watch.close();
  rmSync(root, { recursive: true, force: true });
});

/** A target that is made of these files, and may take its time. */
function follow(name: string, files: readonly string[], refreshing?: () => Promise<void>): void {
  const absolute = files.map((file) => path.join(root, file));
  const refresh = async (save: Save) => {
    saves.push(save);
    await refreshing?.();
    made.push(name);
    onMade();
    return { files: absolute };
  };
  watch.add({ name, root, refresh }, { files: absolute }, Date.now() + 1000);
}

async function untilMade(count: number): Promise<void> {
  while (made.length < count) {
    await new Promise<void>((resolve) => {
      onMade = resolve;
    });
  }
}

/** Time in which it would have been made again, or too early. */
const calm = (): Promise<void> => sleep(150);

function write(file: string, content = `// ${Math.random()}`): void {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

describe('when files are saved', () => {
  test('many at once, and one of them twice, are one reason to make each thing anew', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `lib/part-${index}.ts`);
    for (const name of names) write(name);
    follow('buy', [...names, 'buy.ts']);
    follow('sell', [...names, 'lib/price.ts']);
    follow('rest', ['buy.ts']);
    for (const name of names) write(name);
    write('lib/part-1.ts');
    await untilMade(2);
    await calm();
    expect(made.sort()).toEqual(['buy', 'sell']);
    expect(saves[0]?.files).toHaveLength(50);
  });

  test('by putting another file in the place of the old one, again and again, each is seen', async () => {
    follow('buy', ['buy.ts']);
    for (const count of [1, 2, 3]) {
      write('.buy.ts.tmp');
      renameSync(path.join(root, '.buy.ts.tmp'), path.join(root, 'buy.ts'));
      await untilMade(count);
    }
  });

  test('by removing the old one first, the new one is waited for', async () => {
    follow('buy', ['buy.ts']);
    rmSync(path.join(root, 'buy.ts'));
    await calm();
    expect(made).toEqual([]);
    write('buy.ts');
    await untilMade(1);
    await calm();
    expect(made).toEqual(['buy']);
  });

  test('while it is being made, it is made again afterwards, and knows that it is outdated', async () => {
    const { promise, resolve } = deferred<void>();
    follow('buy', ['buy.ts'], () => promise);
    write('buy.ts');
    while (saves.length === 0) await sleep(10);
    expect(saves[0]?.isOutdated()).toBe(false);
    write('buy.ts');
    while (saves[0]?.isOutdated() === false) await sleep(10);
    await calm();
    expect(saves).toHaveLength(1);
    resolve();
    await untilMade(2);
    expect(saves[1]?.isOutdated()).toBe(false);
  });
});

test('a link that was pointed elsewhere is seen, before it was watched, too', async () => {
  const point = (file: string): void => {
    rmSync(path.join(root, 'link.ts'), { force: true });
    symlinkSync(file, path.join(root, 'link.ts'));
  };
  point('buy.ts');
  await calm();
  const sinceMs = Date.now();
  point('lib/price.ts');
  const files = [path.join(root, 'link.ts')];
  const refresh = async () => {
    made.push('link');
    onMade();
    return { files };
  };
  watch.add({ name: 'link', root, refresh }, { files }, sinceMs);
  await untilMade(1);
  point('buy.ts');
  await untilMade(2);
});

describe('when folders change', () => {
  test('one that goes and comes again is watched again', async () => {
    follow('buy', ['buy.ts', 'lib/price.ts']);
    rmSync(path.join(root, 'lib'), { recursive: true });
    await untilMade(1);
    write('lib/price.ts');
    await untilMade(2);
    write('lib/price.ts');
    await untilMade(3);
  });

  test('files of a new one are watched once something is made of them, with what happened meanwhile', async () => {
    const files = ['buy.ts'];
    const refresh = async () => {
      made.push('buy');
      files.push('new/part.ts');
      // Nobody watches this folder yet.
      if (made.length === 1) write('new/part.ts');
      onMade();
      return { files: files.map((file) => path.join(root, file)) };
    };
    watch.add({ name: 'buy', root, refresh }, { files: [path.join(root, 'buy.ts')] }, Date.now() + 1000);
    write('buy.ts');
    await untilMade(2);
    write('new/part.ts');
    await untilMade(3);
  });
});

test.each([
  ['is new', undefined],
  ['is watched for another target already', 'sell'],
])(
  'what was saved before it was watched counts from the time that is given, in a folder that %s',
  async (_, other) => {
    if (other !== undefined) follow(other, ['lib/price.ts', 'sell.ts']);
    const file = path.join(root, 'buy.ts');
    const refresh = async () => {
      made.push('buy');
      onMade();
      return { files: [file] };
    };
    watch.add({ name: 'buy', root, refresh }, { files: [file] }, Date.now() - 60_000);
    await untilMade(1);
  },
);
